"""The weight of a first view: everything that must arrive before a page can be read fits the first round trip."""

from __future__ import annotations

import gzip
import http.client
import re
import socket
from collections.abc import Iterator
from http.client import HTTPMessage
from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import site

LIMIT = 14_000
"""Bytes that reach a browser in the first flight of a new connection, ten segments, with a little to spare."""

SHEET = re.compile(r'<link rel="(?:stylesheet|prefetch)" href="([^"]+)"')
SHORT = ("/", "/now", "/talk", "/find?q=narcan&near=Bangor", "/find?q=he+wont+wake+up", "/find?q=detox", "/es/now")
LONG = (
    "/find?q=help",
    "/find?q=treatment",
    "/find?q=counseling&near=Portland",
    "/es/find?q=treatment",
    "/ar/find?q=help",
)
PATHS = SHORT + LONG

__all__ = ["site"]


@pytest.fixture
def server(site: str) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
    yield connection
    connection.close()


def fetched(server: http.client.HTTPConnection, path: str) -> tuple[int, bytes, HTTPMessage]:
    """What one address takes on the wire with its headers, its body as it was sent, and its headers."""
    server.request("GET", path, headers={"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "en"})
    answer = server.getresponse()
    body = answer.read()
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    head = len(f"HTTP/1.1 {answer.status} {answer.reason}\r\n\r\n") + sum(
        len(f"{name}: {value}\r\n".encode()) for name, value in answer.headers.items()
    )
    return head + len(body), body, answer.headers


def unpacked(body: bytes) -> str:
    return gzip.decompress(body).decode()


@pytest.mark.parametrize("path", PATHS)
def test_a_first_view_comes_whole_in_one_flight(server: http.client.HTTPConnection, path: str) -> None:
    whole, body, _ = fetched(server, path)
    page = unpacked(body)
    assert "<style " in page
    assert '<link rel="stylesheet"' not in page
    print(f"{path}: {len(body):,} bytes, {whole:,} with headers")
    assert len(body) <= LIMIT and (path in LONG or whole <= LIMIT)


def test_what_comes_after_it_for_the_next_page_is_within_it_too(server: http.client.HTTPConnection) -> None:
    sizes = {path: [len(fetched(server, one)[1]) for one in SHEET.findall(_page(server, path))] for path in PATHS}
    assert [path for path, more in sizes.items() if more] == ["/"]
    assert len(fetched(server, "/")[1]) + sum(sizes["/"]) <= LIMIT


def test_who_comes_from_a_page_of_ours_gets_the_address_of_the_style(server: http.client.HTTPConnection) -> None:
    for path in PATHS:
        page = _page(server, path, "same-origin")
        assert len(SHEET.findall(page)) == 1
        assert "<style" not in page
    for elsewhere in ("none", "cross-site", "same-site", ""):
        assert "<style" in _page(server, "/talk", elsewhere)


def _page(server: http.client.HTTPConnection, path: str, comes_from: str = "") -> str:
    told = {"Sec-Fetch-Site": comes_from} if comes_from else {}
    server.request("GET", path, headers=told)
    return server.getresponse().read().decode()


def test_what_is_counted_is_what_arrives(server: http.client.HTTPConnection) -> None:
    whole, body, headers = fetched(server, "/now")
    asked = f"GET /now HTTP/1.1\r\nHost: {server.host}\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n"
    with socket.create_connection((server.host, server.port), timeout=20) as raw:
        raw.sendall(f"{asked}Connection: close\r\n\r\n".encode())
        arrived = b"".join(iter(lambda: raw.recv(65536), b""))
    assert len(body) == int(headers["Content-Length"])
    assert abs(len(arrived.replace(b"connection: close\r\n", b"")) - whole) < 20  # the date, the word scripts run by


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_head_tells_the_length_that_get_sends(server: http.client.HTTPConnection, coding: str) -> None:
    told = []
    for method in ("HEAD", "GET"):
        server.request(method, "/talk", headers={"Accept-Encoding": coding})
        answer = server.getresponse()
        told.append((answer.headers["Content-Length"], answer.headers["Content-Encoding"], answer.headers["Vary"]))
        assert len(answer.read()) == (0 if method == "HEAD" else int(told[-1][0]))
    assert abs(int(told[0][0]) - int(told[1][0])) < 20  # the word that scripts run by is another
    assert (
        told[0][1:]
        == told[1][1:]
        == ("gzip" if coding == "gzip" else None, "Accept-Language, Accept-Encoding, Sec-Fetch-Site")
    )
