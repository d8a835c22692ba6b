"""A mail server for tests that speaks SMTP, keeps what it is given, and refuses what it is told to refuse."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

ANSWERS = {b"EHLO": b"250 here", b"HELO": b"250 here", b"RSET": b"250 ok", b"NOOP": b"250 ok", b"MAIL": b"250 ok"}


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self._say(b"220 here")
        to: list[str] = []
        while line := self.rfile.readline().strip():
            verb = line[:4].upper()
            if verb == b"RCPT":
                to.append(line.partition(b":")[2].split()[0].strip(b"<>").decode())
                refused = to[-1] in self.server.refused
                self._say(b"550 nobody here is called " + to[-1].encode() if refused else b"250 ok")
            elif verb == b"DATA":
                self._say(b"354 go on")
                self.server.kept.append((to, self._content()))
                self._say(b"250 kept")
                to = []
            elif verb == b"QUIT":
                self._say(b"221 bye")
                return
            else:
                self._say(ANSWERS.get(verb, b"502 what?"))

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def _content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address: ClassVar[bool] = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.kept: list[tuple[list[str], bytes]] = []
        self.refused: set[str] = set()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


@contextmanager
def mailing() -> Iterator[_Server]:
    """A mail server, while this lasts."""
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
