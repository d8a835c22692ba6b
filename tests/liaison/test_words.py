"""The list that return codes are made of: it keeps every rule, holds ninety bits, and a wrong one is not taken."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dooryard.core import words as codes
from dooryard.core.forms import twins
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


@pytest.mark.parametrize("word", FROM.sample(OURS, 12))
def test_whatever_one_slip_makes_of_a_word_it_is_among_those_read(word: str) -> None:
    for slip in sorted(slips(word)):
        found = [one for [one] in codes.readings(slip, OURS, 1)]
        assert word in found, slip
        assert all(rules.one_slip(slip, one) or twins(slip, one) for one in found), slip


def test_a_slip_in_each_of_the_seven_words_still_leads_to_the_code() -> None:
    for _ in range(100):
        code = tuple(FROM.choices(OURS, k=7))
        typed = " ".join(FROM.choice(sorted(slips(word) - {word})) for word in code)
        assert code in [*codes.readings(typed, OURS)], typed


def test_another_form_of_a_word_leads_to_the_code_whether_it_is_on_the_list_or_not() -> None:
    listed = set(OURS)
    pairs = [(word, form) for word in OURS for form in (f"{word}s", f"{word}ed", f"{word}ing", f"{word}er")]
    both = [pair for pair in pairs if pair[1] in listed]
    assert len(both) > 400
    rest = list(FROM.choices(OURS, k=6))
    for word, form in FROM.sample(both, 100) + FROM.sample(pairs, 100):
        for meant, typed in ((word, form), (form, word)):
            if meant in listed:
                assert (meant, *rest) in [*codes.readings(" ".join([typed, *rest]), OURS)], (meant, typed)


def test_no_text_stands_for_more_codes_than_are_looked_for() -> None:
    crowded = max(FROM.sample(OURS, 500), key=lambda word: len([*codes.readings(word, OURS, 1)]))
    assert len([*codes.readings(" ".join([crowded] * 7), OURS)]) <= codes.READINGS == 128


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
