"""What must be true of the list, each rule a function that tells what breaks it; nothing here needs a package."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

from rapidfuzz.distance import OSA

LEFT_OUT = Path(__file__).parent / "left_out"
ONLY_ALONE = {"alike", "names", "small"}
"""Reasons that hold for the word itself and not for its plural."""

MANY = 7_776
"""Words of the list: as many as five dice have ways to fall, so that a code can be thrown by hand."""

_PLAIN = re.compile("[a-z]{4,9}")
ODD_PLURALS = {
    "axis": "axes",
    "cactus": "cacti",
    "child": "children",
    "criterion": "criteria",
    "datum": "data",
    "emporium": "emporia",
    "foot": "feet",
    "goose": "geese",
    "index": "indices",
    "louse": "lice",
    "matrix": "matrices",
    "medium": "media",
    "mouse": "mice",
    "oasis": "oases",
    "person": "people",
    "stadium": "stadia",
    "terminus": "termini",
    "thesis": "theses",
    "tooth": "teeth",
}

Rule = Callable[[Sequence[str]], Iterable[str]]


def are_enough(words: Sequence[str]) -> Iterator[str]:
    """At least 7,776 words."""
    if len(words) < MANY:
        yield f"only {len(words)} words"


def are_in_order(words: Sequence[str]) -> Iterator[str]:
    """In order, and none twice."""
    yield from (word for before, word in pairwise(words) if word <= before)


def are_plain(words: Sequence[str]) -> Iterator[str]:
    """Four to nine small letters of the English alphabet."""
    yield from (word for word in words if not _PLAIN.fullmatch(word))


def are_apart(words: Sequence[str]) -> Iterator[str]:
    """No two words within one slip of each other: a letter too much, too few, another, or two swapped."""
    by_key: dict[str, list[str]] = {}
    for word in words:
        for key in keys(word):
            by_key.setdefault(key, []).append(word)
    near = {pair for group in by_key.values() for pair in combinations(sorted({*group}), 2) if one_slip(*pair)}
    yield from (f"{first} {second}" for first, second in sorted(near))


def have_no_plural_beside(words: Sequence[str]) -> Iterator[str]:
    """No word together with its plural."""
    known = {*words}
    yield from (f"{word} {form}" for word in words for form in sorted(plurals(word) & known))


def have_nothing_left_out(words: Sequence[str]) -> Iterator[str]:
    """No word of the lists of what is left out, and no plural of one that is left out for what it means."""
    yield from (f"{word}: {reasons()[word]}" for word in words if word in reasons())


RULES: tuple[Rule, ...] = (
    are_enough,
    are_in_order,
    are_plain,
    are_apart,
    have_no_plural_beside,
    have_nothing_left_out,
)


def faults(words: Sequence[str]) -> dict[str, list[str]]:
    """What is wrong with a list, by the name of the rule that it breaks."""
    return {rule.__name__: found for rule in RULES if (found := list(rule(words)))}


@cache
def left_out() -> dict[str, frozenset[str]]:
    """The words that are left out, by reason; a line that begins with # says what the reason is."""
    return {path.stem: frozenset(_lines(path)) for path in sorted(LEFT_OUT.glob("*.txt"))}


@cache
def reasons() -> dict[str, str]:
    """Why a word is left out: for itself, or as the plural of one that is left out for what it means."""
    alone = {word: reason for reason, out in left_out().items() for word in out}
    meant = {word: reason for word, reason in alone.items() if reason not in ONLY_ALONE}
    return {form: reason for word, reason in meant.items() for form in plurals(word)} | alone


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line


def keys(word: str) -> set[str]:
    """The word and what is left when a letter falls out: two words one slip apart have at least one of these alike."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def one_slip(first: str, second: str) -> bool:
    """Whether two words are at most one slip apart (optimal string alignment)."""
    return OSA.distance(first, second, score_cutoff=1) <= 1


def plurals(word: str) -> set[str]:
    """The forms that a plural of this word can have."""
    found = {word + "s", word + "es", ODD_PLURALS.get(word, "")} - {""}
    if word.endswith("y"):
        found.add(word[:-1] + "ies")
    if word.endswith(("f", "fe")):
        found.add(word.removesuffix("e")[:-1] + "ves")
    if word.endswith("man"):
        found.add(word[:-3] + "men")
    return found
