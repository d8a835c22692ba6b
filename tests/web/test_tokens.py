"""Sealed addresses: they open while their key lives, say nothing, and no later key opens an earlier one."""

from __future__ import annotations

import pytest

from dooryard.directory import tokens
from dooryard.directory.tokens import Asked, Kept, Keys, Sealer, ratchet

ASKED = Asked(words="narcan por favor", near="Hope", open_now=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock, set by writing its one element."""
    now = [10_000.0]
    monkeypatch.setattr(tokens.time, "monotonic", lambda: now[0])
    return now


def test_a_question_comes_back_whole(clock: list[float]) -> None:
    sealer = Sealer()
    assert sealer.open(sealer.seal(ASKED), Asked) == ASKED


def test_a_token_says_nothing_of_what_was_asked_not_even_how_long(clock: list[float]) -> None:
    sealer = Sealer()
    token = sealer.seal(ASKED)
    assert "narcan" not in token
    assert token != sealer.seal(ASKED)
    assert len(token) == len(sealer.seal(Asked(words="a much longer question than that")))


@pytest.mark.parametrize(("later", "opens"), [(0, True), (599, True), (1199, True), (1201, False), (86_400, False)])
def test_a_token_opens_in_its_period_and_the_next(clock: list[float], later: int, opens: bool) -> None:
    clock[0] = 12_000.0
    sealer = Sealer()
    token = sealer.seal(ASKED)
    clock[0] += later
    assert (sealer.open(token, Asked) == ASKED) is opens


def test_a_forged_or_damaged_token_does_not_open(clock: list[float]) -> None:
    sealer = Sealer()
    token = sealer.seal(ASKED)
    turned = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    for bad in (turned, token[:-8], "", "a", "é", "../../etc", "A" * 400, Sealer().seal(ASKED)):
        assert sealer.open(bad, Asked) is None


def test_a_token_of_one_kind_does_not_open_as_another(clock: list[float]) -> None:
    sealer = Sealer()
    kept = Kept(ids=("naloxone", "detox"), language="es")
    assert sealer.open(sealer.seal(kept), Kept) == kept
    assert sealer.open(sealer.seal(kept), Asked) is None
    assert sealer.open(sealer.seal(ASKED), Kept) is None


def test_two_processes_with_one_first_key_open_each_others_tokens_without_speaking(clock: list[float]) -> None:
    here, there = Sealer(b"k" * 32), Sealer(b"k" * 32)
    clock[0] += 7 * tokens.PERIOD
    assert there.open(here.seal(ASKED), Asked) == ASKED


def test_the_ratchet_forgets(clock: list[float]) -> None:
    first = Keys(0, b"a" * 32, b"z" * 32)
    later = ratchet(first, 3)
    assert later.period == 3
    assert first.current not in (later.current, later.previous)
    assert later == ratchet(ratchet(first, 1), 3)
    assert ratchet(later, 1) is later
