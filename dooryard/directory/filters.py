"""How choices stand in a form and in an address: read, refused where they are none, and written back.

`category`, `open`, `within` and `age`, and `f.` before the name of any other facet: f.language=spanish. Several values
of one facet are each a field of their own. `drop` takes one back (drop=f.language=spanish) or all of them (drop=all).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import msgspec
from django.http import QueryDict

from dooryard.core.asking import BANDS, Finder
from dooryard.core.bundle.search import ANY
from dooryard.core.documents import NOT_STATED
from dooryard.core.edge import plain
from dooryard.core.saying import Said
from dooryard.directory import facets
from dooryard.directory.tokens import Asked

Field: TypeAlias = tuple[str, str]
"""The name and the value of a field of the form."""

PREFIX = "f."
CATEGORY, OPEN, WITHIN, AGE, DROP, ALL = "category", "open", "within", "age", "drop", "all"
COUNTY = "county"
PLAIN = (CATEGORY, OPEN, WITHIN, AGE)
MILES = (*(f"{band:g}" for band in BANDS), ANY)
TOO_MANY = "too-many"
"""Why choices are refused before they are looked at, as the sealed address carries it."""
LONGEST = 80
MOST = 100
"""Choices at once: more than the largest form has boxes that differ."""
ROOM = 2_000
"""Bytes of choices and of the names of their facets: what the address of an answer has for them besides the words."""


def read(form: QueryDict, asked: Asked) -> Asked:
    """A question with what a form chooses besides."""
    dropped = {plain(value) for value in form.getlist(DROP)}
    chosen: dict[str, list[str]] = {}
    for name, value in _given(form):
        if not {ALL, f"{name}={value}"} & dropped:
            chosen.setdefault(name, []).append(value)
    last = {name: values[-1] for name, values in chosen.items()}
    found = {
        name.removeprefix(PREFIX): tuple(dict.fromkeys(values))
        for name, values in chosen.items()
        if name == CATEGORY or name.startswith(PREFIX)
    }
    if _are_too_many(found):
        return msgspec.structs.replace(asked, refused=TOO_MANY)
    return msgspec.structs.replace(
        asked,
        filters=found,
        open_now=OPEN in last,
        within=last.get(WITHIN, "")[:10],
        age=last.get(AGE, "")[:10],
    )


def _are_too_many(chosen: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether there are more choices than the form has, or than an address has room for."""
    taken = sum(len(text.encode()) for facet, values in chosen.items() for text in (facet, *values))
    return sum(map(len, chosen.values())) > MOST or taken > ROOM


def _given(form: QueryDict) -> Iterator[Field]:
    """The fields that choose something; an empty one chooses nothing."""
    for name in form:
        if name in PLAIN or name.startswith(PREFIX):
            values = (plain(value)[:LONGEST] for value in form.getlist(name))
            yield from ((name, value) for value in values if value)


def fields(asked: Asked) -> list[Field]:
    """What was chosen, as fields of a form."""
    found = [(name_of(facet), value) for facet, values in asked.filters.items() for value in values]
    found += [(OPEN, "1")] if asked.open_now else []
    return [*found, *((name, value) for name, value in ((WITHIN, asked.within), (AGE, asked.age)) if value)]


def name_of(facet: str) -> str:
    """The name of a facet's field."""
    return facet if facet == CATEGORY else f"{PREFIX}{facet}"


def within(asked: Asked) -> float | None:
    """The miles chosen: infinity for any distance, None where nothing is."""
    return math.inf if asked.within == ANY else float(asked.within) if asked.within else None


def fault(asked: Asked, finder: Finder) -> Said | None:
    """Why a choice is none, in words; None where all are. Kinds are known to who answers."""
    if asked.within and asked.within not in MILES:
        return Said("The distance is one of: {miles} miles, or any.", miles=", ".join(MILES[:-1]))
    if not asked.filters.keys() <= {CATEGORY, COUNTY, *facets.BY_NAME}:
        return Said("There is nothing of that name to choose by. Please start again.")
    chosen = ((facet, value) for facet, values in asked.filters.items() for value in values)
    if not all(_is_one(facet, value, finder) for facet, value in chosen):
        return Said("There is no such choice. Please start again.")
    return None


def _is_one(facet: str, value: str, finder: Finder) -> bool:
    """Whether it is a value of the facet."""
    if facet == CATEGORY:
        return value in finder.vocabulary.categories
    if value == NOT_STATED:
        return True
    if facet == COUNTY:
        return any(value == place.county for place in finder.gazetteer.rows.counties)
    return facets.known(facet, value)
