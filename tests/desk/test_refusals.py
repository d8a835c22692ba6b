"""What was refused is in the audit log, without what was sent; whatever fails at the door lets nobody in."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from dooryard.desk import policies
from dooryard.desk.models import AuditEntry, Session
from dooryard.desk.policies import ROLES
from dooryard.desk.views import door
from tests.desk.client import DeskClient
from tests.desk.conftest import SignedIn
from tests.desk.test_every_role import BEHIND, address

pytestmark = pytest.mark.django_db(databases=["default", "liaison"])


def denials() -> list[tuple[str, dict[str, object]]]:
    return [(row.by, row.details) for row in AuditEntry.objects.filter(action="deny")]


def test_a_page_that_a_role_does_not_open_leaves_a_row_with_who_and_which(signed_in: SignedIn) -> None:
    client = signed_in("analyst")
    client.get("/desk/accounts?typed=words")
    by = Session.objects.get().account.by
    assert denials() == [(by, {"why": "role", "page": "desk/accounts", "times": 1})]


def test_a_form_that_was_forged_or_came_from_elsewhere_leaves_one_too(signed_in: SignedIn) -> None:
    client = signed_in("analyst")
    by = Session.objects.get().account.by
    client.post("/desk/leave", {"word": "forged words"})
    client.post("/desk/leave", {}, headers={"Sec-Fetch-Site": "cross-site"})
    DeskClient().post("/desk/join/abc", {}, headers={"Sec-Fetch-Site": "cross-site"})
    assert denials() == [
        (by, {"why": "forged", "page": "desk/leave", "times": 1}),
        (by, {"why": "elsewhere", "page": "desk/leave", "times": 1}),
        ("nobody", {"why": "elsewhere", "page": "desk/join/<str:token>", "times": 1}),
    ]
    assert "words" not in str(list(AuditEntry.objects.values()))


def test_the_page_that_says_why_not_leaves_none(signed_in: SignedIn) -> None:
    signed_in("analyst").get("/desk/refused?why=role")
    assert denials() == []


def test_many_leave_few_rows_that_say_how_many(signed_in: SignedIn) -> None:
    client = signed_in("analyst")
    for _ in range(30):
        client.get("/desk/accounts")
    signed_in("steward").get("/desk/accounts")
    assert [told["times"] for _, told in denials()] == [1] * 21, "one who is noisy hides nobody else"


def test_tries_that_are_held_up_leave_one_too(cheap_hashes: None) -> None:
    for _ in range(12):
        DeskClient().post("/desk/enter/search", {"name": "Sam", "passphrase": "x", "code": "1"})
    assert AuditEntry.objects.filter(action="refuse").count() == 12


@pytest.mark.parametrize("fault", [ValueError, DatabaseError, KeyError])
def test_a_fault_while_it_is_decided_who_may_lets_nobody_in(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    client = signed_in("administrator")
    client.raise_request_exception = False

    def broken(*_: object, **__: object) -> None:
        raise fault

    for module, name in ((policies, "_may"), (door, "opened")):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, broken)
            answer = client.get("/desk/accounts")
        assert answer.status_code == 500
        assert "administrator" not in answer.content.decode()


def test_a_refusal_that_cannot_be_written_down_is_still_one(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("analyst")
    client.raise_request_exception = False

    def broken(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(door.refusals, "deny", broken)
    assert client.get("/desk/accounts").status_code == 500


def test_every_page_behind_the_door_has_the_way_out(signed_in: SignedIn) -> None:
    client = signed_in(*ROLES, name="Everybody")
    shown = 0
    for route in BEHIND:
        answer = client.get(address(route))
        if answer.status_code == 200:
            shown += 1
            assert 'action="/desk/leave"' in answer.content.decode(), route
    assert shown > 5
