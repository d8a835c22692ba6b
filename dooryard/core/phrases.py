"""Finds known phrases in a row of words: plain runs, classes of words, and short gaps between them.

A pattern is written as people speak, one token after another:

    needle exchange          these words, in this order, together
    clean|new needle         either word
    my? boyfriend            a word that may be missing
    <stop> .. <drug>         a member of a class, up to four words of anything, a member of another (... : up to eight)
    ^ subs $                 only if nothing comes before or after

Words are compared as index terms (core/text.py), so plurals and accents make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from dooryard.core.text import fold, stem

MOST_CHARACTERS = 4_000
MOST_WORDS = 200
_GAPS = {"..": 4, "...": 8}
_WORD = re.compile(r"[a-z0-9]+")
_ELISION = re.compile(r"\b([cdjlmnst]|qu)['\u2019](?=[^\W\d_])", re.IGNORECASE)
_ENDS = ""
_START, _FINISH = "^", "$"


class Match(NamedTuple):
    """A phrase that was found: whose it is, and the positions of the words it is made of (gaps left out)."""

    key: tuple[str, str]
    words: tuple[int, ...]

    @property
    def start(self) -> int:
        """The position of its first word."""
        return self.words[0]

    @property
    def end(self) -> int:
        """The position after its last word."""
        return self.words[-1] + 1

    def within(self, other: Match) -> bool:
        """Whether another match has all of these words, and more."""
        return set(self.words) < set(other.words)


class _Step(NamedTuple):
    gap: int
    atom: int


class _Pattern(NamedTuple):
    key: tuple[str, str]
    from_start: bool
    to_end: bool
    rest: tuple[_Step, ...]


def listen(text: str) -> list[str]:
    """The folded words of what somebody typed: at most 200, from the first 4,000 characters; the rest is not read.

    Invisible marks (zero width, right-to-left) are taken out and French elisions opened: "l'alcool" is "l alcool".
    """
    seen = text[:MOST_CHARACTERS]
    if not seen.isascii():
        seen = "".join(char for char in seen if unicodedata.category(char) != "Cf")
    return _WORD.findall(fold(_ELISION.sub(r"\1 ", seen)))[:MOST_WORDS]


class Matcher:
    """Patterns made ready. Finding takes time in proportion to the words, whatever the number of plain patterns."""

    def __init__(self, patterns: Iterable[tuple[tuple[str, str], str]], classes: Mapping[str, Sequence[str]]) -> None:
        self._classes = classes
        self._atoms: dict[str, int] = {}
        self._trie: dict[str, Any] = {}
        self._starting: dict[int, list[_Pattern]] = {}
        self.vocabulary: dict[str, str] = {}
        for key, text in patterns:
            for tokens in _choices(text):
                self._add(key, tokens)

    def find(self, terms: Sequence[str]) -> list[Match]:
        """Every phrase in the terms, in order of its first word; phrases may lie over one another."""
        spots = self._spots(terms)
        found = [
            Match(pattern.key, words)
            for atom, places in spots.items()
            for pattern in self._starting.get(atom, ())
            for place in places
            if not (pattern.from_start and place[0])
            for words in _walk(pattern.rest, place, spots)
            if not (pattern.to_end and words[-1] + 1 < len(terms))
        ]
        return sorted(set(found), key=lambda match: (match.words, match.key))

    def _spots(self, terms: Sequence[str]) -> dict[int, list[tuple[int, ...]]]:
        spots: dict[int, list[tuple[int, ...]]] = {}
        for start in range(len(terms)):
            node: dict[str, Any] | None = self._trie
            for end in range(start, len(terms)):
                node = node.get(terms[end]) if node else None
                if node is None:
                    break
                for atom in node.get(_ENDS, ()):
                    spots.setdefault(atom, []).append(tuple(range(start, end + 1)))
        return spots

    def _add(self, key: tuple[str, str], tokens: list[str]) -> None:
        from_start, to_end = tokens[0] == _START, tokens[-1] == _FINISH
        tokens = tokens[from_start : len(tokens) - to_end]
        steps: list[_Step] = []
        run: list[str] = []
        gap = 0
        for token in [*tokens, ".."]:
            if token not in _GAPS and not token.startswith("<"):
                run.append(token)
                continue
            if run:
                steps.append(_Step(gap, self._atom(" ".join(run))))
                run, gap = [], 0
            if token.startswith("<"):
                steps.append(_Step(gap, self._atom(token)))
            gap = _GAPS.get(token, 0)
        self._starting.setdefault(steps[0].atom, []).append(_Pattern(key, from_start, to_end, tuple(steps[1:])))

    def _atom(self, name: str) -> int:
        if name not in self._atoms:
            atom = self._atoms[name] = len(self._atoms)
            for run in members(name, self._classes):
                self._plant(listen(run), atom)
        return self._atoms[name]

    def _plant(self, words: Sequence[str], atom: int) -> None:
        node = self._trie
        for word in words:
            term = stem(word)
            self.vocabulary[word] = term
            node = node.setdefault(term, {})
        ends: set[int] = node.setdefault(_ENDS, set())
        ends.add(atom)


def members(name: str, classes: Mapping[str, Sequence[str]]) -> list[str]:
    """The plain runs of words that a token stands for: a class's members, classes inside them opened too."""
    if not name.startswith("<"):
        return [name]
    return [
        " ".join(parts)
        for member in classes[name[1:-1]]
        for tokens in _choices(member)
        for parts in product(*(members(token, classes) for token in tokens))
    ]


def _choices(pattern: str) -> Iterator[list[str]]:
    """The pattern once for each way to read its alternatives and its words that may be missing."""
    if "|" not in pattern and "?" not in pattern:
        yield pattern.split()
        return
    options = [token.rstrip("?").split("|") + [""] * token.endswith("?") for token in pattern.split()]
    for choice in product(*options):
        yield [token for token in choice if token]


def _walk(
    steps: Sequence[_Step], so_far: tuple[int, ...], spots: Mapping[int, list[tuple[int, ...]]]
) -> Iterator[tuple[int, ...]]:
    """The first way (nearest, then longest) to take the remaining steps after the words taken so far."""
    if not steps:
        yield so_far
        return
    end = so_far[-1] + 1
    near = [place for place in spots.get(steps[0].atom, ()) if end <= place[0] <= end + steps[0].gap]
    for place in sorted(near, key=lambda place: (place[0], -len(place))):
        way = next(_walk(steps[1:], so_far + place, spots), None)
        if way:
            yield way
            return
