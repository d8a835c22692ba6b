"""Another site: the page that people leave to, and forms that give away what was typed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

TITLE = "Weather"
PAGE = "<!doctype html><html lang=en><title>{title}</title><h1>{heading}</h1>{form}</html>"
FORM = "<form method={method} action=/{method}><label>Words <input name=words></label><button>Find</button></form>"
STORE = "<script>localStorage.words = sessionStorage.words = new URLSearchParams(location.search).get('words')</script>"


class Elsewhere(ThreadingHTTPServer):
    """The server; `asked` are the headers of what was asked of it, by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        """Under a name of its own, so that it is another site to the browser."""
        return f"http://localhost:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    """`/form/get` and `/form/post` are naive forms, which repeat the words in a page that may be kept."""

    server: Elsewhere

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append((parts.path, dict(self.headers)))
        words = " ".join(parse_qs(parts.query).get("words", ()))
        form = FORM.format(method=parts.path.removeprefix("/form/")) if parts.path.startswith("/form/") else ""
        self.answer(words, form + (STORE if words else ""))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(" ".join(parse_qs(body)["words"]), "")

    def answer(self, words: str, form: str) -> None:
        page = gzip.compress(PAGE.format(title=TITLE, heading=words or "Sunny", form=form).encode())
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """The server, while it runs."""
    with Elsewhere() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
