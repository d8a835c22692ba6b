"""The bench of the door: its slow line carries everything and is slow, and its figures can be read."""

from __future__ import annotations

import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench import door
from bench.visiting.line import SEGMENT, Slow, slowed

BODY = bytes(range(256)) * 200


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.mark.parametrize("greeting", [1, 2])
def test_a_line_carries_everything_and_takes_its_time(greeting: int) -> None:
    slow = Slow(round_trip=0.1, rate=100_000, greeting=greeting)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answer) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with slowed(server.server_address[1], slow) as port:
            begun = time.monotonic()
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", "/", BODY)
            assert connection.getresponse().read() == BODY
            taken = time.monotonic() - begun
            connection.close()
        server.shutdown()
    # A greeting, the way there and back, and both ways through the queue; a little less, as clocks go in steps.
    least = (greeting + 1) * slow.round_trip + 2 * (len(BODY) - SEGMENT) / slow.rate
    assert taken >= 0.95 * least


SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "lost": ["performance: Too slow"]}
FIGURES = {
    "size": 2,
    "machine": "a machine",
    "readable_ms": {"devtools": {"/": {"p50": 1200.0, "slowest": 1300.0}}},
    "bytes": {"/": {"first view": 7000, "document": 3000}},
    "lighthouse": {"/": {"phone": SCORES}},
}


def test_its_figures_can_be_read() -> None:
    told = door.table(FIGURES)
    for part in ("devtools  / 1200, 1300", "first view 7,000", "98, 100, 100", "Too slow"):
        assert part in told


@pytest.mark.long
def test_the_whole_of_it_runs() -> None:
    found = door.run(size=1)
    assert set(found["readable_ms"]) == {"devtools", "line", "tls"}
    assert set(found["readable_ms"]["line"]) == {"/", "/now", "results", "search"}
    assert all(row["first view"] for name, row in found["bytes"].items() if name != "search")
    assert set(found["lighthouse"]) == set(door.PAGES)
