"""One request, one directory: what is published meanwhile answers the next one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dooryard.directory import current

View = Callable[[HttpRequest], HttpResponse]


def from_one_directory(get_response: View) -> View:
    """Middleware: what is found and the cards that show it come from the same bundle, whatever is swapped in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with current.one_directory():
            return get_response(request)

    return middleware
