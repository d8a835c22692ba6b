"""The page of the audit log: who did what to which record, in words, for administrators."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from dooryard.desk import log
from dooryard.desk.actions import record
from dooryard.desk.views.log import AT_ONCE
from dooryard.liaison.desk.log import WHAT
from tests.desk.client import DeskClient
from tests.desk.conftest import SignedIn, account

pytestmark = pytest.mark.django_db(databases=["default", "liaison"])

DOORYARD = Path(log.__file__).resolve().parents[1]


@pytest.fixture
def ada(signed_in: SignedIn) -> DeskClient:
    return signed_in("administrator", name="Ada")


def done(action: str, **told: object) -> None:
    with transaction.atomic():
        record(action=action, **{"by": "dooryard", **told})  # type: ignore[arg-type]


def test_it_tells_who_by_name_what_in_words_and_which_record(ada: DeskClient) -> None:
    sam = account("Sam", "liaison")
    done("liaison: add holder", by=sam.by, table="liaison.team", key="Waldo", details={"account": "account:900"})
    text = ada.says("/desk/log")
    assert "Sam added somebody to a team team Waldo account: account:900" in text
    assert "test invited somebody Sam roles: liaison" in text
    assert "Ada signed in Ada" in text


def test_what_keeps_no_hour_shows_none(ada: DeskClient) -> None:
    done("liaison: answer", table="liaison.thread", key=5, to_the_day=True)
    done("liaison: name")
    named, answered = log.page(log.AuditEntry.objects.all(), 0, 2)[0]
    assert answered.minute is None and named.minute


def test_it_is_filtered_by_person(ada: DeskClient) -> None:
    sam, eve = account("Sam", "liaison"), account("Eve", "liaison")
    done("liaison: assign", by=eve.by, details={"to": sam.by})
    done("liaison: open keys", by=eve.by, table="liaison.holder", key=eve.by)
    text = ada.says(f"/desk/log?who={sam.pk}")
    assert "Eve gave a conversation to somebody to: Sam" in text
    assert "opened keys" not in text and "Ada signed in" not in text
    assert "opened keys" in ada.says(f"/desk/log?who={eve.pk}")
    for odd in ("x", "-1", "9" * 400, "\u0663"):
        assert ada.get("/desk/log", {"who": odd, "before": odd}).status_code == 200


def test_a_long_log_is_read_in_pages(ada: DeskClient) -> None:
    for number in range(AT_ONCE + 5):
        done("load", table="source", key=f"planted-{number:03}")
    first = ada.get("/desk/log").content.decode()
    assert "planted-054" in first and "planted-003" not in first
    address = first.partition('href="/desk/log?')[2].partition('"')[0]
    assert "planted-003" in ada.says(f"/desk/log?{address}")


def test_every_action_of_the_desk_and_of_the_liaisons_has_its_words() -> None:
    """What the code writes down, wherever it does, is in the table: planted, one that is not is found."""
    for room, known in (("desk", log.WHAT), ("liaison", WHAT)):
        assert written_down(room) - set(known) == set()
    assert "roles" in written_down("desk")
    assert {"liaison: enrol", "liaison: purge", "liaison: purge held"} <= written_down("liaison")


def written_down(room: str) -> set[str]:
    """The actions that a room records: what record() is told, and what its own helpers put together."""
    found = set[str]()
    for path in (DOORYARD / room).rglob("*.py"):
        tree = ast.parse(path.read_text())
        called = dict(_constants(tree))
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call):
                continue
            name = ast.unparse(call.func).rpartition(".")[2]
            texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            named = {one.arg: one.value for one in call.keywords}
            if name in ("record", "noted") and isinstance(named.get("action"), ast.Name):
                found |= {called[named["action"].id]} if named["action"].id in called else set()  # type: ignore[attr-defined]
            elif name in ("record", "noted") and isinstance(named.get("action"), ast.Constant):
                found.add(named["action"].value)  # type: ignore[attr-defined]
            elif name in ("_audited", "_noted") and room == "liaison" and texts:
                found.add(f"liaison: {texts[0]}")
            elif name == "_changed" and room == "desk" and path.parent.name == "actions" and texts:
                found.add(texts[0])
    return found


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The texts that a module has under a name, also those that are given several at once."""
    for one in tree.body:
        if isinstance(one, ast.Assign):
            names = one.targets[0].elts if isinstance(one.targets[0], ast.Tuple) else one.targets
            values = one.value.elts if isinstance(one.value, ast.Tuple) else [one.value]
            for name, value in zip(names, values, strict=False):
                if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield name.id, value.value
