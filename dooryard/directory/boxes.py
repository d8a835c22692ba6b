"""Boxes to tick: rendered once in each language, then filled with how many there are and whether it is chosen.

A page has some fifty of them and they are alike on all pages, so that a template for each would cost more than the
answer. What fills a box is a number and a word of ours; names and values were escaped when it was rendered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from django.template.loader import render_to_string
from markupsafe import Markup

from dooryard.core.documents import NOT_STATED
from dooryard.directory import facets, filters, languages, presenters, wording
from dooryard.directory.languages import filled
from dooryard.directory.languages import gettext as _

CHECKED, COUNT = "<!--checked-->", "<!--count-->"
KEPT = 4096


def box(facet: str, value: str, count: int, *, chosen: bool) -> Markup:
    """A value of a facet to choose, with how many there would be."""
    return row(facet, [(value, count)], [value] if chosen else [])


def row(facet: str, counts: Iterable[tuple[str, int]], chosen: Collection[str]) -> Markup:
    """Boxes one below the other, in the order of the values with their counts."""
    language, found = languages.code(), []
    english = language == languages.ENGLISH  # asked once: a page has fifty numbers here
    for value, count in counts:
        begun, named, ended = _rendered(language, facet, value)
        number = f"{count:,}" if english else languages.number(count)
        found.append(f"{begun}{' checked' if value in chosen else ''}{named}{number}{ended}")
    return Markup("\n".join(found))  # noqa: S704 - filled with numbers


def words(facet: str, value: str) -> str:
    """A value of any facet, for people, where the facet is not named beside it."""
    if value == NOT_STATED:
        return filled(_("{facet}: not stated"), facet=facets.label(facet))
    return _beside_its_name(facet, value)


def _beside_its_name(facet: str, value: str) -> str:
    if facet == filters.CATEGORY:
        return wording.category(value)
    if facet == filters.COUNTY and value != NOT_STATED:
        return presenters.county_name(value)
    return facets.words(facet, value)


@lru_cache(maxsize=KEPT)
def _rendered(language: str, facet: str, value: str) -> tuple[str, str, str]:
    """What stands before, between and after the slots of a box, in the language that is spoken: the one named."""
    told = {
        "id": f"f-{facet}-{value}".replace(" ", "-"),
        "name": filters.name_of(facet),
        "value": value,
        "words": _beside_its_name(facet, value),
    }
    begun, _checked, rest = render_to_string("box.html", told).partition(CHECKED)
    named, _count, ended = rest.partition(COUNT)
    return begun, named, ended
