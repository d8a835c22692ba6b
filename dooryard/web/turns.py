"""A worker works out two answers at a time, and the others wait for their turn.

Working out an answer is Python's work, and Python does one thing at a time in a process. Eight answers worked out at
once each take as long as all eight; one after the other the first is done after one. Two, so that one that waits for
the disk holds nobody up. The pages that are only shown take no turn, the one for an overdose first of all: nobody waits
there behind somebody else's answer. Nor does what is posted: it waits for whoever sends it (web/bodies.py).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

AT_ONCE = 2
_WORKED_OUT = re.compile(r"/(?:[a-z]{2}/)?(?:find|list|service)\b")
_turns = threading.Semaphore(AT_ONCE)

View = Callable[[HttpRequest], HttpResponse]


def in_turn(get_response: View) -> View:
    """Middleware: an answer that is asked for waits until fewer than AT_ONCE are being worked out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not _WORKED_OUT.match(request.path_info):
            return get_response(request)
        with _turns:
            return get_response(request)

    return middleware
