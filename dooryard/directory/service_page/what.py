"""What a service is and whom it is for."""

from __future__ import annotations

from collections.abc import Iterator

from dooryard.core.documents import Document
from dooryard.core.saying import mark
from dooryard.directory import facets, languages, wording
from dooryard.directory.languages import filled
from dooryard.directory.languages import gettext as _
from dooryard.directory.service_page.facts import Fact, Item, Record, of_facet, rows, stated, texts
from dooryard.directory.service_page.place import site_of
from dooryard.directory.service_page.sources import Sources

STATES = {
    "open": mark("in use"),
    "closed": mark("closed"),
    "paused": mark("closed for now"),
    "planned": mark("planned"),
    "unconfirmed": mark("nobody has confirmed that it is in use"),
}
OURS = ("category", "reach", "conflict", "seen", "near")
"""Attributes that other facts are made of."""


def what(document: Document, record: Record, sources: Sources) -> Iterator[Fact]:
    """What it is."""
    program, owner = record.get("program", {}), record.get("organization", {})
    yield from stated(_("About"), [document.description], sources.whole)
    kinds = [Item(ours=wording.category(key)) for key in document.categories]
    yield from stated(_("Kind"), kinds, sources.of("category") or _reading(document))
    yield from stated(_("Also known as"), document.other_names, sources.whole)
    yield from stated(_("Status"), _timeline(record), sources.of("status"))
    yield from stated(_("The program"), texts(program, "alternate_name", "description"), sources.whole)
    yield from stated(_("The organization"), texts(owner, "alternate_name", "description"), sources.whole)
    for row in (record, program, owner, site_of(document, record).get("location", {})):
        yield from _classified(row, document, sources)


def for_whom(document: Document, record: Record, sources: Sources) -> Iterator[Fact]:
    """Whom it is for."""
    for name in ("gender", "population", "tribe"):
        yield from stated(facets.label(name), of_facet(document, name), sources.whole)
    yield from stated(_("Ages"), [Item(ours=ages(document))], sources.whole)
    yield from stated(_("Conditions"), texts(record, "eligibility_description"), sources.whole)
    yield from stated(_("Serves"), _areas(document, record), sources.whole)


def ages(document: Document) -> str:
    """From which age to which; "" where nobody says."""
    low, high = (None if age is None else languages.number(_whole(age)) for age in _bounds(document))
    if low and high:
        return filled(_("{low} to {high}"), low=low, high=high)
    if low:
        return filled(_("{age} and over"), age=low)
    return filled(_("up to {age}"), age=high) if high else ""


def _bounds(document: Document) -> tuple[float | None, float | None]:
    return document.minimum_age, document.maximum_age


def _whole(age: float) -> float:
    return int(age) if age == int(age) else age


def _reading(document: Document) -> str:
    return _("Our reading; no source says it.") if document.category_assumed else ""


def _timeline(record: Record) -> Iterator[Item]:
    """What it was and is: since when, and why."""
    for point in record.get("dooryard", {}).get("timeline", ()):
        words = _(STATES[point["state"]])
        if point["since"]:
            words = filled(_("{state} since {date}"), state=words, date=wording.day(point["since"]))
        yield Item(text=point["why"], ours=words)


def _areas(document: Document, record: Record) -> Iterator[str]:
    """The counties in one line, then areas of another kind, then what is said of them."""
    areas = [*rows(record, "service_areas"), *rows(site_of(document, record), "service_areas")]
    yield wording.listed(document.areas)
    counties = {f"{name} County" for name in document.areas}
    yield from (area["name"] for area in areas if area.get("name") and area["name"] not in counties)
    yield from (area["description"] for area in areas if area.get("description"))


def _classified(owner: Record, document: Document, sources: Sources) -> Iterator[Fact]:
    """Whatever else a source sorts it by."""
    for row in rows(owner, "attributes"):
        kind, term = row.get("link_type", ""), row.get("taxonomy_term", {})
        if kind not in OURS and not _is_facet(document, kind, row.get("value", "")):
            name = row.get("label") or facets.label(kind) or term.get("taxonomy") or _("Sorted under")
            yield from stated(name, [*texts(term, "name"), *texts(row, "value")], sources.whole)


def _is_facet(document: Document, kind: str, value: str) -> bool:
    """Whether an attribute is one of the facets, which are told in words of their own."""
    meant = facets.stated(kind, [value])
    return bool(meant) and set(meant) <= set(document.facets.get(kind, ()))
