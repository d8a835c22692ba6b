"""Answers go to the server as a list where they are whole, and as they come where they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from dooryard.web.sending import in_one_piece

# An answer that ends looks for connections to close.
pytestmark = pytest.mark.django_db


def sent(answer: Any) -> Any:
    """What a server is handed for an answer of Django's."""

    def application(_: dict[str, Any], start: Callable[..., Any]) -> Any:
        start("200 OK", [])
        return answer

    return in_one_piece(application)({}, lambda *_: None)


@pytest.mark.parametrize("body", [b"", b"whole", "wörter".encode()])
def test_a_whole_answer_is_a_list_and_is_closed(body: bytes) -> None:
    answer = HttpResponse(body)
    assert sent(answer) == [body]
    assert answer.closed


def test_an_answer_that_streams_stays_what_it_is_and_the_server_closes_it() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"one"
        yield b"two"

    answer = StreamingHttpResponse(pieces())
    assert sent(answer) is answer
    assert not answer.closed
    assert b"".join(answer) == b"onetwo"  # type: ignore[arg-type]


def test_what_is_no_answer_of_django_is_left_alone() -> None:
    given = iter([b"one"])
    assert sent(given) is given


@pytest.mark.parametrize("path", ["/static/site.css", "/nowhere", "/now"])
def test_pages_and_files_are_lists(path: str) -> None:
    from dooryard.web.wsgi import application

    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": "127.0.0.1"}
    setup_testing_defaults(environ)
    answer = application(environ, lambda *_: None)
    assert isinstance(answer, list)
    assert b"".join(answer)
