"""tantivy: a boolean query with constant-score filters, fast fields read in bulk, its own aggregations for the counts.

Names, categories and the rest are fields with boosts, as its query parser takes them. Written into one field, each
word as often as it weighs, they gave an order closer to ours and took a seventh less time.

It has no notion of distance, so a box of coordinates filters, the best DEEP hits are put in blended order by us, and
its counts are those of the box: the total is exact only where all hits were read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from bench.engines import FACETS, all_values, values_of, weighted_terms
from bench.engines.shared import frequencies, nodes_at, slots_of, word_scale
from bench.generate import Asked, Corpus
from bench.reference import Answer
from dooryard.core.bundle import grid, ranking
from dooryard.core.places import miles

DEEP = 2000
_BOOSTS = {"three": 3.0, "two": 2.0, "one": 1.0}

Query, Occur = tantivy.Query, tantivy.Occur


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in _BOOSTS:
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    for name in ("lat", "lon", "low", "high"):
        builder.add_float_field(name, fast=True)
    builder.add_unsigned_field("number", fast=True)
    builder.add_unsigned_field("unstated", fast=True)
    for name in ("hours", *FACETS):
        builder.add_unsigned_field(name, indexed=True, fast=name != "hours")
    builder.add_float_field("standing", fast=True)
    return builder.build()


def build(folder: Path, corpus: Corpus) -> None:
    """Make the index and merge it to as few segments as its writer does by itself."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = _schema()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(heap_size=400_000_000, num_threads=1)
    number_of = {name: {value: at for at, value in enumerate(found)} for name, found in all_values(corpus).items()}
    for number, document in enumerate(corpus.documents):
        stated, slots = values_of(document), slots_of(document.schedules)
        fields: dict[str, Any] = dict(zip(_BOOSTS, weighted_terms(document).values(), strict=True))
        fields |= {name: [number_of[name][value] for value in stated.get(name, ())] for name in FACETS}
        fields |= {"number": number, "lat": document.lat, "lon": document.lon, "hours": slots}
        fields |= {"unstated": int(slots == [0]), "standing": ranking.standing(document)}
        fields |= {"low": document.minimum_age or 0.0, "high": document.maximum_age or 200.0}
        writer.add_document(tantivy.Document.from_dict(fields, schema))
    writer.commit()
    writer.wait_merging_threads()


class Engine:
    """The index, opened."""

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.reload()
        self._searcher, self._schema = self._index.searcher(), self._index.schema
        self._ids = [document.id for document in corpus.documents]
        self._values = all_values(corpus)
        self._counts = {name: {"terms": {"field": name, "size": len(self._values[name])}} for name in FACETS}
        frequency = frequencies(corpus)
        self._scale = {id(asked): word_scale(corpus, asked, frequency) for asked in corpus.questions}

    def ask(self, asked: Asked) -> Answer:
        """One question: hits, then fast fields of the best, then the counts."""
        query = self._query(asked)
        found = self._searcher.search(query, limit=DEEP, count=True)
        if not found.hits:
            return Answer(0, [], {})
        score = np.array([hit[0] for hit in found.hits]) * (self._scale[id(asked)] or 0.0)
        addresses = [hit[1] for hit in found.hits]
        numbers = self._fast("number", addresses).astype(np.int64)
        score += self._fast("standing", addresses)
        total, question = found.count, asked.question
        if question.open_now:
            score -= self._fast("unstated", addresses) * 100.0
        if question.place is not None:
            away = miles(
                question.place.lat, question.place.lon, self._fast("lat", addresses), self._fast("lon", addresses)
            )
            inside = away <= question.within
            score, numbers = (score + ranking.NEAR / (1 + away / ranking.HALF_MILES))[inside], numbers[inside]
            total = len(numbers) if total <= DEEP else total
        by_number = np.argsort(numbers)
        numbers, score = numbers[by_number], score[by_number]
        top = [self._ids[number] for number in numbers[ranking.first(score, question.limit)].tolist()]
        return Answer(total, top, self._counted(query))

    def _fast(self, name: str, addresses: list[Any]) -> Any:
        return np.array(self._searcher.fast_field_values(name, addresses), np.float64)

    def _counted(self, query: Any) -> dict[str, dict[str, int]]:
        counted = self._searcher.aggregate(query, self._counts)
        return {
            name: {self._values[name][int(row["key"])]: row["doc_count"] for row in counted[name]["buckets"]}
            for name in FACETS
        }

    def _query(self, asked: Asked) -> Any:
        question, schema = asked.question, self._schema
        parts = [(Occur.Must, self._group(group)) for group in question.groups]
        filters = []
        if question.place is not None and question.within is not None:
            south, north, west, east = grid.around(question.place.lat, question.place.lon, question.within)
            filters += [self._range("lat", south, north), self._range("lon", west, east)]
        if question.open_now:
            filters.append(Query.term_set_query(schema, "hours", [0, *nodes_at(asked.at)]))
        for name, values in question.filters.items():
            filters.append(Query.term_query(schema, name, self._values[name].index(values[0])))
        if question.age is not None:
            filters += [self._range("low", 0.0, question.age), self._range("high", question.age, 200.0)]
        parts += [(Occur.Must, Query.const_score_query(found, 0.0)) for found in filters]
        return Query.boolean_query(parts) if parts else Query.all_query()

    def _range(self, name: str, low: float, high: float) -> Any:
        return Query.range_query(self._schema, name, tantivy.FieldType.Float, low, high)

    def _group(self, group: tuple[str, ...]) -> Any:
        return Query.boolean_query([(Occur.Should, self._term(name, term)) for term in group for name in _BOOSTS])

    def _term(self, field: str, term: str) -> Any:
        return Query.boost_query(Query.term_query(self._schema, field, term, index_option="freq"), _BOOSTS[field])
