"""Two answers are worked out at a time; a third waits, other pages do not, and a failure gives its turn back."""

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


ANSWERS = ("/find", "/find/token", "/es/find/token", "/list/token", "/service/one", "/ar/service/one")
OTHERS = ("/", "/now", "/es/now", "/talk", "/about", "/healthz", "/finder", "/es/")


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_third_answer_waits_and_other_pages_and_what_is_posted_do_not(answer: str) -> None:
    view, ask = Held(), RequestFactory()
    page = in_turn(view)
    with ThreadPoolExecutor(max_workers=AT_ONCE + len(OTHERS) + 3) as threads:
        asked = [threads.submit(page, ask.get(answer)) for _ in range(AT_ONCE + 1)]
        for _ in range(AT_ONCE):
            assert view.begun.acquire(timeout=PATIENCE)
        assert not view.begun.acquire(timeout=0.2), "a third was begun"
        asked.append(threads.submit(page, ask.post(answer)))
        asked += [threads.submit(page, ask.get(path)) for path in OTHERS]
        for _ in range(1 + len(OTHERS)):
            assert view.begun.acquire(timeout=PATIENCE), "what takes no turn waited"
        view.go_on.set()
        assert {one.result(PATIENCE).content for one in asked} == {b"made"}


def test_a_page_that_fails_gives_its_turn_back() -> None:
    def fault(_: HttpRequest) -> HttpResponse:
        raise RuntimeError("page")

    with ThreadPoolExecutor(max_workers=1) as threads:
        for _ in range(AT_ONCE * 2):
            with pytest.raises(RuntimeError, match="page"):
                threads.submit(in_turn(fault), RequestFactory().get("/find")).result(PATIENCE)


def test_turns_are_taken_before_anything_is_worked_out() -> None:
    assert settings.MIDDLEWARE[0] == "dooryard.web.turns.in_turn"
