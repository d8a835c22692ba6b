"""Sealed addresses: they open while their key lives, say nothing, and no later key opens an earlier one."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import pytest
from django.utils.http import MAX_URL_REDIRECT_LENGTH

from dooryard.core import shortlist
from dooryard.core.asking import LONGEST
from dooryard.directory import filters, receiving, tokens
from dooryard.directory.receiving import Sent
from dooryard.directory.tokens import Asked, Kept, Keys, Sealer, TooLong, ratchet
from dooryard.directory.views.find import LONGEST_PLACE
from dooryard.web.errors import Fault

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


def lengths(values: Iterable[msgspec.Struct]) -> set[int]:
    sealer = Sealer()
    return {len(sealer.seal(value)) for value in values}


# A letter of one, two, three and four bytes: Latin, Arabic, Amharic, and Adlam, in which Fulani is written.
@pytest.mark.parametrize("letter", ["n", "\u0646", "\u1290", "\U0001e92b"])
def test_an_address_is_as_long_for_no_letter_as_for_five_hundred_and_for_no_service_as_for_a_full_list(
    clock: list[float], letter: str
) -> None:
    ids = tuple(f"{number:02}{'x' * 62}" for number in range(shortlist.MOST))
    asked = [
        Asked(words=letter * count, near=letter * 20, keep=ids[:many], filters={"category": ("naloxone",)})
        for count in range(0, 501, 20)
        for many in (0, 1, shortlist.MOST)
    ]
    assert len(lengths([*asked, Fault(400), Sent(), Sent(what="other", words=letter * 500, problem="long")])) == 1


def test_a_list_is_as_long_with_one_service_as_with_all(clock: list[float]) -> None:
    ids = tuple(f"{number:02}{'x' * 62}" for number in range(shortlist.MOST))
    assert len(lengths(Kept(ids=ids[:many], language="es", left_out=many) for many in range(shortlist.MOST + 1))) == 1


def test_the_longest_question_and_the_longest_refused_report_have_addresses_that_django_redirects_to() -> None:
    wide = "\U0001e92b"
    words, place = wide * LONGEST, wide * LONGEST_PLACE
    ids = tuple(f"{number:02}{'x' * 62}" for number in range(shortlist.MOST))
    # As much as filters.py lets through: a hundred choices of a facet each, and not a byte more.
    chosen = {f"{number:010}": ("x" * 10,) for number in range(filters.ROOM // 20)}
    asked = Asked(words=words, near=place, keep=ids, filters=chosen, within="x" * 10, age=wide * 10, refused="too-many")
    sent = Sent(what="other-than-said", words="x" * receiving.CARRIED, problem="elsewhere")
    for value in (asked, sent):
        assert len(f"/es/service/{'x' * 64}/wrong/{Sealer().seal(value)}") <= MAX_URL_REDIRECT_LENGTH


def test_what_no_address_holds_is_not_sealed() -> None:
    with pytest.raises(TooLong):
        Sealer().seal(Asked(words="x" * 20_000))


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
