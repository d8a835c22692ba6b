"""Which documents hold the words of a question or go by the name in it, and how strongly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

import msgspec
import numpy as np
from pyroaring import BitMap

from dooryard.core.bundle import ranking
from dooryard.core.bundle.format import Array, Pieces, Segment

SHORTEST_PREFIX = 2
"""Letters that a word begun must have before it stands for the words it may become."""

FEW = 8
"""A list this many times longer than the documents asked about is searched; a shorter one is laid out whole."""


def numbers_of(found: BitMap) -> Array:
    """The members of a set in order, as an index into columns."""
    return np.frombuffer(found.to_array(), np.uint32).astype(np.intp) if found else np.zeros(0, np.intp)


class Term(msgspec.Struct, frozen=True):
    """An index term as a question meets it: its weight, the documents that hold it, how strongly each does."""

    weight: float
    documents: BitMap
    impacts: Array


class Words:
    """The terms of a bundle and the documents that hold them."""

    def __init__(self, postings: Segment, documents: int) -> None:
        self._count = documents
        self._listed = Pieces(postings, "terms")
        self._sets = Pieces(postings, "term_sets")
        self._frequency = postings["frequency"]
        self._weights = ranking.rarity(documents, self._frequency)
        self.unknown = float(ranking.rarity(documents, 0))
        """The weight of a term that nobody holds."""
        self._impacts, self._ends = postings["impacts"], postings["impacts.ends"].data

    @cached_property
    def listed(self) -> list[str]:
        """Every index term, sorted."""
        return [term.decode() for term in self._listed]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {term: number for number, term in enumerate(self.listed)}

    @cached_property
    def frequency(self) -> dict[str, int]:
        """How many documents hold each term."""
        return dict(zip(self.listed, self._frequency.tolist(), strict=True))

    def weight(self, term: int) -> float:
        """How much a term tells, by its number."""
        return float(self._weights[term])

    def standing_for(self, term: str, *, begun: bool) -> Sequence[int]:
        """The numbers of the terms meant: itself, or where it is unknown and only begun, all that begin so."""
        number = self._numbers.get(term)
        if number is not None:
            return (number,)
        if not begun or len(term) < SHORTEST_PREFIX:
            return ()
        return range(bisect_left(self.listed, term), bisect_left(self.listed, term + "\U0010ffff"))

    def resolve(self, groups: Sequence[Sequence[str]]) -> list[list[Term]]:
        """The terms that each group of alternatives stands for; the last group may hold a word only begun."""
        last = len(groups) - 1
        return [
            [self._term(number) for term in group for number in self.standing_for(term, begun=place == last)]
            for place, group in enumerate(groups)
        ]

    def _term(self, number: int) -> Term:
        documents = BitMap.deserialize(self._sets[number])
        impacts = self._impacts[self._ends[number] : self._ends[number + 1]]
        return Term(self.weight(number), documents, impacts)

    def holding(self, groups: list[list[Term]]) -> BitMap:
        """The documents that hold some term of every group."""
        found: BitMap | None = None
        for group in groups:
            some = BitMap.union(*(term.documents for term in group)) if group else BitMap()
            found = some if found is None else found & some
        return BitMap() if found is None else found

    def strength(self, groups: list[list[Term]], numbers: Array) -> Array:
        """How strongly documents speak of the groups, 0 to 1: of each group the strongest term counts."""
        most = sum(max((term.weight for term in group), default=0.0) for group in groups)
        total = np.zeros(len(numbers))
        sought = numbers.astype(np.uint32)
        for group in groups:
            best: Array | float = 0.0
            for at, term in enumerate(group):
                strength = self._spread(term, sought) * (term.weight / (ranking.STRONGEST * most))
                best = np.maximum(best, strength) if at else strength
            total += best
        return total

    def _spread(self, term: Term, sought: Array) -> Array:
        """The impacts of a term on the documents numbered, 0 where it does not occur."""
        holders = np.frombuffer(term.documents.to_array(), np.uint32)
        if len(sought) * FEW < len(holders):
            places = holders.searchsorted(sought)
            found: Array = term.impacts.take(places, mode="clip") * (holders.take(places, mode="clip") == sought)
            return found
        room = np.zeros(self._count, np.uint8)
        room[holders] = term.impacts
        return room[sought]


class Names:
    """The names that documents go by, each stored once."""

    def __init__(self, postings: Segment, words: Words) -> None:
        self._words = words
        self._masses, self._kinds = postings["name_masses"], postings["name_kinds"]
        self._documents, self._ends = postings["name_documents"], postings["name_documents.ends"]
        self._names, self._name_ends = postings["term_names"], postings["term_names.ends"]
        self._towns, self._town_ends = postings["term_towns"], postings["term_towns.ends"]

    def match(self, asked: Sequence[str]) -> tuple[Array, Array]:
        """The documents asked for by name, sorted, and how surely each was (0 to 1).

        A name is meant if the question holds enough of it and it accounts, with its town, for enough of the question;
        both are weighed by how rare the words are.
        """
        if not asked:
            return _NOBODY
        meant = [self._words.standing_for(term, begun=place == len(asked) - 1) for place, term in enumerate(asked)]
        weights = [[self._words.weight(term) for term in terms] for terms in meant]
        mass = sum(max(found, default=self._words.unknown) for found in weights)
        pairs = list(zip([t for ts in meant for t in ts], [w for ws in weights for w in ws], strict=True))
        held = [self._names[self._name_ends[term] : self._name_ends[term + 1]] for term, _ in pairs]
        if not sum(map(len, held)):
            return _NOBODY
        names, place = np.unique(np.concatenate(held), return_inverse=True)
        shared = np.bincount(place, np.repeat([weight for _, weight in pairs], [len(part) for part in held]))
        covered = shared / self._masses[names]
        covering = (shared + self._in_town(pairs, names)) / mass
        score = ranking.name_score(np.minimum(covered, 1.0), np.minimum(covering, 1.0), self._kinds[names])
        return self._holders(names[score > 0], score[score > 0])

    def _in_town(self, pairs: list[tuple[int, float]], names: Array) -> Array:
        """The weight of the question's words that each name lacks and its town has."""
        found = np.zeros(len(names))
        for term, weight in pairs:
            towns = self._towns[self._town_ends[term] : self._town_ends[term + 1]]
            if len(towns):
                found += weight * np.isin(names, towns)
        return found

    def _holders(self, names: Array, score: Array) -> tuple[Array, Array]:
        """The documents that go by the names, each with its best score."""
        best: dict[int, float] = {}
        for name, value in zip(names.tolist(), score.tolist(), strict=True):
            for document in self._documents[self._ends[name] : self._ends[name + 1]].tolist():
                best[document] = max(best.get(document, 0.0), value)
        numbers = sorted(best)
        return np.array(numbers, np.intp), np.array([best[number] for number in numbers])


_NOBODY: tuple[Array, Array] = (np.zeros(0, np.intp), np.zeros(0))
