"""Whatever is put into a form of the liaisons' pages, a clear page answers, and no conversation is lost or told.

The pages are found by following their links, the forms and their fields by reading them: a new one is tried too.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from dooryard.liaison.models import Held, Message, Team, Thread
from tests.desk.client import field
from tests.liaison.desk.conftest import Liaison, read, wrote
from tests.web import hostile
from tests.web.forms import Form, forms
from tests.web.hostile import BODIES, HOSTILE
from tests.web.test_silence import Everything, everything  # noqa: F401

ROOM = "/desk/liaison"
LINK = re.compile(r'href="(/desk/liaison[^"?#]*)"')


def pages(client: Liaison) -> dict[str, str]:
    """Every page of the liaisons that leads from one to the next, by its address."""
    found, ahead = dict[str, str](), [f"{ROOM}/"]
    while ahead:
        path = ahead.pop()
        if path not in found:
            found[path] = client.get(path).content.decode()
            ahead += LINK.findall(found[path])
    return found


def every_form(client: Liaison) -> list[Form]:
    """Each form of these pages once, told apart by where it is sent and its fields."""
    found = {
        (form.action, tuple(field.name for field in form.fields)): form
        for page in pages(client).values()
        for form in forms(page)
        if form.action.startswith(ROOM) and form.method == "POST"
    }
    return list(found.values())


def behind(client: Liaison, answer: Any) -> Any:
    """The page behind a redirect."""
    return client.get(answer["Location"]) if answer.status_code == 303 else answer


def state() -> dict[str, Any]:
    """What no bad input may change: who holds which key, whose a conversation is, and whether it is open."""
    return {
        "held": sorted(Held.objects.values_list("team", "holder")),
        "teams": sorted(Team.objects.values_list("county", "generation", "state")),
        "threads": sorted(Thread.objects.values_list("pk", "team", "state")),
    }


def test_the_forms_of_the_inbox_are_found(ann: Liaison, ben: Liaison) -> None:
    _code, thread = wrote()
    found = {form.action for form in every_form(ann)}
    at = f"{ROOM}/thread/{thread}"
    assert {f"{at}/search", f"{at}/close", f"{at}/over", f"{at}/missed", f"{ROOM}/lock", f"{ROOM}/shifts"} <= found
    assert {f"{ROOM}/teams/leave", f"{ROOM}/teams/recovery"} <= found
    assert all("word" in {one.name for one in form.fields} for form in every_form(ann))


@pytest.mark.parametrize("kind", HOSTILE)
def test_every_field_of_every_form_takes_it(
    ann: Liaison,
    ben: Liaison,
    everything: Everything,  # noqa: F811
    kind: str,
) -> None:
    value, found = HOSTILE[kind], []
    code, _thread = wrote("This was written before.")
    before = state()
    for form in every_form(ann):
        for name in dict.fromkeys(one.name for one in form.fields):
            given: dict[str, list[str]] = {}
            for other, one in form.with_one(name, value):
                given.setdefault(other, []).append(one)
            answer = behind(ann, ann.post(form.action, given))
            found += [f"{form.action} {name}: {fault}" for fault in hostile.wrong(answer, value) if fault != "too long"]
    assert found == []
    assert state() == before
    assert read(code)[0] == "This was written before."
    assert everything.lines == []


@pytest.mark.parametrize("kind", BODIES)
def test_every_body_is_answered_in_words(ann: Liaison, ben: Liaison, kind: str) -> None:
    code, _thread = wrote()
    before, (body, of) = state(), BODIES[kind]
    for form in every_form(ann):
        answer = behind(ann, ann.generic("POST", form.action, body, content_type=of))
        assert hostile.wrong(answer, "") == []
    assert state() == before
    assert Message.objects.count() == len(read(code)) == 1


def test_two_tabs_answer_and_neither_loses_the_other(ann: Liaison) -> None:
    code, thread = wrote()
    tabs = [field(ann.get(f"{ROOM}/thread/{thread}"), "once") for _ in range(2)]
    for once, text in zip(tabs, ("From the first", "From the second"), strict=True):
        for _ in range(2):
            assert ann.send(f"thread/{thread}/search", text=text, once=once).endswith("said=answered")
    assert read(code)[1:] == ["From the first", "From the second"]


def test_every_form_of_a_conversation_sent_again_does_it_once(ann: Liaison, ben: Liaison) -> None:
    code, thread = wrote()
    once = field(ann.get(f"{ROOM}/thread/{thread}"), "once")
    for _ in range(3):
        ann.send(f"thread/{thread}/search", text="Come by.", once=once)
        ann.send(f"thread/{thread}/missed", channel="call", seen=0)
        ann.send(f"thread/{thread}/close")
    assert read(code)[1:] == ["Come by."]
    assert "The word was wrong once" in ann.says(f"{ROOM}/thread/{thread}")
    assert ann.send(f"thread/{thread}/over", county="Knox", sure="yes").endswith("said=over")
    again = ann.post(f"{ROOM}/thread/{thread}/over", {"word": ann.word(), "county": "Knox", "sure": "yes"})
    assert behind(ann, again).status_code == 404
    assert "Come by." in ben.says(f"{ROOM}/thread/{thread}")
