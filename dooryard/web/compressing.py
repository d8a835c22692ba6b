"""Compression of what is answered: gzip by Intel's igzip, where the browser takes it.

On results pages igzip at level 1 takes a third of zlib's time for the same size, and is smaller and quicker than brotli
at its quickest (docs/decisions.md has the figures). What is served as a file is compressed once instead (web/files.py).

BREACH guesses a secret that stands in many answers beside words of the attacker's, by how well they compress together.
Public pages hold no such secret: there is no session and no CSRF token, and what is drawn at random (the word that
scripts run by, sealed addresses) is drawn anew for each answer. Pages of the desk hold the word of their session
beside what anybody may have written, so they are not compressed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from isal import isal_zlib

from dooryard.web import accepting
from dooryard.web.carried import is_newcomer

LEVEL = 1
THOROUGH = 6
GZIP = 16 + 15
"""What zlib calls the gzip format with its whole window."""

SMALLEST = 400
"""Bytes under which an answer stays as it is: compressed it fills the same single packet."""

_TEXT = ("text/", "application/json", "image/svg+xml")

View = Callable[[HttpRequest], HttpResponse]


def compressed(get_response: View) -> View:
    """Middleware: gzip for texts of some length, and a Vary for all of them, so that no cache mixes the two up.

    The length is told of whatever is sent in one piece: a HEAD is answered with the length that a GET would have.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.streaming:
            return response
        if _is_worth_it(response) and not request.path_info.startswith("/desk"):
            patch_vary_headers(response, ["Accept-Encoding", "Sec-Fetch-Site"])
            if takes_gzip(request.headers.get("Accept-Encoding", "")):
                response.content = _packed(request, response.content)
                response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware


def _packed(request: HttpRequest, content: bytes) -> bytes:
    """Compressed quickly; thoroughly where the style stands in the page and all of it should come in one flight."""
    if is_newcomer(request):
        return zlib.compress(content, THOROUGH, GZIP)
    packed: bytes = isal_zlib.compress(content, LEVEL, GZIP)
    return packed


def _is_worth_it(response: HttpResponse) -> bool:
    if "Content-Encoding" in response.headers or len(response.content) < SMALLEST:
        return False
    return response.headers.get("Content-Type", "").startswith(_TEXT)


def takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header allows gzip: by its name, or else by *; "q=0" refuses (RFC 9110, 12.5.3)."""
    liked = accepting.weighed(header)
    return liked.get("gzip", liked.get("*", 0.0)) > 0
