"""The list that return codes are made of: it keeps every rule, holds ninety bits, and a wrong one is not taken."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dooryard.core import words as codes
from dooryard.core.language import Checker, Reading
from dooryard.directory import terms
from dooryard.liaison import words
from tests.core.test_words import slips
from tools.words import rules

OURS = words.words()
FROM = random.Random(4)


def test_the_list_keeps_every_rule() -> None:
    assert rules.faults(OURS) == {}


def test_seven_words_of_it_hold_ninety_bits() -> None:
    assert codes.bits(OURS) >= 90


def test_the_language_check_finds_no_word_of_it() -> None:
    alone = "\n\n".join(OURS)
    assert Checker(terms.load()).findings(Reading(alone, "")) == []
    assert Checker(terms.load()).findings(Reading(f"{alone}\n\njunkie", ""))


def test_codes_drawn_from_it_come_back() -> None:
    for _ in range(300):
        number = FROM.randrange(len(OURS) ** 7)
        said = codes.spoken(number, OURS)
        assert codes.number(said, OURS) == number
        assert codes.read(" ".join(said), OURS) == said


@pytest.fixture(scope="module")
def by_key() -> dict[str, set[str]]:
    """The words of the list, by themselves and by what is left of them without a letter."""
    found: dict[str, set[str]] = {}
    for word in OURS:
        for key in rules.keys(word):
            found.setdefault(key, set()).add(word)
    return found


@pytest.mark.parametrize("word", FROM.sample(OURS, 12))
def test_a_single_slip_is_mended_or_refused_and_never_taken_for_another_word(
    word: str, by_key: dict[str, set[str]]
) -> None:
    mended = 0
    for slip in sorted(slips(word)):
        near = {other for key in rules.keys(slip) for other in by_key.get(key, ()) if rules.one_slip(slip, other)}
        if near == {word}:
            assert codes.read(slip, OURS, 1) == (word,)
            mended += 1
        else:
            with pytest.raises(codes.BadCode):
                codes.read(slip, OURS, 1)
    assert mended > 100


@pytest.mark.parametrize("word", [word for word in FROM.sample(OURS, 400) if len(word) > 6][:100])
def test_two_letters_that_no_word_has_there_are_refused(word: str) -> None:
    with pytest.raises(codes.BadCode):
        codes.read(f"q{word}qx", OURS, 1)


def test_the_list_is_read_once() -> None:
    assert words.words() is words.words()


def numbered(many: int) -> list[str]:
    """So many made-up words, in order."""
    letters = "abcdefghij"
    return ["".join(letters[int(digit)] for digit in f"{number:05}") for number in range(many)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A list that is just long enough."""
    path = tmp_path / "words.txt"
    path.write_text("\n".join(numbered(words.FEWEST)) + "\n")
    return path


def test_a_list_that_is_right_is_taken(file: Path) -> None:
    assert words.words(file) == tuple(numbered(words.FEWEST))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda right: right[:-1], "7699 words, 7700 are needed"),
        (lambda right: [right[1], right[0], *right[2:]], "aaaaa comes twice or out of order"),
        (lambda right: [right[0], *right], "aaaaa comes twice or out of order"),
        (lambda right: [*right, "Zebra"], "'Zebra' is not a word in small letters"),
        (lambda right: [*right, "z bra"], "'z bra' is not a word in small letters"),
        (lambda right: [*right, ""], "'' is not a word in small letters"),
        (lambda right: ["\u00e9tude", *right], "is not a word in small letters"),
    ],
)
def test_a_list_that_is_wrong_is_refused(file: Path, wrong, told: str) -> None:  # type: ignore[no-untyped-def]
    file.write_text("\n".join(wrong(numbered(words.FEWEST))) + "\n", encoding="utf-8")
    with pytest.raises(words.WordsError, match=told):
        words.words(file)
