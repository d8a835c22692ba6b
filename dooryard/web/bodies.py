"""Requests that bring a body may hold only some of a worker's threads, so that pages are served whoever is slow."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from dooryard.liaison.seeker.views.answering import crowded
from dooryard.web import errors

AT_ONCE = 4
"""Bodies read at once in one process: fewer than half of the threads that web/commands/serve.py gives a
worker, and with all that wait below two fewer than these.

A thread waits for as long as its body takes to come, and nothing can hurry a sender. With a thread for each, sixteen
connections that send one letter and then nothing would keep everybody from the page for an overdose.
"""

AT_THE_DESK = 2
"""Beside them, those of the desk: who signs in waits for a slow hash, and holds no place of who writes to us."""

TO_A_LIAISON = "/talk/"
"""A message gives its place back once it is read: for the disk it waits with the others (liaison/keeping.py)."""
A_MOMENT = 0.05
"""Seconds that every message waits to be read: so long as those who write at the same moment need."""
WAITING, PATIENCE = 2, 4.0
"""Messages of a process that wait longer for a place, and for how many seconds: behind a few slow senders, nobody's
words are lost for a moment's bad luck. Each of them holds a thread meanwhile, so there are no more."""

View = Callable[[HttpRequest], HttpResponse]


def few_at_once(get_response: View) -> View:
    """Middleware: a request with a body beyond AT_ONCE is answered 503 at once, unread; all others are not held up.

    A message waits a little before it is refused, and is told that it was not received.
    """
    public, desk = threading.BoundedSemaphore(AT_ONCE), threading.BoundedSemaphore(AT_THE_DESK)
    waiting = threading.BoundedSemaphore(WAITING)

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return get_response(request)
        message = request.path_info.startswith(TO_A_LIAISON)
        room = desk if request.path_info.startswith("/desk/") else public
        if not (_waited(room, waiting) if message else room.acquire(blocking=False)):
            return crowded() if message else _refused(request)
        try:
            if not message:
                return get_response(request)
            _read(request)
        finally:
            room.release()
        return get_response(request)

    return middleware


def _waited(room: threading.Semaphore, waiting: threading.Semaphore) -> bool:
    """Whether a message got a place: at once, in a moment, or, where not too many wait already, after a while."""
    if room.acquire(timeout=A_MOMENT):
        return True
    if not waiting.acquire(blocking=False):
        return False
    try:
        return room.acquire(timeout=PATIENCE)
    finally:
        waiting.release()


def _refused(request: HttpRequest) -> HttpResponse:
    response = errors.page(request, 503)
    response.headers["Retry-After"] = "10"
    return response


def _read(request: HttpRequest) -> None:
    """Read the body; one that is too long is left to the view, which says so."""
    with suppress(RequestDataTooBig):
        _ = request.body
