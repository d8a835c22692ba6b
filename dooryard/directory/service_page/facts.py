"""The facts of a record as a page lists them: a name, what is said, and who says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dooryard.core.documents import Document
from dooryard.directory import facets, wording
from dooryard.directory.languages import filled
from dooryard.directory.languages import gettext as _

Record = dict[str, Any]


class Item(NamedTuple):
    """One thing said: `text` in the record's words, `ours` in those of the page, `link` where it leads."""

    text: str = ""
    ours: str = ""
    link: str = ""


class Fact(NamedTuple):
    """What is said under one name, and who says it in one sentence; "" where nobody is noted."""

    name: str
    items: tuple[Item, ...]
    said: str = ""


def stated(name: str, items: Iterable[Item | str | None], said: str) -> Iterator[Fact]:
    """The fact, or nothing where nobody states it; a text by itself is the record's."""
    given = (Item(one) if isinstance(one, str) else one for one in items)
    found = tuple(dict.fromkeys(one for one in given if one and any(one)))
    if found:
        yield Fact(name, found, said)


def of_facet(document: Document, name: str) -> Iterator[Item]:
    """What a service says of itself in a facet, in the words of the page."""
    return (Item(ours=facets.words(name, value)) for value in document.facets.get(name, ()))


def texts(row: Record, *names: str) -> list[str]:
    """Some texts of a row, those that are given."""
    return [row[name] for name in names if row.get(name)]


def rows(row: Record, name: str) -> list[Record]:
    """What is nested in a row under a name."""
    found: list[Record] = row.get(name) or []
    return found


def while_valid(row: Record) -> str:
    """When something holds, as a row bounds it."""
    first, last = (wording.day(row[name]) if row.get(name) else "" for name in ("valid_from", "valid_to"))
    if first and last:
        return filled(_("from {first} to {last}"), first=first, last=last)
    if first:
        return filled(_("from {first}"), first=first)
    return filled(_("until {last}"), last=last) if last else ""
