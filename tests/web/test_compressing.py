"""Compression: for those who take it and gain by it, and told to caches."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from dooryard.web.compressing import SMALLEST, compressed, takes_gzip

LONG = "Somewhere to sleep. " * 100


def answered(response: HttpResponse | StreamingHttpResponse, accept: str = "gzip, deflate, br") -> HttpResponse:
    request = RequestFactory().get("/", headers={"Accept-Encoding": accept} if accept else {})
    return compressed(lambda _: response)(request)  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(
    "header", ["gzip", "gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8, *;q=0.1", "*", "GZIP", "deflate,gzip;q=0.001"]
)
def test_a_browser_that_takes_gzip_gets_it(header: str) -> None:
    assert takes_gzip(header)
    response = answered(HttpResponse(LONG), header)
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == LONG


@pytest.mark.parametrize(
    "header",
    ["", "identity", "br", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "gzipped", "x-gzip;", "deflate;gzip", ";;q="],
)
def test_one_that_does_not_gets_the_page_as_it_is(header: str) -> None:
    assert not takes_gzip(header)
    response = answered(HttpResponse(LONG), header)
    assert "Content-Encoding" not in response
    assert response.content.decode() == LONG


@pytest.mark.parametrize("header", ["gzip", ""])
def test_caches_are_told_that_the_answer_varies(header: str) -> None:
    response = HttpResponse(LONG)
    response["Vary"] = "Accept-Language"
    assert answered(response, header)["Vary"] == "Accept-Language, Accept-Encoding, Sec-Fetch-Site"


@pytest.mark.parametrize(("text", "header"), [(LONG, "gzip"), (LONG, ""), ("short", "gzip")])
def test_the_length_is_that_of_what_is_sent(text: str, header: str) -> None:
    response = HttpResponse(text)
    response["Content-Length"] = "1"
    told = answered(response, header)
    assert int(told["Content-Length"]) == len(told.content) <= len(text)


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("x" * (SMALLEST - 1)),
        HttpResponse(LONG, content_type="image/png"),
        HttpResponse(LONG, headers={"Content-Encoding": "br"}),
        StreamingHttpResponse([LONG.encode()]),
    ],
    ids=["small", "image", "compressed already", "streamed"],
)
def test_what_gains_nothing_is_left_alone(response: HttpResponse | StreamingHttpResponse) -> None:
    assert answered(response).get("Content-Encoding") in (None, "br")
    assert "Vary" not in response


def test_pages_are_compressed_and_hold_the_same(published: Path, settings: Settings) -> None:
    settings.BUNDLES = published
    plain = Client().get("/talk")
    small = Client().get("/talk", headers={"Accept-Encoding": "gzip"})
    assert small["Content-Encoding"] == "gzip"
    assert len(small.content) < len(plain.content) / 2
    assert len(gzip.decompress(small.content)) == len(plain.content)
