"""What is not even HTTP: the real server answers or hangs up, says nothing of it, and goes on serving everybody."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest

from tests.web.test_serving import fetch, serving

HOST = b"Host: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
REQUESTS = {
    "no HTTP": b"xyzzyword\r\n\r\n",
    "bytes": bytes(range(256)) * 40,
    "a later HTTP": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\n" + HOST + b"Host: xyzzyword.example\r\n\r\n",
    "another host": b"GET / HTTP/1.1\r\nHost: xyzzyword.example\r\n\r\n",
    "a whole address": b"GET http://xyzzyword.example/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "somebody else's line": b"CONNECT xyzzyword.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a zero byte": b"GET /xyzzyword\x00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "no letters": b"GET /xyzzyword\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n",
    "a way up": b"GET /static/../../../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "a coded way up": b"GET /static/%2e%2e%2f%2e%2e%2fetc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "a long address": b"GET /" + b"xyzzyword" * 12_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a long header": b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"xyzzyword" * 100_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + HOST + b"X: xyzzyword\r\n" * 5_000 + b"\r\n",
    "a body cut short": b"POST /find HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 1000\r\n\r\nwords=xyzzyword",
    "a length that is none": b"POST /find HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: -5\r\n\r\nwords=xyzzyword",
    "two lengths": b"POST /find HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nwords=",
    "broken pieces": b"POST /find HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\nxyzzyword\r\n",
    "length and pieces": (
        b"POST /find HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /xyzzyword HTTP/1.1\r\n\r\n"
    ),
}  # fmt: skip


def answered(port: int, sent: bytes) -> bytes:
    """All that comes back when something is sent and nothing more is to come."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            back = b""
            while part := connection.recv(65_536):
                back += part
        except TimeoutError:
            raise
        except OSError:
            return b""  # hung up on, which is an answer too
        return back


def wrong(back: bytes) -> list[str]:
    """What is wrong with an answer to what is no request."""
    found = [f"told {word!r}" for word in (b"Traceback", b"xyzzyword", b"root:", b"panicked") if word in back]
    fine = not back or back.startswith((b"HTTP/1.1 200", b"HTTP/1.1 303", b"HTTP/1.1 4", b"HTTP/1.0 4"))
    return found + [back[:60].decode("latin-1")] * (not fine)


@pytest.mark.usefixtures("programs")
def test_what_is_no_request_harms_nobody(tmp_path: Path) -> None:
    with serving(tmp_path / "data", "--workers", "1") as (process, port):
        for kind, sent in REQUESTS.items():
            assert wrong(answered(port, sent)) == [], kind
            assert fetch(port, "GET", "/healthz")[0] == 200, kind
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert process.stdout is not None
        assert process.stdout.read() == ""


@pytest.mark.parametrize("planted", [b"HTTP/1.1 500 x", b"HTTP/1.1 200 OK\r\n\r\nxyzzyword", b"Traceback (most recent"])
def test_a_planted_fault_is_seen(planted: bytes) -> None:
    assert wrong(planted)
