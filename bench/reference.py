"""The finder again, slow and obvious: one document at a time, in plain Python, to check the fast ones by."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo

import msgspec
import numpy as np

from dooryard.core import hours
from dooryard.core.bundle import grid, ranking, wording
from dooryard.core.documents import NOT_STATED, Document, Question
from dooryard.core.places import EARTH_RADIUS_MILES, Place, Reach, reaching

Groups = list[list[str]]


class Answer(msgspec.Struct):
    """What a finder answers: the exact total, the ids of the first hits, counts by facet and value."""

    total: int
    top: list[str]
    facets: dict[str, dict[str, int]]
    scores: list[float] = []


class Reference:
    """Documents in the order of a bundle, with their terms counted."""

    def __init__(self, documents: Iterable[Document], zones: Mapping[str, tzinfo]) -> None:
        self.documents = sorted(documents, key=grid.order)
        self.zones = zones
        self.counts = [wording.term_counts(document) for document in self.documents]
        self.lengths = [sum(counts.values()) for counts in self.counts]
        self.average = sum(self.lengths) / max(len(self.lengths), 1) or 1.0
        self.frequency = Counter(term for counts in self.counts for term in counts)
        self.facets = sorted({name for document in self.documents for name in document.facets})

    def answer(self, question: Question, at: datetime) -> Answer:
        """The answer to a question, by looking at every document."""
        groups = [self._meant(group, last=at == len(question.groups) - 1) for at, group in enumerate(question.groups)]
        names = [self._meant([term], last=at == len(question.name) - 1) for at, term in enumerate(question.name)]
        hours_of_all: Counter[str] = Counter()
        rows = []
        for number, document in enumerate(self.documents):
            name = self._name(document, names) if question.match == "main" else 0.0
            called = name >= ranking.CALLED
            if not (name or self._asked(number, question, groups)) or not self._suits(document, question, called):
                continue
            state = self._state(document, at) if ranking.TIERS[document.status] == 0 else "closed"
            hours_of_all[state] += 1
            if question.open_now and state == "closed":
                continue
            score = round(self._score(number, question, groups, name), 6)
            later = question.open_now and state != "open"
            rows.append((not called, ranking.TIERS[document.status], later, -score, number))
        rows.sort()
        found = [self.documents[number] for *_, number in rows]
        return Answer(
            total=len(rows),
            top=[document.id for document in found[: question.limit]],
            facets=self._counted(found) | {"open": dict(hours_of_all)},
            scores=[-score for *_, score, _ in rows[: question.limit]],
        )

    def _meant(self, group: Sequence[str], *, last: bool) -> list[str]:
        """The index terms that alternatives stand for; in the last group an unknown word is the beginning of others."""
        found = []
        for term in group:
            if term in self.frequency:
                found.append(term)
            elif last and len(term) >= 2:
                found += [known for known in self.frequency if known.startswith(term)]
        return found

    def _weight(self, term: str) -> float:
        held = self.frequency[term]
        return math.log1p((len(self.documents) - held + 0.5) / (held + 0.5))

    def _asked(self, number: int, question: Question, groups: Groups) -> bool:
        document = self.documents[number]
        if question.wanted:
            main = any(key in document.categories for key in question.wanted)
            if question.match == "main":
                return main
            return not main and any(key in document.also for key in question.wanted)
        return all(any(term in self.counts[number] for term in group) for group in groups)

    def _suits(self, document: Document, question: Question, called: bool) -> bool:
        for facet, values in question.filters.items():
            if not set(values) & set(self._values(document, facet)):
                return False
        if question.age is not None:
            if document.minimum_age is not None and question.age < document.minimum_age:
                return False
            if document.maximum_age is not None and question.age > document.maximum_age:
                return False
        return called or question.place is None or reaches(document, question.place, question.within)

    def _values(self, document: Document, facet: str) -> tuple[str, ...]:
        built_in = {
            "category": document.categories,
            "county": (document.county,) if document.county else (),
            "status": (document.status,),
            "reach": (document.reach,),
        }
        return built_in.get(facet, document.facets.get(facet, ())) or (NOT_STATED,)

    def _state(self, document: Document, at: datetime) -> str:
        if not document.schedules or document.zone not in self.zones:
            return "unknown"
        minute = at.replace(second=0, microsecond=0)
        return hours.open_state(document.schedules, minute, self.zones[document.zone]).state

    def _score(self, number: int, question: Question, groups: Groups, name: float) -> float:
        document = self.documents[number]
        held = document.categories if question.match == "main" else document.also
        score = ranking.standing(document)
        score += ranking.ANSWERS * max((weight for key, weight in question.wanted.items() if key in held), default=0.0)
        score += ranking.WORDS * self._words(number, groups) + ranking.NAME * name
        if question.place is not None:
            distance = distance_to(document, question.place)
            near = ranking.UNPLACED if distance is None else 1 / (1 + distance / ranking.HALF_MILES)
            reach = comes(document, question.place)
            share = ranking.ELSEWHERE if reach != document.reach else 1.0
            score += ranking.NEAR * max(near, ranking.REACH[reach]) * share
        return score

    def _words(self, number: int, groups: Groups) -> float:
        most = sum(max(map(self._weight, group), default=0.0) for group in groups)
        slowed = 1.2 * (1 - 0.75 + 0.75 * self.lengths[number] / self.average)
        total = 0.0
        for group in groups:
            held = [(term, self.counts[number][term]) for term in group if term in self.counts[number]]
            steps = [(term, min(max(round(count / (count + slowed) * 255), 1), 255)) for term, count in held]
            total += max((step * self._weight(term) / 255 for term, step in steps), default=0.0)
        return total / most if most else 0.0

    def _name(self, document: Document, asked: Groups) -> float:
        unknown = math.log1p((len(self.documents) + 0.5) / 0.5)
        mass = sum(max(map(self._weight, terms), default=unknown) for terms in asked)
        meant = [term for terms in asked for term in terms]
        best = 0.0
        for name, town, kind in wording.names_of(document):
            shared = sum(self._weight(term) for term in meant if term in name)
            covered = min(shared / sum(map(self._weight, name)), 1.0)
            here = sum(self._weight(term) for term in meant if term in town)
            covering = min((shared + here) / mass, 1.0) if mass else 0.0
            if covered >= ranking.NAME_COVERED and covering >= ranking.NAME_COVERING:
                best = max(best, covered * covering * kind)
        return best

    def _counted(self, found: Sequence[Document]) -> dict[str, dict[str, int]]:
        names = ["category", "county", "status", "reach", *self.facets]
        return {
            name: dict(Counter(value for document in found for value in dict.fromkeys(self._values(document, name))))
            for name in names
        }


def distance_to(document: Document, place: Place) -> float | None:
    """Miles on the sphere between two positions of 32-bit floats, None without coordinates."""
    if document.lat is None or document.lon is None:
        return None
    here, there = _position(place.lat, place.lon), _position(document.lat, document.lon)
    return 2 * EARTH_RADIUS_MILES * math.asin(min(math.dist(here, there) / 2, 1.0))


def _position(lat: float, lon: float) -> tuple[float, ...]:
    phi, lam = math.radians(lat), math.radians(lon)
    point = (math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi))
    return tuple(float(np.float32(part)) for part in point)


def comes(document: Document, place: Place) -> Reach:
    """How a document reaches a place if no distance is too far: what comes to other counties only is but a site."""
    return reaching(document.reach, document.areas, document.county, 0.0, place, None) or "site"


def reaches(document: Document, place: Place, within: float | None) -> bool:
    """Reach before radius: whether a document reaches a place, within so many miles or (None) without a limit."""
    limit = None if within is None else within + grid.SLACK
    distance = distance_to(document, place)
    return reaching(document.reach, document.areas, document.county, distance, place, limit) is not None
