"""Which language a page is in: what its address begins with, else what the browser asks for, else English."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from dooryard.directory import languages
from dooryard.web import accepting

View = Callable[[HttpRequest], HttpResponse]


def in_their_language(get_response: View) -> View:
    """Middleware: `/es/talk` is `/talk` in Spanish; an address without a language follows the browser's settings."""

    def middleware(request: HttpRequest) -> HttpResponse:
        first, _, rest = request.path_info.removeprefix("/").partition("/")
        if first in languages.LANGUAGES:
            request.path_info = f"/{rest}"
            with languages.speaking(first, prefix=f"/{first}"):
                return get_response(request)
        with languages.speaking(preferred(request.headers.get("Accept-Language", ""))):
            response = get_response(request)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware


def preferred(header: str) -> str:
    """The first language of an Accept-Language header that we have, English where we have none.

    One that is only begun is never chosen for somebody: a page in two languages is worse than one they can ask for.
    """
    asked = (name.partition("-")[0] for name, liked in accepting.weighed(header).items() if liked)
    known = (name for name in asked if name in languages.LANGUAGES)
    return next((name for name in known if languages.LANGUAGES[name].complete), languages.ENGLISH)
