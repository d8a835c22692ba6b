"""Pages for what went wrong: plain words, a way on, the same neutral title, and nothing of what was asked."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dooryard.core.saying import mark
from dooryard.desk.postgresql import Unconfirmed
from dooryard.directory import current, languages
from dooryard.directory.languages import gettext
from dooryard.directory.tokens import sealer
from dooryard.directory.views.find import SeeOther

TEXTS = {
    400: (mark("That request could not be read"), mark("Something in it is not as we expect. Please start again.")),
    404: (mark("There is no page here"), mark("The address may be old, or a letter may be missing.")),
    405: (mark("This page cannot be used that way"), mark("Please start again from the first page.")),
    413: (mark("That was too much at once"), mark("Please say it in fewer words.")),
    503: (mark("We cannot answer right now"), mark("Please try again in a minute. In an emergency call 911.")),
    500: (mark("Something went wrong on our side"), mark("It is not your fault, and nothing you typed was kept.")),
}


class Fault(msgspec.Struct, frozen=True, array_like=True):
    """What a form met instead of an answer."""

    status: int


def page(request: HttpRequest, status: int) -> HttpResponse:
    """The page for a status."""
    heading, text = map(gettext, TEXTS[status])
    return render(request, "error.html", {"heading": heading, "text": text, "unconfirmed": False}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where the body was larger than we read."""
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return page(request, 500)


def named_errors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a page for the 405 that Django leaves empty, and 503 while there is no bundle or no standby."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405:
            return response
        made = page(request, 405)
        made.headers["Allow"] = response.headers["Allow"]
        return made

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page(request, 503) if isinstance(exception, current.NoBundle | Unconfirmed) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def behind_a_neutral_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a fault that a form meets is shown behind a neutral address too.

    A browser keeps what was posted beside the page that answers it, on disk, to send it again after a restart. Beside
    a redirect it keeps nothing. No form of ours meets a 405, so who does is told at once.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and response.status_code >= 400 and response.status_code != 405:
            status = response.status_code if response.status_code in TEXTS else 500
            return SeeOther(languages.at(f"/find/{sealer.seal(Fault(status))}"))
        if response.status_code == 410 and (fault := sealer.open(request.path_info.rpartition("/")[2], Fault)):
            return page(request, fault.status)
        return response

    return middleware
