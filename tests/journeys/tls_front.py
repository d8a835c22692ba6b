"""A front that speaks TLS for a server on this machine, as docs/how-to/tls.md asks of nginx or Caddy; for tests only.

One port takes both: what comes without TLS is sent to https, the rest is handed on with the two headers of the how-to.
Who knows only the first page (`/`) can be shown another in its place, and as somebody who is signed in.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TLS_HELLO = b"\x16"
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}


@dataclass
class Instead:
    """What stands at `/`: a page, and a cookie as it was set, with which it is asked for and which it sets again."""

    page: str = "/"
    cookie: str = ""


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-made certificate for localhost and its key."""
    made, key = folder / "localhost.pem", folder / "localhost.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return made, key


class _Front(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, behind: str, tls: ssl.SSLContext, instead: Instead) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.instead = instead
        self.behind = urlsplit(behind).netloc
        self._tls = tls

    def finish_request(self, request: Any, client_address: Any) -> None:
        # In a thread of its own, so that nobody waits for another's greeting.
        if request.recv(1, socket.MSG_PEEK) == TLS_HELLO:
            with self._tls.wrap_socket(request, server_side=True) as spoken:
                super().finish_request(spoken, client_address)
        else:
            super().finish_request(request, client_address)

    def handle_error(self, *_: object) -> None:
        """A visitor who hangs up is no fault of the test."""


class _Handler(BaseHTTPRequestHandler):
    server: _Front

    def _answer(self) -> None:
        host = self.headers.get("Host", "")
        if not isinstance(self.connection, ssl.SSLSocket):
            self.send_response(301)
            self.send_header("Location", f"https://{host}{self.path}")
            self.end_headers()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        onward = http.client.HTTPConnection(self.server.behind, timeout=20)
        instead = self.server.instead if self.path == "/" else Instead(self.path)
        told = dict(self.headers) | {"X-Forwarded-Proto": "https"}
        if instead.cookie:
            told["Cookie"] = instead.cookie.partition(";")[0]
        onward.request(self.command, instead.page, body, told)
        back = onward.getresponse()
        content = back.read()
        self.send_response(back.status)
        for name, value in back.getheaders():
            if name.lower() not in HOP:
                self.send_header(name, value)
        if instead.cookie:
            self.send_header("Set-Cookie", instead.cookie)
        self.end_headers()
        self.wfile.write(content)
        onward.close()

    do_GET = do_HEAD = do_POST = do_OPTIONS = _answer  # noqa: N815 - the names that http.server calls

    def log_message(self, *_: object) -> None:
        """A front keeps no log of who asked for what."""


@contextmanager
def front(behind: str, folder: Path, instead: Instead | None = None) -> Iterator[tuple[str, Path]]:
    """The host and port of a front for a server, and the certificate that whoever asks it must trust."""
    made, key = certificate(folder)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(made, key)
    server = _Front(behind, tls, instead or Instead())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"localhost:{server.server_address[1]}", made
    server.shutdown()
    server.server_close()
    thread.join()
