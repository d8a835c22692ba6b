"""Static files: compressed once, kept for good under their own address, looked at again under any other."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

import pytest

from dooryard.web import stylesheet
from dooryard.web.files import FOREVER, Files, Held

BODY = b"p { color: inherit }\n" * 40
Answered = tuple[str, dict[str, str], bytes]


def held(version: str = "abc", body: bytes = BODY) -> Held:
    return Held(body, Headers([("Content-Type", "text/css"), ("Cache-Control", "max-age=300, public")]), version)


def ask(file: Held, method: str = "GET", query: str = "v=abc", **environ: str) -> Answered:
    """Status, headers and body of one answer."""
    response = file.get_response(method, {"QUERY_STRING": query, **environ})
    return response.status.phrase, dict(response.headers), response.file.read() if response.file else b""


def test_a_file_is_sent_compressed_to_those_who_take_it() -> None:
    status, headers, body = ask(held(), HTTP_ACCEPT_ENCODING="gzip, br")
    assert (status, headers["Content-Encoding"], headers["Vary"]) == ("OK", "gzip", "Accept-Encoding")
    assert gzip.decompress(body) == BODY
    assert int(headers["Content-Length"]) == len(body) < len(BODY)
    _, headers, body = ask(held())
    assert body == BODY
    assert (headers["Content-Length"], headers["Vary"]) == (str(len(BODY)), "Accept-Encoding")
    assert "Content-Encoding" not in headers


def test_what_compression_makes_longer_is_sent_as_it_is() -> None:
    _, headers, body = ask(held(body=b"p"), HTTP_ACCEPT_ENCODING="gzip")
    assert body == b"p"
    assert "Content-Encoding" not in headers and "Vary" not in headers


def test_only_the_address_that_names_the_version_may_be_kept_for_good() -> None:
    assert ask(held())[1]["Cache-Control"] == FOREVER
    for query in ("", "v=older", "v="):
        assert ask(held(), query=query)[1]["Cache-Control"] == "max-age=300, public"
    assert ask(held(version=""), query="v=")[1]["Cache-Control"] == "max-age=300, public"


def test_head_says_what_get_would_and_sends_nothing() -> None:
    status, headers, body = ask(held(), "HEAD", HTTP_ACCEPT_ENCODING="gzip")
    assert (status, body) == ("OK", b"")
    assert headers == ask(held(), HTTP_ACCEPT_ENCODING="gzip")[1]


def test_what_has_not_changed_is_not_sent_again() -> None:
    etag = ask(held())[1]["ETag"]
    status, headers, body = ask(held(), HTTP_IF_NONE_MATCH=etag, HTTP_ACCEPT_ENCODING="gzip")
    assert (status, body) == ("Not Modified", b"")
    assert headers == {"Cache-Control": FOREVER, "ETag": etag, "Vary": "Accept-Encoding"}
    assert ask(held(body=BODY + b"a"), HTTP_IF_NONE_MATCH=etag)[0] == "OK"


def test_nothing_can_be_posted_to_a_file() -> None:
    assert ask(held(), "POST")[0] == "Method Not Allowed"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "one.js").write_text("'use strict';\n" * 20)

    def told(headers: Any, path: str, url: str) -> None:
        headers["X-Path"] = url

    return Files(None, root=tmp_path, prefix="static/", max_age=300, allow_all_origins=False, add_headers_function=told)


def test_the_joined_sheet_stands_beside_the_files_with_the_same_headers(files: Files) -> None:
    assert set(files.files) == {"/static/site.css", "/static/js/one.js"}
    for path, file in files.files.items():
        _, headers, _ = ask(file, query="")
        assert (headers["X-Path"], headers["Cache-Control"]) == (path, "max-age=300, public")
    assert ask(files.files["/static/site.css"])[1]["Content-Type"] == 'text/css; charset="utf-8"'
    _, headers, body = ask(files.files["/static/site.css"], query=stylesheet.stylesheet().partition("?")[2])
    assert headers["Cache-Control"] == FOREVER
    assert body == stylesheet.joined()


def test_sheets_are_joined_in_the_order_of_their_names_without_comments(tmp_path: Path) -> None:
    (tmp_path / "20-b.css").write_text("/* why\n it is */\nb {\n  /* here */ color: red;\n}\n\n")
    (tmp_path / "10-a.css").write_text("a { color: blue }")
    assert stylesheet.joined(tmp_path) == b"a { color: blue }\nb {\ncolor: red;\n}"


def test_no_sheet_holds_a_string_that_looks_like_a_comment() -> None:
    strings = [
        part
        for path in stylesheet.SHEETS.glob("*.css")
        for line in path.read_text().splitlines()
        for part in line.split('"')[1::2]
    ]
    assert not [part for part in strings if "/*" in part or "*/" in part]
