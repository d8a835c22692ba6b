"""When a service is open: the coming seven days in words, and whatever else its source says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from dooryard.core.documents import Document
from dooryard.core.hsds import Schedule
from dooryard.directory import week
from dooryard.directory.languages import gettext as _
from dooryard.directory.service_page.facts import Fact, Item, Record, rows, stated, texts, while_valid
from dooryard.directory.service_page.place import site_of
from dooryard.directory.service_page.sources import Sources
from dooryard.directory.zones import Zones

Week = list[tuple[str, str]]


def of_the_week(document: Document, at: datetime) -> Week:
    """Days and their hours; nothing where nobody states them."""
    return _week(document.schedules, document, at)


def hours(document: Document, record: Record, sources: Sources, at: datetime) -> Iterator[Fact]:
    """The hours of the building, where they are told apart, and what is said of any hours in words."""
    site = site_of(document, record)
    here = [*rows(site, "schedules"), *rows(site.get("location", {}), "schedules")]
    weeks = _week([msgspec.convert(row, Schedule) for row in here], document, at)
    yield from stated(_("The building is open"), [f"{days}: {open}" for days, open in weeks], sources.whole)
    said = (item for row in (*rows(record, "schedules"), *here) for item in _in_words(row))
    yield from stated(_("About the hours"), said, sources.whole)


def _week(schedules: tuple[Schedule, ...] | list[Schedule], document: Document, at: datetime) -> Week:
    zone = Zones().get(document.zone)
    return week.words(schedules, at, zone) if zone else []


def _in_words(row: Record) -> Iterator[Item]:
    """What a schedule says besides its times."""
    told = "; ".join(texts(row, "description", "notes", "attending_type"))
    yield Item(text=told, ours=while_valid(row), link=row.get("schedule_link", ""))
