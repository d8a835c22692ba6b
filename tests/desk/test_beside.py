"""What the desk does beside the public pages: it takes no place of theirs, and its forms can be read by nobody."""

from __future__ import annotations

import threading
import time

import msgspec
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from dooryard.desk import doors, sealed
from dooryard.desk.models import Account
from dooryard.desk.policies import can_answer
from dooryard.web import bodies, turns
from dooryard.web.commands import serve
from tests.desk.client import DeskClient
from tests.desk.conftest import SignedIn


def test_who_signs_in_takes_no_place_of_who_writes_to_us_or_reads() -> None:
    waiting, go, answered = threading.Semaphore(0), threading.Event(), []

    def slow(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/desk/"):
            waiting.release()
            assert go.wait(20)
        return HttpResponse("read")

    served, requests = bodies.few_at_once(slow), RequestFactory()

    def sign_in() -> None:
        answered.append(served(requests.post("/desk/enter/search")).status_code)

    threads = [threading.Thread(target=sign_in) for _ in range(bodies.AT_THE_DESK)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert waiting.acquire(timeout=20)
    assert served(requests.post("/desk/enter/search")).status_code == 503
    assert served(requests.post("/find/search")).content == b"read"
    assert served(requests.get("/now")).content == b"read"
    go.set()
    for thread in threads:
        thread.join()
    assert answered == [200] * bodies.AT_THE_DESK


def test_a_workers_threads_are_enough_for_all_four() -> None:
    assert bodies.AT_ONCE + bodies.AT_THE_DESK + bodies.WAITING + turns.AT_ONCE <= serve.THREADS


def test_passkeys_may_be_used_at_the_desk_and_nowhere_else() -> None:
    client = DeskClient()
    assert "publickey-credentials-get=(self)" in client.get("/desk/enter")["Permissions-Policy"]
    assert "publickey-credentials-get=()" in client.get("/about")["Permissions-Policy"]
    assert "noindex" in client.get("/desk/enter")["X-Robots-Tag"]


class One(msgspec.Struct, frozen=True):
    """Something to seal."""

    word: str


class Other(msgspec.Struct, frozen=True):
    """Something of another kind and the same shape."""

    word: str


def test_what_is_sealed_opens_as_what_it_was_and_for_as_long_as_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    token = sealed.seal(One("xyzzyword"))
    assert "xyzzy" not in token
    assert sealed.unseal(token, One, seconds=10) == One("xyzzyword")
    assert sealed.unseal(token, Other, seconds=10) is None
    assert sealed.unseal(token[:-2] + "AA", One, seconds=10) is None
    now = time.monotonic()
    for later, opens in ((9, True), (11, False), (-5, False)):
        monkeypatch.setattr("dooryard.desk.sealed.time.monotonic", lambda later=later: now + later)
        assert (sealed.unseal(token, One, seconds=10) is not None) is opens


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 100_000, "=" * 7, "\x00"])
def test_what_was_never_sealed_opens_as_nothing(token: str) -> None:
    assert sealed.unseal(token, One, seconds=10) is None


@pytest.mark.django_db
def test_a_room_shows_its_door_to_those_who_may_go_there(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "_doors", {})
    doors.add(doors.Door("/desk/xyzzy", "Code", can_answer))
    assert "/desk/xyzzy" in signed_in("liaison").get("/desk/").content.decode()
    assert "/desk/xyzzy" not in signed_in("steward").get("/desk/").content.decode()
    assert Account.objects.count() == 2
