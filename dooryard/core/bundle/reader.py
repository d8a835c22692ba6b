"""A bundle in memory: asks it, and reads its documents, cards and records without copying what is not needed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo

import msgspec
import numpy as np
from pyroaring import BitMap

from dooryard.core.bundle import openness, ranking
from dooryard.core.bundle.format import Array, Buffer, BundleError, Pieces, digest, read_manifest, read_segments
from dooryard.core.bundle.matching import Names, Term, Words, numbers_of
from dooryard.core.bundle.openness import Minute, Openness
from dooryard.core.bundle.reaching import REACHES, Reaching
from dooryard.core.bundle.values import Field, Values, bitmap
from dooryard.core.documents import NOT_STATED, Document, Found, Hit, Question
from dooryard.core.hours import OpenState


class Bundle:
    """The compiled directory over buffers that its caller keeps alive; safe to ask from several threads.

    `segments` may hold more than the bundle needs. `zones` gives the tzinfo of each zone's name that the documents
    use; hours in a zone that is missing are unknown. Raises BundleError for what is damaged, cut or of another version.
    """

    def __init__(self, manifest: Buffer, segments: Mapping[str, Buffer], zones: Mapping[str, tzinfo]) -> None:
        self.manifest = read_manifest(manifest)
        self.digest = digest(manifest)
        self.count = self.manifest.documents
        found = read_segments(self.manifest, segments)
        columns, postings, records = found["columns"], found["postings"], found["records"]
        fields = msgspec.json.decode(Pieces(columns, "fields")[0], type=list[Field])
        self.vocabulary = Pieces(found["vocabulary"], "content")[0]
        self.gazetteer = Pieces(found["gazetteer"], "content")[0]
        self._texts, self._cards = Pieces(found["texts"], "documents"), Pieces(found["cards"], "cards")
        self._records, self._ids = Pieces(records, "records"), Pieces(records, "ids")
        self._by_id = records["ids.documents"]
        self._values = Values(fields, columns, postings)
        self._words = Words(postings, self.count)
        self._names = Names(postings, self._words)
        self._reaching = Reaching(columns, self._values)
        self._openness = Openness(columns, zones)
        self._pattern, self._reach, self._tier = columns["pattern"], columns["reach"], columns["tier"]
        self._standing = columns["standing"]
        if len(self._tier) != self.count:
            raise BundleError(f"the manifest counts {self.count} documents, the columns {len(self._tier)}")
        self._ages = columns["minimum_age"], columns["maximum_age"]

    @property
    def terms(self) -> Mapping[str, int]:
        """Every index term, sorted, with the number of documents that hold it."""
        return self._words.frequency

    def ids(self) -> Iterator[str]:
        """The id of every document, sorted."""
        return (found.decode() for found in self._ids)

    def index(self, id: str) -> int | None:
        """The number of the document with an id, or None."""
        place = bisect_left(self._ids, id.encode())
        if place < self.count and self._ids[place] == id.encode():
            return int(self._by_id[place])
        return None

    def record(self, id: str) -> bytes | None:
        """The whole record of the document with an id, or None."""
        index = self.index(id)
        return None if index is None else self._records[index]

    def card(self, index: int) -> bytes:
        """The card rendered beforehand of the document with a number."""
        return self._cards[index]

    def document(self, index: int) -> Document:
        """The document with a number; its schedules are those of its pattern, each with the nil id."""
        document = msgspec.json.decode(self._texts.view(index), type=Document)
        return msgspec.structs.replace(document, schedules=self._openness.schedules(int(self._pattern[index])))

    def state(self, index: int, at: datetime) -> OpenState:
        """Whether a document is open at an aware datetime, and when that changes."""
        return self._openness.minute(at).state(int(self._pattern[index]))

    def find(self, question: Question, at: datetime) -> Found:
        """The answer to a question at an aware datetime: exact total and counts, the first hits in order."""
        groups = self._words.resolve(question.groups)
        named, surely = self._names.match(question.name if question.match == "main" else ())
        found = self._filtered(self._candidates(question, groups, named), question)
        called = bitmap(named[surely >= ranking.CALLED])
        numbers, distances = self._reaching.within(found, question.place, question.within, called)
        if question.age is not None:
            suited = ~((self._ages[0][numbers] > question.age) | (self._ages[1][numbers] < question.age))
            numbers, distances = numbers[suited], distances[suited]
        minute = self._openness.minute(at)
        states = minute.codes[self._pattern[numbers]]
        by_state = np.bincount(states, minlength=len(openness.STATES)).tolist()
        if question.open_now:
            kept = (states != openness.CLOSED) & (self._tier[numbers] == 0)
            numbers, distances, states = numbers[kept], distances[kept], states[kept]
        facets = self._values.counts(found if len(found) == len(numbers) else None, numbers)
        facets["open"] = {state: count for state, count in zip(openness.STATES, by_state, strict=True) if count}
        name = self._laid_out(named, surely)[numbers] if len(named) else None
        score = ranking.rounded(self._score(question, groups, name, numbers, distances))
        later = (states != openness.OPEN) if question.open_now else None
        first = ranking.first(ranking.order_key(score, self._tier[numbers], name, later), question.limit)
        return Found(
            total=len(numbers), hits=self._hits(numbers[first], score[first], distances[first], minute), facets=facets
        )

    def _candidates(self, question: Question, groups: list[list[Term]], named: Array) -> BitMap:
        """What is wanted, or holds all the words, or is everything; and what was asked for by name."""
        if question.wanted:
            main = self._values.any_of("category", question.wanted)
            found = main if question.match == "main" else self._values.any_of("also", question.wanted) - main
        elif groups:
            found = self._words.holding(groups)
        else:
            found = BitMap()
            found.add_range(0, self.count)
        return found | bitmap(named) if len(named) else found

    def _filtered(self, found: BitMap, question: Question) -> BitMap:
        """Those with a value asked for in every facet; one that no document states is "not stated" for all."""
        for field, values in question.filters.items():
            if field in self._values.fields or NOT_STATED not in values:
                found = found & self._values.any_of(field, values)
        return found

    def _score(
        self,
        question: Question,
        groups: list[list[Term]],
        name: Array | None,
        numbers: Array,
        distances: Array,
    ) -> Array:
        score = self._standing[numbers].astype(np.float64)
        if question.wanted:
            score += ranking.ANSWERS * self._answers(question, numbers)
        if groups:
            score += ranking.WORDS * self._words.strength(groups, numbers)
        if name is not None:
            score += ranking.NAME * name
        if question.place is not None:
            score += ranking.NEAR * self._reaching.nearness(numbers, distances, question.place)
        return score

    def _laid_out(self, numbers: Array, values: Array) -> Array:
        room = np.zeros(self.count)
        room[numbers] = values
        return room

    def _answers(self, question: Question, numbers: Array) -> Array:
        """How well the category of each document answers: the best of what is wanted that it has."""
        field = "category" if question.match == "main" else "also"
        room = np.zeros(self.count)
        for key, weight in sorted(question.wanted.items(), key=lambda pair: pair[1]):
            room[numbers_of(self._values.documents(field, key))] = weight
        return room[numbers]

    def _hits(self, numbers: Array, score: Array, distances: Array, minute: Minute) -> tuple[Hit, ...]:
        rows = zip(
            numbers.tolist(),
            score.tolist(),
            distances.tolist(),
            self._reach[numbers].tolist(),
            self._pattern[numbers].tolist(),
            strict=True,
        )
        return tuple(
            Hit(
                index=number,
                score=points,
                distance=None if miles != miles else miles,
                reach=REACHES[reach],
                open=minute.state(pattern),
            )
            for number, points, miles, reach, pattern in rows
        )
