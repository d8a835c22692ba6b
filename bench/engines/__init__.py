"""The engines that are compared, one a file, each used as its own documentation recommends.

All of them are given the same structured question: synonym groups, coordinates, facets and the moment are understood
already, and words arrive as the index terms of core/text.py, so that no time is spent on or lost to a tokeniser.
Each blends words and distance in the weights of core/bundle/ranking.py, with its own BM25.
"""

from __future__ import annotations

from typing import Protocol

from bench.generate import Asked, Corpus
from bench.reference import Answer
from dooryard.core.bundle import ranking, wording
from dooryard.core.documents import Document

FACETS = ("category", "language", "cost", "audience")
"""The facets that every engine counts: 20 + 32 + 6 + 12 values."""

WEIGHTS = (3, 2, 1)
"""The weights that the fields of a document have; each is a field of its own in the other engines' indexes."""


class Engine(Protocol):
    """An engine opened over an index that was built before."""

    def ask(self, asked: Asked) -> Answer:
        """The total, the first twenty ids and the counts of FACETS."""


def weighted_terms(document: Document) -> dict[int, str]:
    """The terms of a document by the weight of the field they stand in: 3, 2 and 1."""
    found: dict[int, list[str]] = {weight: [] for weight in WEIGHTS}
    for field, words in wording.texts_of(document):
        found[ranking.FIELDS.get(field, 1)] += wording.terms_of(words)
    return {weight: " ".join(terms) for weight, terms in found.items()}


def values_of(document: Document) -> dict[str, tuple[str, ...]]:
    """What a document states of FACETS."""
    return {"category": document.categories, **document.facets}


def all_values(corpus: Corpus) -> dict[str, list[str]]:
    """Every value of FACETS, sorted."""
    values: dict[str, set[str]] = {name: set() for name in FACETS}
    for document in corpus.documents:
        for name, stated in values_of(document).items():
            values[name].update(stated)
    return {name: sorted(found) for name, found in values.items()}
