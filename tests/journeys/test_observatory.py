"""MDN's HTTP Observatory behind a front that speaks TLS: A+, and at least 130 points."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.staffed import Staffed
from tests.journeys.tls_front import Instead, front

JUDGE = Path(__file__).with_name("observatory.mjs")


def judged(host: str, trusted: Path) -> Any:
    """What the Observatory says of a host."""
    done = subprocess.run(
        ["node", JUDGE, host],
        env=os.environ | {"NODE_EXTRA_CA_CERTS": str(trusted)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)


def wrong(told: Any) -> list[str]:
    """What keeps a host from the best grade."""
    found = [f"{name}: {result}" for name, (result, points) in told["tests"].items() if points < 0]
    return found + [f"{told['grade']} {told['score']}"] * (told["grade"] != "A+" or told["score"] < 130)


@pytest.mark.parametrize("page", ["/", "/now", "/talk", "/talk/back", "/find?q=narcan", "/desk/enter"])
def test_the_observatory_gives_the_best_grade(site: str, tmp_path: Path, page: str) -> None:
    with front(site, tmp_path, Instead(page)) as (host, trusted):
        told = judged(host, trusted)
    assert wrong(told) == [], told
    assert told["tests"]["cookies"][0] == "cookies-not-found"


@pytest.mark.parametrize("page", ["/desk/", "/desk/leave"])
def test_it_gives_the_same_to_who_is_signed_in_with_the_cookie_as_it_is_set(
    staffed: Staffed, tmp_path: Path, page: str
) -> None:
    with front(staffed.site, tmp_path, Instead(page, staffed.cookie)) as (host, trusted):
        told = judged(host, trusted)
    assert wrong(told) == [], told
    assert told["tests"]["cookies"][0] == "cookies-secure-with-httponly-sessions-and-samesite"


def test_a_cookie_of_fewer_words_would_be_seen(staffed: Staffed, tmp_path: Path) -> None:
    name = staffed.cookie.partition(";")[0]
    with front(staffed.site, tmp_path, Instead("/desk/", f"{name.removeprefix('__Host-')}; Path=/")) as (host, trusted):
        told = judged(host, trusted)
    assert any(fault.startswith("cookies: ") for fault in wrong(told)), told


class _Bare(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Set-Cookie", "session=1")
        self.end_headers()
        self.wfile.write(b"<!doctype html><script src='https://elsewhere.example/x.js'></script>")

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def test_a_bare_site_fails_before_it(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Bare) as bare:
        threading.Thread(target=bare.serve_forever, daemon=True).start()
        with front(f"http://127.0.0.1:{bare.server_address[1]}", tmp_path) as (host, trusted):
            told = judged(host, trusted)
        bare.shutdown()
    assert told["grade"] == "F", told
