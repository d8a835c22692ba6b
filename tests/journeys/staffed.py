"""Somebody who is signed in at the desk of a served site, without a browser: the cookie as the site set it."""

from __future__ import annotations

import html
import http.client
import re
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyotp

from tests.data_folders import environment

PROGRAM = Path(sys.executable).with_name("dooryard")
PASSPHRASE = "seven horses read slowly"
TLS = {"X-Forwarded-Proto": "https"}


@dataclass
class Staffed:
    """A served site, and the answer with which its desk let somebody in."""

    site: str
    answer: Message

    @property
    def cookie(self) -> str:
        """The cookie, with all that was said of it."""
        return str(self.answer["Set-Cookie"])


def dooryard(folder: Path, *arguments: str) -> str:
    """What `dooryard desk` prints."""
    done = subprocess.run(
        [PROGRAM, "desk", *arguments], env=environment(folder), capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def asked(site: str, path: str, form: dict[str, str] | None = None, **more: str) -> tuple[int, Message, str]:
    """What a site answers to who comes by TLS: status, headers, body."""
    sent = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    with closing(http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)) as connection:
        connection.request("POST" if form else "GET", path, urlencode(form or {}), headers=TLS | sent | more)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def staff(folder: Path, site: str) -> Staffed:
    """Invite somebody of every role to a site and take the invitation with a passphrase and a code."""
    roles = [part for role in ("steward", "liaison", "administrator") for part in ("--role", role)]
    joining = urlsplit(dooryard(folder, "invite", "Ann", "--site", site, *roles).strip()).path
    page = asked(site, joining)[2]
    secret, setup = re.search(r"<code>([A-Z2-7 ]+)</code>", page), re.search(r'name="setup" [^>]*value="([^"]+)"', page)
    assert secret and setup, page
    code = pyotp.TOTP(secret[1].replace(" ", "")).now()
    form = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "code": code, "setup": html.unescape(setup[1])}
    status, headers, _ = asked(site, f"{joining}/search", form)
    assert (status, headers["Location"]) == (303, "/desk/")
    return Staffed(site, headers)
