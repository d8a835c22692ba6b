"""Too many who wait, and a disk that is nearly full: a first message is refused plainly, and all else goes on."""

from __future__ import annotations

import os
import types
from pathlib import Path

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from dooryard.liaison import ceilings, threads
from dooryard.liaison.models import Thread
from dooryard.liaison.sealing import Code
from dooryard.liaison.teams import Ring
from tests.liaison.helpers import WISHES, form, team_of
from tests.liaison.seeker.writing import THREAD, WRITE, begun, come_back, filled, follow, opened, says, send
from tests.web.checking import CheckingClient


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who wait are enough."""
    monkeypatch.setattr(ceilings, "MOST", 2)


def answered(ring: Ring) -> None:
    """The liaison answers one of those who wait."""
    first = threads.waiting(list(ring.keys))[0]
    assert threads.answer(first.thread, ring.keys, "Yes.", form(), by="ann")


def test_where_too_many_wait_the_next_is_told_so_and_keeps_what_was_typed(
    client: CheckingClient, team: Ring, few: None
) -> None:
    for _ in range(2):
        begun(client)
    answer = send(client, opened(client), message="One more")
    assert answer.status_code == 503
    assert "NOT received: too many people wait" in says(answer)
    assert "Crisis line" in says(answer), "the lines that answer"
    assert filled(answer)["message"] == "One more"
    assert Thread.objects.count() == 2
    answered(team)
    assert "Received" in says(send(client, answer)), "the same form, once there is room"


def test_who_has_a_conversation_goes_on_with_it_while_too_many_wait(client: CheckingClient, few: None) -> None:
    words = begun(client)
    page = opened(client)
    sent = filled(page, WRITE, message="The second")
    for _ in range(2):
        assert "Received" in says(follow(client, client.post(WRITE, sent))), "sent again it has its receipt"
    send(client, come_back(client, words), THREAD, do="reply", message="And more")
    assert "And more" in says(come_back(client, words))


def test_another_county_is_not_held_off(client: CheckingClient, few: None, light: None) -> None:
    for _ in range(2):
        begun(client)
    team_of("Knox", "kim")
    begun(client, county="Knox")


def test_closed_and_answered_conversations_are_not_counted(client: CheckingClient, team: Ring, few: None) -> None:
    for _ in range(2):
        begun(client)
    answered(team)
    begun(client)
    assert "too many" in says(send(client, opened(client), message="One more"))
    waiting = next(one for one in threads.waiting(list(team.keys)) if one.unanswered)
    threads.close(waiting.thread, team.keys, by="ann")
    begun(client)


def test_a_disk_that_is_nearly_full_takes_no_first_message_and_all_else(
    client: CheckingClient, team: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = begun(client)
    monkeypatch.setattr(ceilings, "is_low", lambda folder: True)
    answer = send(client, opened(client), message="One more")
    assert answer.status_code == 503 and "NOT received" in says(answer)
    assert filled(answer)["message"] == "One more"
    send(client, come_back(client, words), THREAD, do="reply", message="And more")
    answered(team)
    assert threads.delete_now(Code.read(words).lookup)


def test_where_half_of_that_is_gone_too_a_further_word_waits_and_all_else_goes_on(
    client: CheckingClient, team: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = begun(client)
    monkeypatch.setattr(ceilings, "is_lower", lambda folder: True)
    answer = send(client, come_back(client, words), THREAD, do="reply", message="And more")
    assert "NOT received" in says(answer) and filled(answer, THREAD)["message"] == "And more"
    answered(team)
    send(client, come_back(client, words), THREAD, do="change", how=["meet"], place="the mill", word="a", our_word="b")
    assert "the mill" in come_back(client, words).content.decode(), "what somebody wishes is changed all the same"
    monkeypatch.undo()
    assert "And more" in says(send(client, answer, THREAD)), "the same form, once there is room"
    monkeypatch.setattr(ceilings, "is_lower", lambda folder: True)
    assert threads.delete_now(Code.read(words).lookup)


@pytest.mark.parametrize(
    ("size", "free", "low"),
    [(100 << 30, 255 << 20, True), (100 << 30, 257 << 20, False), (4 << 20, 150_000, True), (4 << 20, 250_000, False)],
)
def test_what_is_to_stay_free_is_little_of_a_small_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: int, free: int, low: bool
) -> None:
    disk = types.SimpleNamespace(f_frsize=1, f_blocks=size, f_bavail=free)
    monkeypatch.setattr(os, "statvfs", lambda _: disk)
    assert ceilings.is_low(tmp_path) is low
    disk.f_bavail = free // 2
    assert ceilings.is_lower(tmp_path) is low


def test_a_disk_that_cannot_be_asked_is_left_to_the_write(tmp_path: Path) -> None:
    assert not ceilings.is_low(tmp_path / "gone")


def test_while_few_wait_one_question_is_asked(client: CheckingClient, team: Ring) -> None:
    ring = team
    threads.begin(Code.new(), "Waldo", "hello", WISHES, form())
    from dooryard.liaison.models import Team

    with CaptureQueriesContext(connections["liaison"]) as asked:
        ceilings.check(Team.objects.get(pk=next(iter(ring.keys))))
    assert len(asked) == 2
