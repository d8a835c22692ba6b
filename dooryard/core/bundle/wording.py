"""The words of documents: which terms each holds, how strongly, and which names it goes by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

import msgspec
import numpy as np

from dooryard.core import text
from dooryard.core.bundle import ranking
from dooryard.core.bundle.format import Array, pieces
from dooryard.core.bundle.values import stored
from dooryard.core.documents import Document

Name: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], float]


class Wording(msgspec.Struct, frozen=True):
    """What the words of the documents became: sorted terms and the arrays for `postings`."""

    terms: list[str]
    arrays: dict[str, Array]


@lru_cache(maxsize=100_000)
def terms_of(words: str) -> tuple[str, ...]:
    """The index terms of a text; names and towns come again and again, so they are remembered."""
    return tuple(text.terms(words))


def texts_of(document: Document) -> Iterator[tuple[str, str]]:
    """Every indexed text of a document with the name of its field."""
    yield from (("service", document.service), ("organization", document.organization))
    yield from (("other_names", name) for name in document.other_names)
    yield from (("site", document.site), ("town", document.town), ("county", document.county))
    yield from (("categories", category) for category in document.categories)
    yield from (("also", category) for category in document.also)
    yield from (("address", document.address), ("zip", document.zip), ("description", document.description))
    yield from ((name, value) for name in sorted(document.facets) for value in document.facets[name])


def term_counts(document: Document) -> Counter[str]:
    """How often each term occurs in a document, weighed by the field it stands in."""
    counts: Counter[str] = Counter()
    for field, words in texts_of(document):
        weight = ranking.FIELDS.get(field, 1)
        for term in terms_of(words):
            counts[term] += weight
    return counts


def names_of(document: Document) -> Iterator[Name]:
    """Every name a document goes by as sorted terms, with the terms of its town that the name lacks, and its kind."""
    town = set(terms_of(document.town))
    for name, kind in _called(document).items():
        held = set(terms_of(name))
        if held:
            yield tuple(sorted(held)), tuple(sorted(town - held)), kind


def _called(document: Document) -> dict[str, float]:
    """What a document is called, each name with how well it picks it out."""
    parent, service, site = document.organization, document.service, document.site
    whole = f"{parent} {site}".strip()
    others = [form for other in document.other_names for form in (other, f"{parent} {other}")]
    return (
        dict.fromkeys((service, site), ranking.NAME_GENERAL)
        | dict.fromkeys((parent, f"{parent} {service}"), ranking.NAME_PARENT)
        | dict.fromkeys((whole, f"{whole} {service}", *others), ranking.NAME_WHOLE)
    )


def pack(documents: Sequence[Document]) -> Wording:
    """Index the documents, numbered in their order."""
    terms, owners, holders, counts = _occurrences(documents)
    frequency = np.bincount(holders, minlength=len(terms))
    lengths = np.bincount(owners, counts, minlength=len(documents))
    average = float(lengths.mean()) if len(documents) else 1.0
    ends = np.concatenate(([0], np.cumsum(frequency)))
    sets = [stored(owners[start:end]) for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]
    arrays = pieces("terms", [term.encode() for term in terms]) | pieces("term_sets", sets)
    arrays |= {
        "frequency": frequency.astype(np.uint32),
        "impacts": ranking.impact(counts, lengths[owners], average),
        "impacts.ends": ends.astype("<u8"),
    }
    return Wording(terms, arrays | _pack_names(documents, terms, frequency))


def _occurrences(documents: Sequence[Document]) -> tuple[list[str], Array, Array, Array]:
    """Sorted terms, and for each occurrence, by term and document: document, term and weighed count."""
    numbers: dict[str, int] = {}
    sizes: list[int] = []
    held: list[int] = []
    counts: list[int] = []
    for document in documents:
        found = term_counts(document)
        sizes.append(len(found))
        held.extend([numbers.setdefault(term, len(numbers)) for term in found])
        counts.extend(found.values())
    terms = sorted(numbers)
    place = np.empty(len(terms), np.int64)
    place[[numbers[term] for term in terms]] = np.arange(len(terms))
    owners, holders = np.repeat(np.arange(len(documents)), sizes), place[np.array(held, np.int64)]
    by_term = np.lexsort((owners, holders))
    return terms, owners[by_term], holders[by_term], np.array(counts, np.int64)[by_term]


def _pack_names(documents: Sequence[Document], terms: list[str], frequency: Array) -> dict[str, Array]:
    """Names, each once with the documents that go by it, and by term the names and the towns that hold it."""
    holders: dict[Name, list[int]] = {}
    for number, document in enumerate(documents):
        for name in dict.fromkeys(names_of(document)):
            holders.setdefault(name, []).append(number)
    names = sorted(holders)
    number_of = {term: number for number, term in enumerate(terms)}
    rarity = ranking.rarity(len(documents), frequency)
    masses = [sum(float(rarity[number_of[term]]) for term in name) for name, _, _ in names]
    return {
        "name_masses": np.array(masses, np.float64),
        "name_kinds": np.array([kind for _, _, kind in names], np.float64),
        **_lists("name_documents", [holders[name] for name in names]),
        **_lists("term_names", _by_term(names, number_of, lambda name: name[0])),
        **_lists("term_towns", _by_term(names, number_of, lambda name: name[1])),
    }


def _by_term(
    names: Sequence[Name], number_of: dict[str, int], part: Callable[[Name], tuple[str, ...]]
) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in number_of]
    for number, name in enumerate(names):
        for term in part(name):
            found[number_of[term]].append(number)
    return found


def _lists(name: str, lists: Sequence[Sequence[int]]) -> dict[str, Array]:
    """Lists of numbers as two arrays: all of them joined, and where each begins and the last ends."""
    return {
        name: np.array([number for part in lists for number in part], np.uint32),
        f"{name}.ends": np.cumsum([0, *(len(part) for part in lists)]).astype("<u4"),
    }
