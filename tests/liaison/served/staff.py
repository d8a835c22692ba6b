"""Browsers of who works at the desk of a served site: one for each role, and one liaison more."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from dooryard.desk.sessions import COOKIE
from tests.data_folders import environment
from tests.desk.client import DeskClient, field
from tests.web.wired import Wired

ROOT = Path(__file__).resolve().parents[3]
PASSPHRASE = "nine grey herons at low tide"
THREADS = re.compile(r"/desk/liaison/thread/(\d+)")


class Staff(DeskClient, Wired):
    """The browser of somebody who is signed in to a served site."""

    def __init__(self, port: int, cookie: str) -> None:
        Wired.__init__(self, port, headers={"Sec-Fetch-Site": "same-origin"})
        if cookie:
            self.cookies[COOKIE] = cookie

    def send(self, path: str, **fields: object) -> str:
        """Send a form of the liaisons' pages; where the browser is sent."""
        return str(self.post(f"/desk/liaison/{path}", {"word": self.word()} | fields)["Location"])

    def opens_keys(self) -> None:
        """Open the keys of this session, or make them."""
        where = self.send("keys/search", passphrase=PASSPHRASE, again=PASSPHRASE)
        assert where == "/desk/liaison/?said=opened", where

    def answers(self, thread: int, text: str) -> str:
        """Answer a conversation, with the form of its page."""
        once = field(self.get(f"/desk/liaison/thread/{thread}"), "once")
        return self.send(f"thread/{thread}/search", text=text, once=once)


def beside(data: Path, *what: str) -> str:
    """Do something with the accounts of a served site (accounts.py); what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.liaison.served.accounts", *what],
        cwd=ROOT,
        env=environment(data, PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
