"""Which words of a question are a place: Hope, Unity and Strong are towns, but mostly they are words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from dooryard.core.places import Place


class Spot(NamedTuple):
    """A place name in the row of words: where it stands, what it may mean (best first), whether it is meant."""

    start: int
    end: int
    places: tuple[Place, ...]
    meant: bool


class Whereabouts:
    """Place names by their words, with the words that are also ordinary and the names of organizations.

    A name counts when grammar bears it out (`before` such as "near", `after` such as "county", the state or a ZIP
    behind it), when it is all that was said, or when it is no ordinary word. A name that lies in an organization's
    name of the directory is not meant, whatever the grammar.
    """

    def __init__(
        self,
        names: Mapping[tuple[str, ...], tuple[Place, ...]],
        ordinary: Collection[str],
        before: Collection[str],
        after: Collection[str],
        titles: Collection[tuple[str, ...]],
    ) -> None:
        self._names = names
        self._ordinary = frozenset(ordinary)
        self._before = {tuple(phrase.split()) for phrase in before}
        self._after = frozenset(after)
        self._states = {name for name, found in names.items() if found[0].kind == "state"}
        self._longest = max(map(len, names), default=0)
        self._titles: dict[str, list[tuple[str, ...]]] = {}
        for title in titles:
            for word in title if len(title) > 1 else ():
                self._titles.setdefault(word, []).append(title)

    def find(self, words: Sequence[str], needed: Collection[int]) -> list[Spot]:
        """The place names among the words, meant or not; `needed` are positions that a need explains."""
        spots: list[Spot] = []
        at = 0
        while at < len(words):
            spot = self._spot(words, at, needed)
            if spot:
                spots.append(spot)
            at = spot.end if spot else at + 1
        return spots

    def _spot(self, words: Sequence[str], start: int, needed: Collection[int]) -> Spot | None:
        for end in range(min(len(words), start + self._longest), start, -1):
            places = self._names.get(tuple(words[start:end]))
            if places:
                meant = places[0].kind == "state" or self._meant(words, start, end, needed)
                return Spot(start, end, places, meant)
        return None

    def _meant(self, words: Sequence[str], start: int, end: int, needed: Collection[int]) -> bool:
        if self._titled(words, start, end, needed):
            return False
        if self._borne_out(words, start, end) or end - start == len(words):
            return True
        plain = end - start == 1 and words[start] in self._ordinary
        return not plain and not all(at in needed for at in range(start, end))

    def _borne_out(self, words: Sequence[str], start: int, end: int) -> bool:
        if any(tuple(words[max(0, start - size) : start]) in self._before for size in (1, 2, 3)):
            return True
        if any(tuple(words[end : end + len(state)]) == state for state in self._states):
            return True
        following = words[end] if end < len(words) else ""
        if following == "me":
            return end + 1 == len(words)
        return following in self._after or (len(following) == 5 and following.isdigit())

    def _titled(self, words: Sequence[str], start: int, end: int, needed: Collection[int]) -> bool:
        """Whether part of an organization's name lies over the place and over a word that nothing else explains."""
        for title in self._titles.get(words[start], ()):
            begin, stop = _run(words, title, start)
            others = [at for at in range(begin, stop) if not start <= at < end]
            if any(at not in needed and words[at] not in self._after for at in others):
                return True
        return False


def _run(words: Sequence[str], title: Sequence[str], at: int) -> tuple[int, int]:
    """How far the words before and after a position are those of the title."""
    shift = title.index(words[at]) - at
    begin, stop = at, at + 1
    while begin and begin + shift and words[begin - 1] == title[begin + shift - 1]:
        begin -= 1
    while stop < len(words) and stop + shift < len(title) and words[stop] == title[stop + shift]:
        stop += 1
    return begin, stop


def choose(spots: Sequence[Spot]) -> tuple[Place | None, tuple[Place, ...]]:
    """The place that was meant and the others it might have been: a ZIP before a town, a town before its county."""
    order = {"zip": 0, "town": 1, "county": 2}
    ranked = sorted(
        (spot for spot in spots if spot.places[0].kind in order),
        key=lambda spot: (not spot.meant, order[spot.places[0].kind], spot.start),
    )
    if not ranked:
        return None, ()
    offered = tuple(dict.fromkeys(place for spot in ranked for place in spot.places))
    return (offered[0], offered[1:]) if ranked[0].meant else (None, offered)
