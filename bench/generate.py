"""Makes realistic records and questions from a fixed seed: all of it invented, none of it a real service.

Words follow Zipf's law, sites cluster in towns of uneven size, hours come from 3,000 weekly patterns.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

from bench.lexicon import AUDIENCES, CATEGORIES, COMMON, COSTS, LANGUAGES, SUFFIXES, SYNONYMS, made_up
from dooryard.core.documents import Document, Question
from dooryard.core.hsds import Schedule
from dooryard.core.places import Place
from dooryard.core.text import terms

SEED = 20261123
ZONE = "America/New_York"
PATTERNS = 3000
MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo(ZONE))
MOMENTS = (600, 810, 1380, 2040, 3300, 5000, 7000, 9500)
"""Minutes of the week at which questions are asked."""

_NIL = "00000000-0000-0000-0000-000000000000"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STATE = (43.1, 47.3, -71.0, -67.0, 140)
_REGION = (39.5, 47.3, -80.0, -67.0, 1500)


class Asked(msgspec.Struct, frozen=True):
    """A question of the benchmark and the moment it is asked."""

    question: Question
    at: datetime


class Corpus(msgspec.Struct, frozen=True):
    """The records and the questions of one size."""

    documents: list[Document]
    questions: list[Asked]


def corpus(size: int, questions: int = 400) -> Corpus:
    """`size` documents and the questions about them; the same numbers always give the same ones."""
    made = _Maker(size)
    documents = [made.document(number) for number in range(size)]
    return Corpus(documents, [made.question(documents) for _ in range(questions)])


def _zipf(count: int, exponent: float) -> Any:
    weights = 1.0 / np.arange(1, count + 1) ** exponent
    return weights / weights.sum()


class _Maker:
    """Draws everything from one generator, in order."""

    def __init__(self, size: int) -> None:
        self.random = np.random.default_rng(SEED + size)
        south, north, west, east, towns = _STATE if size <= 5000 else _REGION
        proper = made_up(12_000, np.random.default_rng(SEED))
        self.towns = [word.capitalize() for word in proper[:towns]]
        self.centres = np.column_stack(
            (self.random.uniform(south, north, towns), self.random.uniform(west, east, towns))
        )
        self.size_of_town = _zipf(towns, 0.95)
        self.providers = [
            f"{word.capitalize()} {SUFFIXES[at % len(SUFFIXES)]}" for at, word in enumerate(proper[2000:])
        ]
        self.words = {name: self._bag(words, proper[4000:]) for name, words in CATEGORIES.items()}
        self.patterns = [self._pattern() for _ in range(PATTERNS)]
        self.pattern_use = _zipf(PATTERNS, 1.0)
        self.category_use = self.random.permutation(_zipf(len(CATEGORIES), 0.7))
        self.names = list(CATEGORIES)

    def _bag(self, words: Sequence[str], tail: Sequence[str]) -> tuple[list[str], Any]:
        """The words of a description about a category, with how likely each is: common, its own, and a long tail."""
        weights = np.concatenate(
            (0.42 * _zipf(len(COMMON), 1.0), 0.38 * _zipf(len(words), 0.7), 0.2 * _zipf(len(tail), 0.9))
        )
        return [*COMMON, *words, *tail], weights / weights.sum()

    def _pattern(self) -> tuple[Schedule, ...]:
        """Hours of a week on quarters of an hour; one in eight states none, one in twelve never closes."""
        kind = self.random.random()
        if kind < 0.12:
            return ()
        if kind < 0.2:
            return (Schedule(id=_NIL, freq="WEEKLY", byday=",".join(_DAYS), opens_at="00:00", closes_at="23:59"),)
        days = (
            list(_DAYS[:5]) if kind < 0.65 else sorted(self._some(_DAYS, self.random.integers(1, 7)), key=_DAYS.index)
        )
        opens, closes = int(self.random.integers(28, 44)), int(self.random.integers(56, 84))
        late = int(self.random.integers(0, len(days)))
        groups = [(days[:late] + days[late + 1 :], closes), ([days[late]], closes + int(self.random.integers(1, 9)))]
        return tuple(
            Schedule(id=_NIL, freq="WEEKLY", byday=",".join(some), opens_at=_clock(opens), closes_at=_clock(end))
            for some, end in groups
            if some
        )

    def _some(self, values: Sequence[str], count: int) -> list[str]:
        return [str(value) for value in self.random.choice(values, count, replace=False)]

    def document(self, number: int) -> Document:
        """One invented service at one invented site."""
        random = self.random
        category = self.names[int(random.choice(len(self.names), p=self.category_use))]
        town = int(random.choice(len(self.towns), p=self.size_of_town))
        own = CATEGORIES[category]
        words, weights = self.words[category]
        spread = 0.04 if random.random() < 0.8 else 0.15
        lat, lon = self.centres[town] + random.normal(0, spread, 2)
        low, high = (None, None) if random.random() < 0.42 else (18.0, None)
        if random.random() < 0.1:
            low, high = float(random.integers(0, 18)), float(random.integers(18, 26))
        text = random.choice(len(words), int(random.integers(30, 70)), p=weights).tolist()
        return Document(
            id=f"bench-{number:07d}",
            ref=f"bench-{number:07d}",
            source="bench",
            service=" ".join(self._some(own, int(random.integers(1, 4)))).capitalize(),
            organization=self.providers[int(random.zipf(1.3)) * 7919 % len(self.providers)],
            categories=(category,),
            description=" ".join(words[at] for at in text),
            town=self.towns[town],
            county=f"County {town % 16 + 1}",
            lat=round(float(lat), 6),
            lon=round(float(lon), 6),
            schedules=self.patterns[int(random.choice(PATTERNS, p=self.pattern_use))],
            zone=ZONE,
            minimum_age=low,
            maximum_age=high,
            status="open",
            sources=int(random.integers(1, 4)),
            facets=self._facets(),
        )

    def _facets(self) -> dict[str, tuple[str, ...]]:
        """Languages, costs and audiences; one service in ten says nothing of the last two."""
        random = self.random
        rare = np.flatnonzero(random.random(len(LANGUAGES) - 1) < 0.25 / np.arange(1, len(LANGUAGES)) ** 1.1)
        found = {"language": (LANGUAGES[0], *(LANGUAGES[at + 1] for at in rare))}
        for name, values, share in (("cost", COSTS, 0.3), ("audience", AUDIENCES, 0.12)):
            stated = tuple(value for value in values if random.random() < share)
            if stated and random.random() < 0.9:
                found[name] = stated
        return found

    def question(self, documents: Sequence[Document]) -> Asked:
        """A question that some service could answer: words with synonyms, a place, facets, now or any time."""
        random = self.random
        aim = documents[int(random.integers(len(documents)))]
        town = self.towns.index(aim.town)
        lat, lon = (self.centres[town] + random.normal(0, 0.03, 2)).round(5)
        placed, now = random.random() < 0.85, random.random() < 0.35
        facets = self._some(("language", "cost", "audience", "age"), int(random.choice(4, p=(0.45, 0.3, 0.15, 0.1))))
        stated = {name: aim.facets[name] for name in facets if name in aim.facets}
        question = Question(
            groups=self._groups(aim),
            place=Place(aim.town, "point", float(lat), float(lon)) if placed else None,
            within=float(random.choice((5, 10, 25, 50, 100), p=(0.15, 0.25, 0.35, 0.15, 0.1))) if placed else None,
            open_now=now,
            age=float(random.choice((15, 17, 25, 40, 67))) if "age" in facets else None,
            filters={name: (str(random.choice(values)),) for name, values in stated.items()},
        )
        return Asked(question, MONDAY + timedelta(minutes=int(random.choice(MOMENTS)) if now else 600))

    def _groups(self, aim: Document) -> tuple[tuple[str, ...], ...]:
        """One in eight has no words, one in twelve names a provider, the rest ask for one to three words."""
        kind = self.random.random()
        if kind < 0.12:
            return ()
        if kind < 0.2:
            return tuple((term,) for term in terms(aim.organization)[:1])
        words = dict.fromkeys(terms(aim.service))
        return tuple(tuple(dict.fromkeys((word, *SYNONYMS.get(word, ())))) for word in words)


def _clock(quarter: int) -> str:
    return f"{quarter // 4:02d}:{quarter % 4 * 15:02d}"
