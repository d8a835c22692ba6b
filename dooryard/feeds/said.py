"""What one source says beside a record's rows: who said each field, and how it stands. What others say stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from dooryard.directory import models as d
from dooryard.feeds.entry import Citation, Entry
from dooryard.feeds.rows import Ids, phone_id

UNDATED = "undated"


def write(entry: Entry, source: d.Source, *, now: datetime) -> None:
    """Replace what this source said of a record before by what it says now."""
    service = Ids(source.key, entry.ref).of("service")
    before = d.ServiceStatus.objects.filter(service_id=service, source=source)
    timeline = list(_timeline(entry, source, before, now))
    before.delete()
    d.ServiceStatus.objects.bulk_create(timeline)
    d.Provenance.objects.filter(service_id=service, source=source).delete()
    d.Provenance.objects.bulk_create(provenance(entry, source))


def _timeline(
    entry: Entry, source: d.Source, before: Iterable[d.ServiceStatus], now: datetime
) -> Iterator[d.ServiceStatus]:
    """The points of a record's timeline. One that stood there before keeps the moment it was first recorded."""
    recorded = defaultdict(list)
    for row in before:
        recorded[row.state, row.since].append(row.recorded_at)
    for position, point in enumerate(entry.status):
        known = sorted(recorded[point.state, point.since])
        recorded[point.state, point.since] = known[1:]
        yield d.ServiceStatus(
            service_id=Ids(source.key, entry.ref).of("service"),
            source=source,
            position=position,
            state=point.state,
            since=point.since,
            why=point.why,
            instead=" ".join(point.instead.refs) if point.instead else "",
            recorded_at=next(iter(known), now),
        )


def provenance(entry: Entry, source: d.Source) -> Iterator[d.Provenance]:
    """Who says so: each publication of the record, then of each field those that are known to say it."""
    ids = Ids(source.key, entry.ref)
    service = ids.of("service")
    common = {"source": source, "service_id": service}
    whole = common | {"resource_type": "service", "resource_id": service}
    for cited in entry.sources:
        yield d.Provenance(**whole, **_page(cited), agreement=max(entry.place_agreement, 1))
    for phone in entry.phones:
        number = f"{phone.number} ext. {phone.extension}" if phone.extension else phone.number
        row = common | {"resource_type": "phone", "resource_id": phone_id(ids, phone), "field": "phone"}
        yield from _sayers(entry, row | {"value": number}, phone.agreement, phone.by, phone.seen)
    where = ", ".join(filter(None, (entry.address, entry.town)))
    disputed = any(conflict.field == "address" for conflict in entry.conflicts)
    if where and entry.place_agreement and not (entry.confidential or disputed):
        row = whole | {"field": "address", "value": where}
        yield from _sayers(entry, row, entry.place_agreement)
    last = entry.status[-1]
    if last.state != "unconfirmed" and (last.by or len(_publishers(entry)) == 1):
        row = whole | {"field": "status", "value": last.state}
        yield from _sayers(entry, row, len(last.by) or 1, last.by)
    yield from _category(entry, whole)


def _category(entry: Entry, whole: Mapping[str, Any]) -> Iterator[d.Provenance]:
    """Who sorts it there: its one publisher, or we."""
    row = {**whole, "field": "category", "value": entry.categories[0]}
    if entry.category_basis != "stated":
        basis = "assumed" if entry.category_basis == "assumed" else "worked out"
        yield d.Provenance(**row, publisher="Dooryard", basis=basis)
    elif len(_publishers(entry)) == 1:
        yield from _sayers(entry, row, 1)


def _sayers(
    entry: Entry, row: Mapping[str, Any], agreement: int, by: tuple[str, ...] = (), seen: str = ""
) -> Iterator[d.Provenance]:
    """A row for each publisher of a field: those named, or all where as many agree as there are.

    Where it is not known which of them agree, one row without a publisher says how many do. A publisher with several
    pages is named without one: which of them it was is not known.
    """
    pages = _publishers(entry)
    names = by or (tuple(pages) if agreement == len(pages) else ())
    for name in names:
        cited = pages[name][0] if len(pages[name]) == 1 else Citation(publisher=name)
        yield d.Provenance(**row, **_page(cited), agreement=agreement)
    if not names and agreement:
        yield d.Provenance(**row, publisher="", seen=seen or UNDATED, agreement=agreement)


def _publishers(entry: Entry) -> dict[str, list[Citation]]:
    """The pages of each publisher of a record."""
    pages: dict[str, list[Citation]] = {}
    for cited in entry.sources:
        pages.setdefault(cited.publisher, []).append(cited)
    return pages


def _page(cited: Citation) -> dict[str, str]:
    seen = cited.seen or (f"{UNDATED}, {cited.dated}" if cited.dated else UNDATED)
    return {"publisher": cited.publisher, "title": cited.title, "url": cited.url, "seen": seen}
