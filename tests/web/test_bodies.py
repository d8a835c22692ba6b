"""What is sent with a request: unreadable, too long, or never coming, it stops nobody else and tells nothing."""

from __future__ import annotations

import threading

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from dooryard.directory.tokens import sealer
from dooryard.liaison.seeker.carrying import Told
from dooryard.web import bodies
from dooryard.web.commands import serve
from tests.web.checking import CheckingClient


@pytest.mark.parametrize(
    "sent",
    [
        {"data": "words=x", "content_type": "application/x-www-form-urlencoded; charset=latin-1"},
        {"data": "words=x", "content_type": "multipart/form-data"},
        {
            "data": '--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nx\r\n--b--\r\n',
            "content_type": "multipart/form-data; boundary=b",
        },
    ],
)
def test_a_form_that_cannot_be_read_is_answered_behind_a_neutral_address_too(
    client: CheckingClient, sent: dict[str, str]
) -> None:
    answer = client.post("/find", **sent)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert (page.status_code, "could not be read" in page.content.decode()) == (400, True)


def test_the_longest_question_fits_in_its_address(client: CheckingClient) -> None:
    answer = client.post("/find", {"words": "\U0001f600" * 2000, "near": "\U0001f600" * 200})
    assert answer.status_code == 303 and len(answer.headers["Location"]) < 16_384
    assert client.get(answer.headers["Location"]).status_code == 400  # nobody knows that place


def test_bodies_that_do_not_come_keep_nobody_from_the_pages() -> None:
    waiting, go, answered = threading.Semaphore(0), threading.Event(), []

    def slow(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            waiting.release()
            assert go.wait(20)
        return HttpResponse("read")

    served, requests = bodies.few_at_once(slow), RequestFactory()
    threads = [
        threading.Thread(target=lambda: answered.append(served(requests.post("/find")).status_code))
        for _ in range(bodies.AT_ONCE)
    ]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert waiting.acquire(timeout=20)
    assert served(requests.get("/now")).content == b"read"
    refused = served(requests.post("/find"))
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    go.set()
    for thread in threads:
        thread.join()
    assert answered == [200] * bodies.AT_ONCE
    assert served(requests.post("/find")).content == b"read"


def test_whoever_waits_for_bodies_a_worker_has_two_threads_left_for_pages() -> None:
    assert bodies.AT_ONCE + bodies.AT_THE_DESK + bodies.WAITING <= serve.THREADS - 2


def test_a_message_waits_for_a_place_and_where_none_comes_says_that_it_was_not_received(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    holding, go = threading.Semaphore(0), threading.Event()

    def slow(request: HttpRequest) -> HttpResponse:
        if request.path_info == "/find/search":
            holding.release()
            assert go.wait(20)
        return HttpResponse("read")

    served, requests = bodies.few_at_once(slow), RequestFactory()
    threads = [threading.Thread(target=lambda: served(requests.post("/find/search"))) for _ in range(bodies.AT_ONCE)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert holding.acquire(timeout=20)
    with monkeypatch.context() as sooner:
        sooner.setattr(bodies, "PATIENCE", 0.1)
        refused = served(requests.post("/talk/write/search", {"message": "x"}))
    told = sealer.open(refused.headers["Location"].removeprefix("/talk/sent/"), Told)
    assert refused.status_code == 303
    assert told and told.what == "crowded"
    kept: list[bytes] = []
    waiter = threading.Thread(target=lambda: kept.append(served(requests.post("/talk/write/search")).content))
    waiter.start()
    go.set()
    for thread in (*threads, waiter):
        thread.join()
    assert kept == [b"read"]
