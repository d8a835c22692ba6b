"""The clock is moved while somebody writes: forwards, backwards, over midnight. Nothing is lost, nothing repeated."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from dooryard.liaison import keeping, threads
from dooryard.liaison.models import Message, Once, Thread
from dooryard.liaison.sealing import Code
from tests.liaison.seeker.writing import THREAD, WRITE, come_back, filled, follow, opened, says, send, words_of
from tests.web.checking import CheckingClient

NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
LATE = datetime.datetime(2026, 11, 23, 23, 59, 59, 999_000, tzinfo=datetime.UTC)
MOVES = {
    "over midnight": datetime.timedelta(milliseconds=2),
    "a day ahead": datetime.timedelta(1),
    "a month ahead": datetime.timedelta(29),
    "a year ahead": datetime.timedelta(365),
    "a century ahead": datetime.timedelta(36_500),
    "an hour back": datetime.timedelta(hours=-1),
    "a day back": datetime.timedelta(-1),
    "to the beginning of time": NOON - NOON + (datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) - LATE),
}


class Clock:
    """The machine's clock of the day; what goes by how long it runs is not moved with it."""

    def __init__(self) -> None:
        self.now = LATE

    def __call__(self) -> datetime.datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made


def read(words: str) -> list[str]:
    """What stands in a conversation, by the clock that is right."""
    code = Code.read(words)
    found = threads.read(code.key, code.lookup, today=NOON.date())
    return [letter.text for letter in found.letters] if found else []


@pytest.mark.parametrize("move", MOVES)
def test_a_form_that_is_sent_after_the_clock_moved_is_received_once(
    client: CheckingClient, clock: Clock, move: str
) -> None:
    page = opened(client)
    given = filled(page, message="Hello")
    clock.now = LATE + MOVES[move]
    assert "Received" in says(follow(client, client.post(WRITE, given)))
    for now in (LATE, LATE + MOVES[move], LATE + datetime.timedelta(1)):
        clock.now = now
        assert "Received" in says(follow(client, client.post(WRITE, given)))
    clock.now = LATE
    assert Message.objects.count() == 1
    if MOVES[move] > datetime.timedelta(-30):
        assert read(words_of(page)) == ["Hello"]


@pytest.mark.parametrize("move", [one for one in MOVES if MOVES[one] < datetime.timedelta(90)])
def test_what_was_written_before_the_clock_moved_is_there_while_it_is_wrong_and_after(
    client: CheckingClient, clock: Clock, move: str
) -> None:
    page = opened(client)
    words = words_of(page)
    send(client, page, message="Hello")
    clock.now = LATE + MOVES[move]
    thread = come_back(client, words)
    given = filled(thread, THREAD, do="reply", message="And this")
    threads.purge(keeping.day())
    for _ in range(2):
        assert "Received" in says(follow(client, client.post(THREAD, given)))
    clock.now = LATE
    assert read(words) == ["Hello", "And this"]
    assert "And this" in says(come_back(client, words))
    assert "Received" in says(follow(client, client.post(THREAD, given)))
    assert Message.objects.count() == 2


def test_a_clock_far_ahead_shows_nothing_and_once_it_is_right_all_is_there(
    client: CheckingClient, clock: Clock
) -> None:
    page = opened(client)
    words = words_of(page)
    send(client, page, message="Hello")
    threads.purge(keeping.day())
    clock.now = LATE + datetime.timedelta(365)
    assert come_back(client, words).status_code == 400
    with pytest.raises(threads.Ahead):
        threads.purge(keeping.day())
    clock.now = LATE
    assert read(words) == ["Hello"]


def test_a_form_is_remembered_for_as_long_as_its_conversation_lives(client: CheckingClient, clock: Clock) -> None:
    given = filled(opened(client), message="Hello")
    client.post(WRITE, given)
    clock.now = LATE + datetime.timedelta(20)
    threads.purge(keeping.day())
    assert "Received" in says(follow(client, client.post(WRITE, given)))
    assert Message.objects.count() == 1
    clock.now = LATE + datetime.timedelta(100)
    threads.purge(keeping.day(), sure=True)
    assert not Once.objects.exists() and not Thread.objects.exists()
