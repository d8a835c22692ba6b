"""What somebody allows, and takes back: a way of being reached, a hand-over. No mistake beside it undoes a no."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import OperationalError

from dooryard.liaison import threads
from dooryard.liaison.letters import Conversation
from dooryard.liaison.models import Cover, Thread
from dooryard.liaison.seeker.carrying import Typed
from dooryard.liaison.seeker.checking import fewer, how
from dooryard.liaison.teams import Ring
from tests.liaison.seeker.test_write import REACHED
from tests.liaison.seeker.writing import THREAD, begun, come_back, filled, opened, page_of, says, send
from tests.web.checking import CheckingClient

NUMBER = "207-555-0142"


def held(team: Ring) -> Conversation:
    """The only conversation, as a liaison opens it."""
    found = threads.opened(Thread.objects.get().pk, team.keys)
    assert found
    return found


@pytest.mark.parametrize(
    "beside",
    [
        {},
        {"again": "207-555-0199"},
        {"phone": "", "again": ""},
        {"word": ""},
        {"how": ["meet"], "place": ""},
        {"how": ["meet", "email"], "email": "nobody"},
        {"hours": "x" * 201},
        {"our_word": "HERON", "how": ["meet"]},
    ],
    ids=range(8),
)
def test_what_is_unticked_is_taken_back_whatever_stands_in_the_boxes(
    client: CheckingClient, team: Ring, beside: dict[str, Any]
) -> None:
    words = begun(client, **REACHED)
    answer = send(client, come_back(client, words), THREAD, do="change", **({"how": []} | beside))
    wishes = held(team).wishes
    assert "call" not in wishes.channels
    assert wishes.phone == ""
    said = says(answer)
    assert ("Changed" in said) != ("What you took back is not used any more." in said)


def test_a_mistake_takes_nothing_back_that_is_still_ticked_and_adds_nothing(client: CheckingClient, team: Ring) -> None:
    words = begun(client, **REACHED)
    before = held(team).wishes
    page = come_back(client, words)
    answer = send(client, page, THREAD, do="change", how=["call", "meet", "text"], again="207-555-0199")
    assert answer.status_code == 400
    assert "What you took back" not in says(answer)
    assert held(team).wishes == before


def test_voicemail_and_a_hand_over_are_taken_back_beside_a_mistake_too(client: CheckingClient, team: Ring) -> None:
    words = begun(client, pass_on="yes", **REACHED)
    assert held(team).wishes.voicemail and held(team).wishes.pass_on
    page = come_back(client, words)
    answer = send(client, page, THREAD, do="change", voicemail="no", pass_on="no", again="207-555-0199")
    assert "What you took back is not used any more." in says(answer)
    wishes = held(team).wishes
    assert (wishes.voicemail, wishes.pass_on, wishes.channels) == (False, False, ("call", "meet"))


def test_while_the_room_cannot_be_asked_what_was_typed_comes_back(
    client: CheckingClient, team: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = come_back(client, begun(client, **REACHED))

    def fails(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(threads, "read", fails)
        posted = client.post(THREAD, filled(page, THREAD, do="change", how=[]))
    assert "NOT received" in says(client.get(posted["Location"]))
    assert held(team).wishes.channels == ("call", "meet")


def test_a_number_without_a_tick_is_asked_about_where_none_was_kept(client: CheckingClient) -> None:
    page = come_back(client, begun(client))
    answer = send(client, page, THREAD, do="change", phone=NUMBER, again=NUMBER)
    assert "May we call or text it?" in says(answer)


@pytest.mark.parametrize(
    ("number", "whole"),
    [
        (NUMBER, True), ("(207) 555 0142", True), ("1 207 555 0142", True), ("+1 207 555 0142", True),
        ("207.555.0142, ask for Ana", True), ("+353 1 555 0142", True),
        ("555-0142", False), ("207-555-014", False), ("207-555-01422", False), ("", False), ("call me", False),
        ("+", False), ("+99999 5550142", False),
    ],
)  # fmt: skip
def test_a_number_must_be_whole(number: str, whole: bool) -> None:
    typed = Typed(how=("text",), phone=number, again=number, word="heron", our_word="maple")
    assert how(typed) == ("" if whole else "number")


def test_nothing_is_fewer_where_nothing_was_taken_back() -> None:
    kept = threads.Wishes(channels=("call",), phone=NUMBER, word="heron", our_word="maple")
    assert fewer(kept, Typed(how=("call", "text"), phone="1")) is None


@pytest.mark.parametrize("channel", ["call", "text"])
def test_a_wrong_word_closes_every_way_to_the_same_number_and_says_which(
    client: CheckingClient, team: Ring, channel: str
) -> None:
    words = begun(client, **REACHED | {"how": ["call", "text", "meet"]})
    for _ in range(2):
        threads.missed(Thread.objects.get().pk, team.keys, channel, by="ann")
    assert held(team).wishes.open() == ("meet",)
    page = come_back(client, words)
    assert "So this was closed: “They may call me”, “They may text me”." in says(page)
    assert filled(page, THREAD, do="change")["how"] == ["meet"]


def test_before_the_ticks_it_says_whose_phone_and_mail_it_may_be(client: CheckingClient) -> None:
    told = says(opened(client))
    assert told.index("Then the agency can see your number or address.") < told.index("They may call me")


def test_handing_over_is_asked_about_and_not_allowed_by_itself(client: CheckingClient, team: Ring) -> None:
    words = begun(client)
    assert not held(team).wishes.pass_on
    assert "only if you say yes below" in says(opened(client))
    answer = send(client, come_back(client, words), THREAD, do="change", pass_on="yes")
    assert "Changed" in says(answer)
    assert held(team).wishes.pass_on
    assert re.search(r'value="yes" checked> Yes, they may', page_of(answer))


def test_the_conversation_says_whose_liaisons_read_it_now(client: CheckingClient) -> None:
    Cover.objects.create(county="Knox", by="Waldo")
    told = says(come_back(client, begun(client, county="Knox")))
    assert "The liaisons of Waldo County can read this now. You chose Knox County." in told
    own = says(come_back(client, begun(client)))
    assert "The liaisons of Waldo County can read this now." in own
    assert "You chose" not in own
