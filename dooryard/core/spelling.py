"""Mends slips of the keyboard against the words the directory knows, and leaves every other word as it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from dooryard.core.text import stem

SHORTEST_MENDED = 4
MOST_MENDED = 20
"""Different unknown words of one question that are mended; the others stand as they were typed.

Each is compared with thousands of words, and a question is anybody's: two thousand letters of nonsense would otherwise
hold a core for seconds. Who needs help and mistypes more than twenty words has said enough by then.
"""
_AFTER = frozenset({"at", "for", "in", "of", "off", "on", "out", "to", "up"})


class Mended(NamedTuple):
    """What was taken for what was typed: index `terms`, the same as readable `words`, and what `taken` replaced."""

    terms: tuple[str, ...]
    words: tuple[str, ...]
    taken: dict[str, str]


class Speller:
    """Knows the vocabulary's words (with how often they occur there), the directory's and the ordinary ones.

    `vocabulary` maps words to their index terms. `names` maps further index terms to their document frequency.
    `slips` are wrong forms given outright. Distances are optimal string alignment: one insertion, deletion, change or
    swap of neighbours counts one (Boytsov 2011, section 2.2).
    """

    def __init__(
        self,
        vocabulary: Mapping[str, str],
        names: Mapping[str, int],
        ordinary: Collection[str],
        slips: Mapping[str, str],
    ) -> None:
        self._forms = {**{name: name for name in names}, **vocabulary}
        self._vocabulary = frozenset(vocabulary.values())
        self._readable = {term: word for word, term in reversed(self._forms.items())}
        self._names = names
        self._listed = sorted(names)
        self._ordinary = {form for word in ordinary for form in (word, stem(word))}
        self._slips = slips
        self._terms = sorted(self._vocabulary)
        self._by_length = sorted(self._forms.keys() | self._readable.keys(), key=lambda word: (len(word), word))

    def knows(self, word: str) -> bool:
        """Whether a word is right as it stands."""
        return word in self._ordinary or stem(word) in self._readable or stem(word) in self._ordinary

    def mend(self, words: Sequence[str]) -> Mended:
        """The terms meant by a row of folded words: slips, words run together or apart, beginnings, misspellings."""
        terms: list[str] = []
        read: list[str] = []
        taken: dict[str, str] = {}
        # Repeats are remembered within this one question; whatever outlived it would tell what somebody asked.
        looked_up: dict[str, tuple[str, ...]] = {}
        at = 0
        while at < len(words):
            typed = words[at]
            joined = typed + words[at + 1] if at + 1 < len(words) else ""
            if joined and self._were_one(typed, words[at + 1]):
                terms.append(stem(joined))
                read.append(self._readable[stem(joined)])
                taken[f"{typed} {words[at + 1]}"] = read[-1]
                at += 2
                continue
            at += 1
            means = self._means(typed, looked_up, last=at == len(words))
            terms += means
            if means == (stem(typed),):
                read.append(typed)
            else:
                read += [self._readable.get(term, term) for term in means]
                taken[typed] = " ".join(read[-len(means) :])
        return Mended(tuple(terms), tuple(read), taken)

    def beginning_with(self, prefix: str, most: int = 8) -> tuple[str, ...]:
        """The directory's own terms that begin like this, most frequent first."""
        found = [name for name in self._begun_names(prefix) if name != prefix]
        return tuple(sorted(found, key=lambda name: (-self._names[name], name))[:most])

    def _begun_names(self, prefix: str) -> list[str]:
        """The directory's own terms that begin like this or are it, in order; a large directory has many."""
        return _beginning(self._listed, prefix)

    def _were_one(self, first: str, second: str) -> bool:
        """Whether two typed words are one word of the vocabulary broken in two ("nar can")."""
        whole = stem(first + second)
        known = self.knows(first) and self.knows(second)
        if whole not in self._vocabulary or len(whole) < 5 + known or min(len(first), len(second)) == 1:
            return False
        return not known or (second not in _AFTER and min(len(first), len(second)) < SHORTEST_MENDED)

    def begins_a_name(self, typed: str) -> bool:
        """Whether somebody may be typing one of the directory's own words, and none that the vocabulary shares."""
        if self.knows(typed) or typed in self._slips or len(typed) < SHORTEST_MENDED:
            return False
        begun = self._begun_names(typed)
        return bool(begun) and self._vocabulary.isdisjoint(begun)

    def _means(self, typed: str, looked_up: dict[str, tuple[str, ...]], *, last: bool) -> tuple[str, ...]:
        if typed in self._slips:
            return tuple(stem(word) for word in self._slips[typed].split())
        if self.knows(typed) or len(typed) < SHORTEST_MENDED or any(char.isdigit() for char in typed):
            return (stem(typed),)
        if last and self.begins_a_name(typed):
            return (stem(typed),)
        if typed not in looked_up and len(looked_up) < MOST_MENDED:
            looked_up[typed] = self._looked_up(typed)
        return looked_up.get(typed) or (stem(typed),)

    def _looked_up(self, typed: str) -> tuple[str, ...]:
        """What an unknown word most likely stands for; this is what costs time."""
        ways = (self._slipped, self._split, self._begun, self._nearest)
        return next((found for way in ways if (found := way(typed))), ())

    def _split(self, typed: str) -> tuple[str, ...]:
        """Two known words run together ("recoverycenter"), one of them of the vocabulary."""
        for cut in range(len(typed) - 3, 2, -1):
            first, second = typed[:cut], typed[cut:]
            if self.knows(first) and self.knows(second) and len(first) + len(second) > 6:
                parts = (stem(first), stem(second))
                if max(parts, key=len) in self._vocabulary:
                    return parts
        return ()

    def _begun(self, typed: str) -> tuple[str, ...]:
        """The word of the vocabulary that is being typed: of those the directory says, the shortest that begins so."""
        begun = _beginning(self._terms, typed)
        return (min(begun, key=lambda term: (term not in self._names, len(term), term)),) if begun else ()

    def _slipped(self, typed: str) -> tuple[str, ...]:
        return self._nearest(typed, 1) if len(typed) > 5 else ()

    def _nearest(self, typed: str, most: int = 3) -> tuple[str, ...]:
        """The nearest known word: fewest slips, same first letter, a word that says something, of the vocabulary."""
        limit = min(most, allowed(len(typed)))
        first = bisect_left(self._by_length, len(typed) - limit, key=len)
        near = self._by_length[first : bisect_left(self._by_length, len(typed) + limit + 1, key=len)]
        found = extract(typed, near, scorer=OSA.distance, score_cutoff=limit, limit=20)
        ranked = [
            (int(slips), word[0] != typed[0], self._is_ordinary(word, term), term not in self._vocabulary, word, term)
            for word, slips, _ in found
            for term in (self._forms.get(word, word),)
            if plausible(typed, word, int(slips))
        ]
        return (min(ranked)[-1],) if ranked else ()

    def _is_ordinary(self, word: str, term: str) -> bool:
        return word in self._ordinary or term in self._ordinary


def _beginning(words: list[str], prefix: str) -> list[str]:
    """Of words in order, those that begin like this or are it."""
    return words[bisect_left(words, prefix) : bisect_left(words, prefix + "\U0010ffff")]


def allowed(length: int) -> int:
    """How many slips a word of so many letters may have: none below four, one to five, two to eleven, then three."""
    return (length >= SHORTEST_MENDED) + (length >= 6) + (length >= 12)


def plausible(typed: str, term: str, distance: int) -> bool:
    """Whether a near word may be meant: short words only by one slip inside, far ones only with the same beginning."""
    if len(term) < SHORTEST_MENDED:
        return False
    if distance == 1:
        return len(typed) > SHORTEST_MENDED or len(term) > SHORTEST_MENDED or sorted(typed) == sorted(term)
    return typed[0] == term[0] and len(term) > 5
