"""Finds known phrases in a row of words: plain runs, classes of words, and short gaps between them.

A pattern is written as people speak, one token after another:

    harm reduction           these words, in this order, together
    clean|new needle         either word
    my? boyfriend            a word that may be missing
    <stop> .. <drug>         a member of a class, up to four words of anything, a member of another (... : up to eight)
    ^ subs $                 only if nothing comes before or after

Words are compared as index terms (core/text.py), so plurals and accents make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from typing import Any, NamedTuple

import msgspec

from dooryard.core.text import WORD, fold, stem

MOST_CHARACTERS = 4_000
MOST_WORDS = 200
_GAPS = {"..": 4, "...": 8}
_ELISION = re.compile(r"\b([cdjlmnst]|qu)['\u2019](?=[^\W\d_])", re.IGNORECASE)
_PLAIN = re.compile(r"[a-z0-9]+")
_WORDS = re.compile(r"[^<>.?^$]+")
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


class Step(NamedTuple):
    """A part of a pattern: how many words may stand before it, and the number of the runs of words it may be."""

    gap: int
    atom: int


class Pattern(NamedTuple):
    """Whose a pattern is (a number), what comes after its first part, and if it must begin and end what was said."""

    owner: int
    rest: tuple[Step, ...]
    from_start: int
    to_end: int


def listen(text: str) -> list[str]:
    """The folded words of what somebody typed: at most 200, from the first 4,000 characters; the rest is not read.

    Invisible marks (zero width, right-to-left) are taken out and French elisions opened: "l'alcool" is "l alcool".
    """
    seen = text[:MOST_CHARACTERS]
    if not seen.isascii():
        seen = "".join(char for char in seen if unicodedata.category(char) != "Cf")
    return WORD.findall(fold(_ELISION.sub(r"\1 ", seen)))[:MOST_WORDS]


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """Patterns made ready, as plain data: it is quicker to read than the patterns are to open.

    `owners` are the keys of the matches, by number. `trie` leads from term to term to the numbers of the runs that end
    there (under ""), `starting` lists the patterns that begin with each run, and `words` maps each word of the
    patterns to its index term. What follows a first term, and what begins with a run, stays JSON until it is said.
    """

    owners: list[tuple[str, str]] = []
    trie: dict[str, msgspec.Raw] = {}
    starting: list[msgspec.Raw] = []
    words: dict[str, str] = {}


class Matcher:
    """Patterns made ready. Finding takes time in proportion to the words, whatever the number of plain patterns."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._nodes: dict[str, dict[str, Any]] = {}
        self._patterns: dict[int, list[Pattern]] = {}
        self.vocabulary = prepared.words

    def find(self, terms: Sequence[str], of: Collection[str] = ()) -> list[Match]:
        """Every phrase in the terms, in order of its first word; phrases may lie over one another.

        `of` are the kinds of phrases to look for, the first part of their keys; all where none is named.
        """
        owners = self._prepared.owners
        spots = self._spots(terms)
        found = [
            Match(owners[pattern.owner], words)
            for atom, places in spots.items()
            for pattern in self._starting(atom)
            if not of or owners[pattern.owner][0] in of
            for place in places
            if not (pattern.from_start and place[0])
            for words in _walk(pattern.rest, place, spots)
            if not (pattern.to_end and words[-1] + 1 < len(terms))
        ]
        return sorted(set(found), key=lambda match: (match.words, match.key))

    def _spots(self, terms: Sequence[str]) -> dict[int, list[tuple[int, ...]]]:
        spots: dict[int, list[tuple[int, ...]]] = {}
        for start in range(len(terms)):
            node = self._after(terms[start])
            for end in range(start, len(terms)):
                node = node.get(terms[end], {}) if end > start else node
                if not node:
                    break
                for atom in node.get(_ENDS, ()):
                    spots.setdefault(atom, []).append(tuple(range(start, end + 1)))
        return spots

    def _after(self, term: str) -> dict[str, Any]:
        """What the trie holds below a first term, read when it is first said."""
        if term not in self._nodes:
            if term not in self._prepared.trie:
                return {}
            self._nodes[term] = msgspec.json.decode(self._prepared.trie[term])
        return self._nodes[term]

    def _starting(self, atom: int) -> list[Pattern]:
        """The patterns that begin with a run of words, read when it is first said."""
        if atom not in self._patterns:
            self._patterns[atom] = msgspec.json.decode(self._prepared.starting[atom], type=list[Pattern])
        return self._patterns[atom]


def prepare(patterns: Iterable[tuple[tuple[str, str], str]], classes: Mapping[str, Sequence[str]]) -> Prepared:
    """Open the patterns' classes and alternatives and plant every run of words: the slow part."""
    planter = _Planter(classes)
    for key, text in patterns:
        for tokens in _ways(text):
            planter.add(key, tokens)
    return planter.prepared()


class _Planter:
    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        self._owners: dict[tuple[str, str], int] = {}
        self._trie: dict[str, Any] = {}
        self._starting: list[list[Pattern]] = []
        self._words: dict[str, str] = {}
        self._classes = classes
        self._atoms: dict[str, int] = {}

    def prepared(self) -> Prepared:
        raw = {term: msgspec.Raw(msgspec.json.encode(node, order="deterministic")) for term, node in self._trie.items()}
        starting = [msgspec.Raw(msgspec.json.encode(patterns)) for patterns in self._starting]
        return Prepared(owners=list(self._owners), trie=raw, starting=starting, words=self._words)

    def add(self, key: tuple[str, str], tokens: list[str]) -> None:
        owner = self._owners.setdefault(key, len(self._owners))
        from_start, to_end = tokens[0] == _START, tokens[-1] == _FINISH
        steps: list[Step] = []
        run: list[str] = []
        gap = 0
        for token in [*tokens[from_start : len(tokens) - to_end], ".."]:
            if token not in _GAPS and "<" not in token:
                run.append(token)
                continue
            if run:
                steps.append(Step(gap, self._atom(" ".join(run))))
                run, gap = [], 0
            if "<" in token:
                steps.append(Step(gap, self._atom(token)))
            gap = _GAPS.get(token, 0)
        self._starting[steps[0].atom].append(Pattern(owner, tuple(steps[1:]), int(from_start), int(to_end)))

    def _atom(self, name: str) -> int:
        if name not in self._atoms:
            atom = self._atoms[name] = len(self._atoms)
            self._starting.append([])
            for words in members(name, self._classes):
                self._plant(words, atom)
        return self._atoms[name]

    def _plant(self, words: Sequence[str], atom: int) -> None:
        node, known = self._trie, self._words
        for word in words:
            term = known.get(word)
            if term is None:
                term = known[word] = stem(word)
            node = node.setdefault(term, {})
        ends: list[int] = node.setdefault(_ENDS, [])
        if atom not in ends:
            ends.append(atom)


def members(name: str, classes: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """The plain runs of words that a run of tokens stands for, each class and each alternative opened."""
    options: list[list[tuple[str, ...]]] = []
    for token in name.split():
        ways: list[tuple[str, ...]] = [()] if token.endswith("?") else []
        for word in token.rstrip("?").split("|"):
            if word.startswith("<"):
                ways += [way for member in classes[word[1:-1]] for way in members(member, classes)]
            else:
                ways.append((word,) if _PLAIN.fullmatch(word) else tuple(listen(word)))
        options.append(ways)
    if len(options) == 1:
        return options[0]
    return [tuple(chain.from_iterable(parts)) for parts in product(*options)]


def _ways(pattern: str) -> Iterator[list[str]]:
    """The pattern once with and once without each part that may be missing and that no plain word stands beside."""
    tokens = pattern.split()
    if "?" not in pattern:
        yield tokens
        return
    loose = [token.endswith("?") and _stands_alone(tokens, at) for at, token in enumerate(tokens)]
    options = [(token.rstrip("?"), "") if alone else (token,) for token, alone in zip(tokens, loose, strict=True)]
    for choice in product(*options):
        yield [token for token in choice if token]


def _stands_alone(tokens: Sequence[str], at: int) -> bool:
    """Whether a token that may be missing would leave an empty step: a class, or one without a plain neighbour."""
    if "<" in tokens[at]:
        return True
    beside = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
    return not any(_WORDS.fullmatch(token) for token in beside)


def _walk(
    steps: Sequence[Step], so_far: tuple[int, ...], spots: Mapping[int, list[tuple[int, ...]]]
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
