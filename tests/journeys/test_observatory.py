"""MDN's HTTP Observatory behind a front that speaks TLS: A+, and at least 130 points."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.journeys.tls_front import front

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


def test_the_observatory_gives_the_best_grade(site: str, tmp_path: Path) -> None:
    with front(site, tmp_path) as (host, trusted):
        told = judged(host, trusted)
    assert told["grade"] == "A+", told
    assert told["score"] >= 130, told
    assert [name for name, (_, points) in told["tests"].items() if points < 0] == []


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
