"""Facets and other sets of documents that share a value: which documents have it, and how many of those found do."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
from pyroaring import BitMap

from dooryard.core.bundle.format import Array, Pieces, Segment, pieces
from dooryard.core.bundle.matching import numbers_of
from dooryard.core.documents import NOT_STATED, Document

BUILT_IN = ("category", "county", "status", "reach")
"""Facets that every document has besides those it states; "open" is counted too, for a moment."""

HIDDEN = ("also", "area")
"""Sets that are asked but not counted: what a document mentions besides its main job, the counties it serves."""

RESERVED = (*BUILT_IN, *HIDDEN, "open")

MANY = 800
"""From so many documents on, crossing bitmaps is quicker than adding up the values of each document."""


class Field(msgspec.Struct, frozen=True):
    """A facet with its values in order; the values of all fields are numbered in one sequence."""

    name: str
    values: list[str]


def bitmap(numbers: Iterable[int] | Array) -> BitMap:
    """The set of these document numbers; an array('I') is what the library reads fastest."""
    return BitMap(array("I", np.asarray(numbers, np.uint32).tobytes()))


def stored(numbers: Iterable[int]) -> bytes:
    """A set in the portable Roaring format, its runs compressed: the same set is always the same bytes."""
    found = bitmap(list(numbers))
    found.run_optimize()
    return bytes(found.serialize())


def values_of(document: Document, facets: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every (field, value) of a document, "not stated" where its sources say nothing."""
    stated: list[tuple[str, tuple[str, ...]]] = [
        ("category", document.categories),
        ("county", (document.county,) if document.county else ()),
        ("status", (document.status,)),
        ("reach", (document.reach,)),
        *((name, document.facets.get(name, ())) for name in facets),
    ]
    for name, values in stated:
        yield from ((name, value) for value in dict.fromkeys(values or (NOT_STATED,)))
    yield from (("also", value) for value in document.also)
    yield from (("area", value) for value in document.areas)


def pack(
    documents: Sequence[Document], facets: Sequence[str]
) -> tuple[list[Field], dict[str, Array], dict[str, Array]]:
    """The fields, the arrays for `columns` (values by document) and those for `postings` (documents by value)."""
    holders: dict[tuple[str, str], list[int]] = {}
    for number, document in enumerate(documents):
        for pair in dict.fromkeys(values_of(document, facets)):
            holders.setdefault(pair, []).append(number)
    names = [*BUILT_IN, *facets, *HIDDEN]
    fields = [Field(name, sorted(value for field, value in holders if field == name)) for name in names]
    pairs = [(field.name, value) for field in fields for value in field.values]
    shown = sum(len(field.values) for field in fields if field.name not in HIDDEN)
    if shown > np.iinfo(np.uint16).max:
        raise ValueError(f"{shown} facet values are more than the format can number")
    owners = np.array([number for pair in pairs[:shown] for number in holders[pair]], np.int64)
    numbers = np.repeat(np.arange(shown), [len(holders[pair]) for pair in pairs[:shown]])
    columns = {
        "values": numbers[np.argsort(owners, kind="stable")].astype(np.uint16),
        "values.ends": np.concatenate(([0], np.cumsum(np.bincount(owners, minlength=len(documents))))).astype("<u4"),
    }
    return fields, columns, pieces("value_sets", [stored(holders[pair]) for pair in pairs])


class Values:
    """The fields of a bundle: sets by value, and counts over any set of documents."""

    def __init__(self, fields: Sequence[Field], columns: Segment, postings: Segment) -> None:
        self._values, self._ends = columns["values"].data, columns["values.ends"].data
        self._sets = Pieces(postings, "value_sets")
        self._known: dict[int, BitMap] = {}
        pairs = [(field.name, value) for field in fields for value in field.values]
        self._number = {pair: number for number, pair in enumerate(pairs)}
        self._shown = [pair for pair in pairs if pair[0] not in HIDDEN]
        self.fields = {field.name: field.values for field in fields}

    def documents(self, field: str, value: str) -> BitMap:
        """The documents with a value; do not change the set, others share it."""
        number = self._number.get((field, value))
        return BitMap() if number is None else self._set(number)

    def any_of(self, field: str, values: Iterable[str]) -> BitMap:
        """The documents with one of the values."""
        sets = [self.documents(field, value) for value in values]
        return BitMap.union(*sets) if sets else BitMap()

    def stating(self, field: str) -> BitMap:
        """The documents that state anything in a field."""
        return self.any_of(field, (value for value in self.fields.get(field, ()) if value != NOT_STATED))

    def others(self, field: str, values: Iterable[str], numbers: Array) -> Array:
        """Which of the documents state something in a field, and none of the values."""
        found: Array = np.isin(numbers, numbers_of(self.stating(field) - self.any_of(field, values)))
        return found

    def counts(self, found: BitMap | None, numbers: Array) -> dict[str, dict[str, int]]:
        """How many of the documents have each value, by facet; values that none has are left out.

        `numbers` are the documents in order, `found` the same as a set where it is at hand.
        """
        if len(numbers) < MANY:
            totals = self._tally(numbers)
        else:
            totals = self._crossed(bitmap(numbers) if found is None else found)
        counts: dict[str, dict[str, int]] = {name: {} for name in self.fields if name not in HIDDEN}
        some = totals.nonzero()[0]
        for number, count in zip(some.tolist(), totals[some].tolist(), strict=True):
            name, value = self._shown[number]
            counts[name][value] = count
        return counts

    def count(self, field: str, found: BitMap) -> dict[str, int]:
        """How many of a set have each value of one field; of one that no document states, all say nothing."""
        values = self.fields.get(field)
        if values is None:
            return {NOT_STATED: len(found)} if found else {}
        counts = ((value, found.intersection_cardinality(self.documents(field, value))) for value in values)
        return {value: count for value, count in counts if count}

    def _tally(self, numbers: Array) -> Array:
        values, ends = self._values, self._ends
        joined = b"".join([values[ends[number] : ends[number + 1]] for number in numbers.tolist()])
        return np.bincount(np.frombuffer(joined, "<u2"), minlength=len(self._shown))

    def _crossed(self, found: BitMap) -> Array:
        return np.array([found.intersection_cardinality(self._set(number)) for number in range(len(self._shown))])

    def _set(self, number: int) -> BitMap:
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = BitMap.deserialize(self._sets[number])
        return known
