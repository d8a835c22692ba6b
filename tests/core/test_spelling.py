"""Slips of the keyboard are mended against what the directory knows, and ordinary words are left alone."""

from __future__ import annotations

import random

import pytest

from dooryard.core import spelling
from dooryard.core.spelling import MOST_MENDED, Speller, allowed, plausible
from dooryard.core.text import stem
from dooryard.directory import vocabularies
from tests.core.needs_helpers import heard, listener

SMALL = Speller(
    {"naloxone": "naloxone", "narcan": "narcan", "recovery": "recovery", "needles": "needle", "detox": "detox",
     "na": "na"},
    {"milestone": 3, "milestones": 1, "center": 2},
    {"house", "meeting", "can"},
    {"detoks": "detox", "od": "over dose"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("naloxne", "naloxone"), ("nalaxone", "naloxone"), ("nalox", "naloxone"), ("detoks", "detox"),
        ("recvoery", "recovery"), ("neeedles", "needles"), ("needels", "needles"), ("milestoen", "milestone"),
        ("detix", "detox"), ("recoverycenter", "recovery center"),
    ],
)  # fmt: skip
def test_a_slip_is_mended(typed: str, taken: str) -> None:
    assert SMALL.mend([typed]).taken == {typed: taken}


def test_a_word_broken_in_two_is_put_together() -> None:
    mended = SMALL.mend(["nar", "can", "house"])
    assert mended.terms == ("narcan", "house")
    assert mended.words == ("narcan", "house")
    assert mended.taken == {"nar can": "narcan"}


def test_one_slip_may_stand_for_two_words() -> None:
    assert SMALL.mend(["od"]).terms == ("over", "dose")


@pytest.mark.parametrize(
    "word", ["house", "hose", "meeting", "xyz", "04401", "qwrtyplk", "centerhouse", "houses", "narcan", "na"]
)
def test_other_words_are_left_as_they_are(word: str) -> None:
    assert SMALL.mend([word]).taken == {}


def test_two_long_known_words_stay_two() -> None:
    speller = Speller({"needle": "needle", "works": "work", "needleworks": "needlework"}, {}, (), {})
    assert speller.mend(["needle", "works"]).terms == ("needle", "work")


def test_beginnings_find_the_commonest_names_first() -> None:
    assert SMALL.beginning_with("miles") == ("milestone", "milestones")


def test_longer_words_may_have_more_slips() -> None:
    assert [allowed(length) for length in (3, 4, 5, 6, 11, 12)] == [0, 1, 1, 2, 2, 3]
    assert not plausible("cat", "car", 1)
    assert not plausible("tent", "rent", 1)
    assert plausible("form", "from", 1)
    assert not plausible("xeedles", "needles", 2)


def test_ordinary_words_are_never_mended() -> None:
    grammar = vocabularies.load().grammar
    words = [word for word in (*grammar.ordinary, *grammar.stop) if word not in grammar.slips and word.isascii()]
    changed = [word for word in words if heard(word).spelling]
    assert changed == []


def test_nineteen_of_twenty_single_slips_in_long_words_are_mended() -> None:
    chance = random.Random(7)
    words = sorted(word for word in listener()._matcher.vocabulary if len(word) > 5 and word.isalpha())
    right = total = 0
    for word in words:
        for slip in slips(word, chance):
            if stem(slip) != stem(word) and not listener()._speller.knows(slip):
                total += 1
                right += listener()._speller.mend([slip]).terms == (stem(word),)
    assert total > 3000
    assert right / total >= 0.95, right / total


def nonsense(count: int) -> list[str]:
    """So many different words that nobody knows."""
    return ["qx" + "".join("bcdfghjklm"[int(digit)] for digit in f"{number:05}") for number in range(count)]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that were compared with all of the directory's: what takes the time."""
    found: list[str] = []
    compare = spelling.extract

    def noted(typed: str, *rest: object, **more: object) -> object:
        found.append(typed)
        return compare(typed, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(spelling, "extract", noted)
    return found


def test_a_question_of_nonsense_is_no_more_work_than_its_first_twenty_words(compared: list[str]) -> None:
    words = nonsense(200)
    assert SMALL.mend(words).words == tuple(words)
    assert set(compared) == set(words[:MOST_MENDED])
    assert len(compared) <= 2 * MOST_MENDED


def test_a_word_that_comes_again_is_compared_once_in_a_question_and_anew_in_the_next(compared: list[str]) -> None:
    assert SMALL.mend(["naloxne"] * 200).words == ("naloxone",) * 200
    once = len(compared)
    assert once <= 2
    SMALL.mend(["naloxne"])
    assert len(compared) == 2 * once


def test_slips_among_the_first_words_are_mended_and_later_ones_stay_as_typed() -> None:
    words = nonsense(MOST_MENDED)
    assert SMALL.mend([*words[1:], "naloxne", "narcan"]).taken == {"naloxne": "naloxone"}
    assert SMALL.mend([*words, "naloxne", "detoks"]).taken == {"detoks": "detox"}


def slips(word: str, chance: random.Random) -> list[str]:
    """One of each: a letter left out, two swapped, one doubled, one changed, one put in."""
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice("aeiostrn")
    return [
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at] + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + letter + word[at:],
    ]
