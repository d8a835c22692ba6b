"""A worker makes two pages at a time, and the others wait for their turn.

Making a page is Python's work, and Python does one thing at a time in a process. Eight pages made at once each take as
long as all eight; one after the other the first is done after one. Two, so that one that waits for the disk holds
nobody up. What is posted takes no turn: it waits for whoever sends it (web/bodies.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

AT_ONCE = 2
_turns = threading.Semaphore(AT_ONCE)

View = Callable[[HttpRequest], HttpResponse]


def in_turn(get_response: View) -> View:
    """Middleware: a page that is asked for waits until fewer than AT_ONCE are being made."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with _turns:
            return get_response(request)

    return middleware
