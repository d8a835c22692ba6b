"""Fetching an address: whatever answers, or does not, is told of in one line, and leads nowhere it should not."""

from __future__ import annotations

import io
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator

import pytest

from dooryard.feeds import download
from dooryard.feeds.report import Refused
from dooryard.feeds.sources import fetch

Answering = Callable[..., str]


@pytest.fixture
def answering() -> Iterator[Answering]:
    """Serves each given answer in turn, raw, on a port of its own; gives the address."""
    doors: list[socket.socket] = []

    def serve(*answers: bytes, slow: bool = False) -> str:
        door = socket.create_server(("127.0.0.1", 0))
        doors.append(door)

        def talk() -> None:
            for answer in answers:
                with door.accept()[0] as caller:
                    caller.recv(10_000)
                    caller.sendall(answer)
                    if slow:
                        stopped.wait(5)

        threading.Thread(target=talk, daemon=True).start()
        return f"http://127.0.0.1:{door.getsockname()[1]}/place.yaml"

    stopped = threading.Event()
    yield serve
    stopped.set()
    for door in doors:
        door.close()


def answer(body: bytes, head: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def test_an_address_is_fetched(answering: Answering) -> None:
    assert fetch(answering(answer(b"services: []"))).files == {"place.yaml": b"services: []"}


def test_a_redirect_is_followed(answering: Answering) -> None:
    there = answering(answer(b"a: b"))
    assert fetch(answering(answer(b"", f"302 Found\r\nLocation: {there}"))).files == {"place.yaml": b"a: b"}


@pytest.mark.parametrize(
    "there", ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://me:hunter2@127.0.0.1/", "http://[::1"]
)
def test_a_redirect_elsewhere_is_refused(there: str, answering: Answering) -> None:
    with pytest.raises(Refused, match="could not be fetched") as refused:
        fetch(answering(answer(b"", f"302 Found\r\nLocation: {there}")))
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "0"])
def test_the_open_web_does_not_lead_into_this_network(host: str) -> None:
    handler = download._Redirects(private=False)
    with pytest.raises(ValueError, match="this machine or network"):
        handler.redirect_request(None, io.BytesIO(), 302, "", {}, f"http://{host}/")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:abc/",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:0/",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\x1b[31m",
        "http://127.0.0.1/é",
        "http://",
        "http://me:hunter2@127.0.0.1:9/x",
        f"http://{'x' * 300}.example/",
        "http://a..b/",
        "HTTP://127.0.0.1:9/",
    ],
)
def test_an_address_that_cannot_be_asked_is_refused_in_words(url: str) -> None:
    with pytest.raises(Refused, match="could not be fetched") as refused:
        fetch(url)
    assert "hunter2" not in str(refused.value) and "\x1b" not in str(refused.value)


ANSWERS = [
    b"",
    b"garbage\r\n\r\n",
    b"HTTP/1.1 99999 \r\n\r\n",
    b"HTTP/1.1 404 Not\x1b[31m Found\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
    b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    b"HTTP/1.1 200 " + b"x" * 70_000,
]


@pytest.mark.parametrize("said", ANSWERS)
def test_an_answer_that_is_none_is_refused_in_words(said: bytes, answering: Answering) -> None:
    with pytest.raises(Refused, match="could not be fetched") as refused:
        fetch(answering(said))
    assert "\x1b" not in str(refused.value)


def test_a_zip_with_damaged_bytes_is_refused_in_words(answering: Answering) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("place.yaml", b"services: []" * 500)
    data = bytearray(packed.getvalue())
    data[45:60] = b"\xff" * 15
    with pytest.raises(Refused, match="zip cannot be read"):
        fetch(answering(answer(bytes(data))))


def test_an_answer_that_takes_too_long_is_given_up(answering: Answering) -> None:
    with pytest.raises(Refused, match=r"longer than 0\.2 seconds"):
        download.download(answering(b"HTTP/1.1 200 OK\r\n", slow=True), 1000, longest=0.2)


def test_an_answer_that_is_too_large_is_refused(answering: Answering) -> None:
    with pytest.raises(Refused, match="larger than"):
        fetch(answering(answer(b"x" * 1000)), limit=10)
