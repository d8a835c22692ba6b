"""What the engines without a notion of place, hours or facets are given: columns in memory and the blended order."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from bench.engines import FACETS, all_values, values_of
from bench.generate import Asked, Corpus
from bench.reference import Answer
from dooryard.core import hours
from dooryard.core.bundle import grid, ranking, wording

SLOT = 15
_LEAVES = 1024


def slots_of(schedules: Sequence[Any]) -> list[int]:
    """Hours as nodes of a binary tree over the quarters of a week: few numbers, and a moment is inside ten of them.

    Node 0 says that no hours are stated. The usual way to search intervals in an index of terms.
    """
    if not schedules:
        return [0]
    nodes: set[int] = set()
    for start, end in hours.weekly_minutes(schedules) or ():
        low, high = start // SLOT + _LEAVES, -(-end // SLOT) + _LEAVES
        while low < high:
            if low & 1:
                nodes.add(low)
                low += 1
            if high & 1:
                high -= 1
                nodes.add(high)
            low, high = low >> 1, high >> 1
    return sorted(nodes)


def nodes_at(at: datetime) -> list[int]:
    """The nodes that hold a moment."""
    node = ((at.weekday() * 24 + at.hour) * 60 + at.minute) // SLOT + _LEAVES
    found = []
    while node:
        found.append(node)
        node >>= 1
    return found


def word_scale(corpus: Corpus, asked: Asked, frequency: Counter[str]) -> float:
    """What a BM25 score of this question must be multiplied with to weigh as much as ours; given free."""
    size = len(corpus.documents)
    most = sum(
        max((math.log1p((size - frequency[term] + 0.5) / (frequency[term] + 0.5)) for term in group), default=0.0)
        for group in asked.question.groups
    )
    return ranking.WORDS / (most * (ranking.SATURATION + 1)) if most else 0.0


def frequencies(corpus: Corpus) -> Counter[str]:
    """How many documents hold each term."""
    return Counter(term for document in corpus.documents for term in wording.term_counts(document))


class Columns:
    """Coordinates, hours, ages and facets of every document, by its number in the corpus."""

    def __init__(self, corpus: Corpus) -> None:
        documents = corpus.documents
        self.ids = [document.id for document in documents]
        self.position = np.array([grid.position(found.lat, found.lon) for found in documents], np.float32)
        self.low = np.array([np.nan if found.minimum_age is None else found.minimum_age for found in documents])
        self.high = np.array([np.nan if found.maximum_age is None else found.maximum_age for found in documents])
        self.standing = np.array([ranking.standing(found) for found in documents])
        self.values = all_values(corpus)
        self.bits = {name: self._bits([values_of(found).get(name, ()) for found in documents], name) for name in FACETS}
        patterns: dict[tuple[Any, ...], int] = {}
        self.pattern = np.array([patterns.setdefault(found.schedules, len(patterns)) for found in documents])
        self._slots = [set(slots_of(schedules)) for schedules in patterns]
        self._open: dict[datetime, Any] = {}

    def _bits(self, stated: list[tuple[str, ...]], name: str) -> Any:
        number = {value: at for at, value in enumerate(self.values[name])}
        return np.array([sum(1 << number[value] for value in values) for values in stated], np.uint64)

    def states(self, at: datetime) -> Any:
        """For each pattern 0 open, 1 closed, 2 not stated; kept, as ours are."""
        if at not in self._open:
            moment = set(nodes_at(at))
            self._open[at] = np.array([0 if slots & moment else 2 if 0 in slots else 1 for slots in self._slots])
        return self._open[at]

    def answer(self, asked: Asked, numbers: Any, words: Any) -> Answer:
        """Everything but the words: filters, distance, order and counts, over the documents that hold the words.

        `words` is what they add to the score of each document.
        """
        question = asked.question
        kept = np.ones(len(numbers), bool)
        score = words + self.standing[numbers]
        for name, values in question.filters.items():
            wanted = np.uint64(1 << self.values[name].index(values[0]))
            kept &= (self.bits[name][numbers] & wanted) > 0
        if question.age is not None:
            kept &= ~((self.low[numbers] > question.age) | (self.high[numbers] < question.age))
        if question.open_now:
            state = self.states(asked.at)[self.pattern[numbers]]
            kept &= state != 1
            score = score - (state == 2) * 100.0
        if question.place is not None:
            here = grid.position(question.place.lat, question.place.lon)
            miles = grid.miles_between(here, self.position[numbers])
            kept &= miles <= question.within
            score = score + ranking.NEAR / (1 + miles / ranking.HALF_MILES)
        numbers, score = numbers[kept], score[kept]
        first = ranking.first(score, question.limit)
        facets = {name: self._count(name, numbers) for name in FACETS}
        return Answer(len(numbers), [self.ids[number] for number in numbers[first].tolist()], facets)

    def _count(self, name: str, numbers: Any) -> dict[str, int]:
        bits = self.bits[name][numbers]
        found = {value: int(np.count_nonzero(bits & np.uint64(1 << at))) for at, value in enumerate(self.values[name])}
        return {value: count for value, count in found.items() if count}
