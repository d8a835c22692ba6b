"""Two pages are made at a time; the third waits, what is posted does not, and a page that fails gives its turn back."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from dooryard.web import settings
from dooryard.web.turns import AT_ONCE, in_turn

PATIENCE = 20


class Held:
    """A page that is being made until it is let go, and how many are at this moment."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Event()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.begun.release()
        assert self.go_on.wait(PATIENCE)
        return HttpResponse("made")


def test_a_third_page_waits_and_what_is_posted_does_not() -> None:
    view, ask = Held(), RequestFactory()
    page = in_turn(view)
    with ThreadPoolExecutor(max_workers=AT_ONCE + 3) as threads:
        asked = [threads.submit(page, ask.get("/")) for _ in range(AT_ONCE + 1)]
        for _ in range(AT_ONCE):
            assert view.begun.acquire(timeout=PATIENCE)
        assert not view.begun.acquire(timeout=0.2), "a third was begun"
        asked.append(threads.submit(page, ask.post("/find")))
        assert view.begun.acquire(timeout=PATIENCE), "what was posted waited"
        view.go_on.set()
        assert {one.result(PATIENCE).content for one in asked} == {b"made"}


def test_a_page_that_fails_gives_its_turn_back() -> None:
    def fault(_: HttpRequest) -> HttpResponse:
        raise RuntimeError

    for _ in range(AT_ONCE * 2):
        with pytest.raises(RuntimeError):
            in_turn(fault)(RequestFactory().get("/"))


def test_every_page_takes_its_turn_before_anything_is_worked_out() -> None:
    assert settings.MIDDLEWARE[0] == "dooryard.web.turns.in_turn"
