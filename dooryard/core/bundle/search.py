"""One question asked of a bundle at one moment: what is found, in order, and what another choice would give."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

import numpy as np
from pyroaring import BitMap

from dooryard.core.bundle import grid, openness, ranking
from dooryard.core.bundle.format import Array
from dooryard.core.bundle.matching import Names, Words, numbers_of
from dooryard.core.bundle.openness import Openness
from dooryard.core.bundle.reaching import REACHES, Reaching
from dooryard.core.bundle.values import BUILT_IN, Values, bitmap
from dooryard.core.documents import NOT_STATED, Found, Hit, Question
from dooryard.core.lazily import lazily

ANY = "any"
"""The band of distance that has no limit."""


@dataclass(frozen=True)
class Parts:
    """What a bundle is asked through."""

    count: int
    values: Values
    words: Words
    names: Names
    reaching: Reaching
    openness: Openness
    pattern: Array
    reach: Array
    tier: Array
    standing: Array
    ages: tuple[Array, Array]


@dataclass(frozen=True)
class _Reached:
    """Documents that reach the person, in order; what is closed for good or only planned has the state closed.

    `suited` says who takes the age asked about, `awake` who is not known to be closed, if only that was asked for.
    """

    numbers: Array
    distances: Array
    states: Array
    suited: Array
    awake: Array

    def only(self, kept: Array) -> _Reached:
        """Those that a mask keeps."""
        if kept.all():
            return self
        columns = (self.numbers, self.distances, self.states, self.suited, self.awake)
        return _Reached(*(column[kept] for column in columns))


class Search:
    """What a question finds; whatever else may be asked of it is worked out when it is first wanted.

    A facet's count says how many there would be with a value chosen and all else as it is: the found ones that have
    it, and those that fail this facet alone.
    """

    def __init__(self, parts: Parts, question: Question, at: datetime) -> None:
        self._parts = parts
        self.question = question
        self._groups = parts.words.resolve(question.groups)
        self._named, surely = parts.names.match(question.name if question.match == "main" else ())
        self._surely = surely
        self._called = bitmap(self._named[surely >= ranking.CALLED])
        self._minute = parts.openness.minute(at)
        self._wanted = self._candidates()
        self._chosen = self._filtered()
        self._reached = self._reach(self._chosen, question.within)
        self._met = self._reached.only(self._reached.suited & self._reached.awake)
        self._tiers = parts.tier[self._met.numbers]

    @property
    def total(self) -> int:
        """How many are found."""
        return len(self._met.numbers)

    @lazily
    def usable(self) -> int:
        """How many of them are neither closed for good nor only planned."""
        return int(np.count_nonzero(self._tiers == 0))

    @lazily
    def found(self) -> Found:
        """Exact total, the first hits in order, and counts over what is found."""
        numbers, same = self._met.numbers, self.total == len(self._chosen)
        facets = self._parts.values.counts(self._chosen if same else None, numbers)
        return Found(total=self.total, usable=self.usable, hits=self.hits, facets=facets | {"open": self._states()})

    @lazily
    def facets(self) -> dict[str, dict[str, int]]:
        """By facet how many there would be with each value chosen, all other choices standing."""
        facets = dict(self.found.facets)
        found = bitmap(self._met.numbers) if self._failing else BitMap()
        for field, others in self._failing.items():
            facets[field] = self._parts.values.count(field, found | bitmap(others))
        if self.question.age is not None:
            facets["age"] = self._ages()
        return facets

    @lazily
    def without(self) -> dict[str, int]:
        """How many more could be used without each single choice: by facet, "age", "open" and "distance"."""
        more = {field: self._working(others) for field, others in self._failing.items()}
        suited, awake = self._reached.suited, self._reached.awake
        if self.question.age is not None:
            more["age"] = self._working(self._reached.numbers[~suited & awake])
        if self.question.open_now:
            more["open"] = self._working(self._reached.numbers[suited & ~awake])
        if self.question.place is not None and self.question.within is not None:
            more["distance"] = len(self._anywhere - self._unusable) - self.usable
        return more

    @lazily
    def later(self) -> int:
        """How many of those left out because they are closed open later on this very day."""
        asleep = self._reached.numbers[self._reached.suited & ~self._reached.awake]
        asleep = asleep[self._parts.tier[asleep] == 0]
        return int(np.count_nonzero(self._minute.later[self._parts.pattern[asleep]]))

    def bands(self, miles: Sequence[float]) -> dict[str, int]:
        """How many there would be within each of so many miles and at any distance; nothing where no place is asked."""
        place = self.question.place
        if place is None or place.kind == "state":
            return {}
        reached = self._reach(self._chosen, max(miles))
        reached = reached.only(reached.suited & reached.awake)
        anyhow = self._parts.reaching.anyhow(reached.numbers, place, self._called)
        within = {
            f"{limit:g}": int(np.count_nonzero(anyhow | (reached.distances <= limit + grid.SLACK))) for limit in miles
        }
        return within | {ANY: len(self._anywhere)}

    def _candidates(self) -> BitMap:
        """What is wanted, or holds all the words, or is everything; and what was asked for by name."""
        question, values = self.question, self._parts.values
        if question.wanted:
            main = values.any_of("category", question.wanted)
            found = main if question.match == "main" else values.any_of("also", question.wanted) - main
        elif self._groups:
            found = self._parts.words.holding(self._groups)
        else:
            found = BitMap()
            found.add_range(0, self._parts.count)
        return found | bitmap(self._named) if len(self._named) else found

    @lazily
    def _choices(self) -> list[BitMap]:
        """For each facet asked for the documents that have one of the values."""
        return [self._having(field, chosen) for field, chosen in self.question.filters.items()]

    def _having(self, field: str, chosen: Sequence[str]) -> BitMap:
        """The documents with one of the values; a facet that no document states is "not stated" for all."""
        if field not in self._parts.values.fields and NOT_STATED in chosen:
            return self._wanted
        return self._parts.values.any_of(field, chosen)

    def _filtered(self) -> BitMap:
        """Those with a value asked for in every facet; or those `unsaid`, which only fail to say so."""
        found: BitMap = self._wanted
        for choice in self._choices:
            found = found & choice
        return self._unsaid() - found if self.question.unsaid else found

    def _unsaid(self) -> BitMap:
        """Those usable that state a value asked for, or nothing, in every facet; where and what it is, all state."""
        found = self._wanted - self._unusable
        for (field, _), choice in zip(self.question.filters.items(), self._choices, strict=True):
            silent = BitMap() if field in BUILT_IN else self._having(field, (NOT_STATED,))
            found = found & (choice | silent)
        return found

    @lazily
    def _failing(self) -> dict[str, Array]:
        """For each facet asked for the documents that would be found without it, and are not with it."""
        before = list(accumulate(self._choices, operator.and_, initial=self._wanted))
        after = list(accumulate(reversed(self._choices), operator.and_, initial=self._wanted))[::-1]
        found = {}
        for at, field in enumerate(self.question.filters):
            alone = (before[at] & after[at + 1]) - self._choices[at]
            reached = self._reach(alone, self.question.within)
            found[field] = reached.numbers[reached.suited & reached.awake]
        return found

    @lazily
    def _anywhere(self) -> BitMap:
        """What would be found at any distance."""
        found = self._parts.reaching.anywhere(self._chosen, self.question.place, self._called)
        if self.question.age is None and not self.question.open_now:
            return found
        numbers = numbers_of(found)
        reached = self._told(numbers, np.full(len(numbers), np.nan))
        return bitmap(numbers[reached.suited & reached.awake])

    @lazily
    def _unusable(self) -> BitMap:
        """What is closed for good or only planned."""
        return self._parts.values.any_of("status", (status for status, tier in ranking.TIERS.items() if tier))

    def _reach(self, found: BitMap, within: float | None) -> _Reached:
        """Those of a set that reach the person."""
        return self._told(*self._parts.reaching.within(found, self.question.place, within, self._called))

    def _told(self, numbers: Array, distances: Array) -> _Reached:
        """Documents with their states, and who passes the age and the hours asked about."""
        question, parts = self.question, self._parts
        states = np.where(parts.tier[numbers] > 0, openness.CLOSED, self._minute.codes[parts.pattern[numbers]])
        suited = awake = np.ones(len(numbers), bool)
        if question.age is not None:
            suited = ~((parts.ages[0][numbers] > question.age) | (parts.ages[1][numbers] < question.age))
        if question.open_now:
            awake = states != openness.CLOSED
        return _Reached(numbers, distances, states, suited, awake)

    def _working(self, numbers: Array) -> int:
        return int(np.count_nonzero(self._parts.tier[numbers] == 0))

    def _states(self) -> dict[str, int]:
        """How many are open, closed and unknown, before what is closed is left out."""
        counts = np.bincount(self._reached.only(self._reached.suited).states, minlength=len(openness.STATES)).tolist()
        return {state: count for state, count in zip(openness.STATES, counts, strict=True) if count}

    def _ages(self) -> dict[str, int]:
        """How many say that they take the age asked about, say that they do not, or say nothing."""
        numbers = self._reached.numbers[self._reached.awake]
        low, high = (column[numbers] for column in self._parts.ages)
        silent = np.isnan(low) & np.isnan(high)
        suited = self._reached.suited[self._reached.awake]
        masks = {"yes": suited & ~silent, "no": ~suited, NOT_STATED: silent}
        return {name: count for name, mask in masks.items() if (count := int(np.count_nonzero(mask)))}

    @lazily
    def hits(self) -> tuple[Hit, ...]:
        """The first of what is found, in order."""
        met, parts = self._met, self._parts
        name = self._laid_out(self._named, self._surely)[met.numbers] if len(self._named) else None
        score = ranking.rounded(self._score(name))
        later = (met.states != openness.OPEN) if self.question.open_now else None
        first = ranking.first(ranking.order_key(score, self._tiers, name, later), self.question.limit)
        numbers = met.numbers[first]
        columns = (numbers, score[first], met.distances[first], parts.reach[numbers], parts.pattern[numbers])
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return tuple(
            Hit(
                index=number,
                score=points,
                distance=None if miles != miles else miles,
                reach=REACHES[reach],
                open=self._minute.state(pattern),
            )
            for number, points, miles, reach, pattern in rows
        )

    def _score(self, name: Array | None) -> Array:
        question, parts, numbers = self.question, self._parts, self._met.numbers
        score = parts.standing[numbers].astype(np.float64)
        if question.wanted:
            score += ranking.ANSWERS * self._answers(numbers)
        if self._groups:
            score += ranking.WORDS * parts.words.strength(self._groups, numbers)
        if name is not None:
            score += ranking.NAME * name
        if question.place is not None:
            score += ranking.NEAR * parts.reaching.nearness(numbers, self._met.distances, question.place)
        return score - ranking.UNSUITED * self._unsuited(numbers)

    def _unsuited(self, numbers: Array) -> Array:
        """Which documents state that they are for others than the person; one that says nothing may suit."""
        others = [self._parts.values.others(*pair, numbers) for pair in self.question.whom.items()]
        return np.any(others, axis=0) if others else np.zeros(len(numbers), bool)

    def _answers(self, numbers: Array) -> Array:
        """How well the category of each document answers: the best of what is wanted that it has."""
        field, room = "category" if self.question.match == "main" else "also", np.zeros(self._parts.count)
        for key, weight in sorted(self.question.wanted.items(), key=lambda pair: pair[1]):
            room[numbers_of(self._parts.values.documents(field, key))] = weight
        return room[numbers]

    def _laid_out(self, numbers: Array, values: Array) -> Array:
        room = np.zeros(self._parts.count)
        room[numbers] = values
        return room
