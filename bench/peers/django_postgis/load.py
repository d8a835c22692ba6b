"""Fills the tables of the Django page from Dooryard's bundle: `python -m bench.peers.django_postgis.load`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import django
import msgspec
from django.conf import settings
from django.db import connection

from dooryard.core.bundle import ranking
from dooryard.core.documents import Document
from dooryard.core.hours import weekly_minutes
from dooryard.core.hsds import Schedule
from dooryard.core.places import Place, Places
from dooryard.directory import bundles

_PLAIN = (
    "id", "service", "organization", "site", "category_assumed", "description", "address", "town", "county", "zip",
    "approximate", "reach", "minimum_age", "maximum_age", "status", "status_since", "instead", "seen", "sources",
)  # fmt: skip
_LISTED = ("categories", "also", "areas")
_WORDS = """
    update django_postgis_service set words =
      setweight(to_tsvector('english', service || ' ' || organization), 'A') ||
      setweight(to_tsvector('english', site || ' ' || town), 'B') ||
      setweight(to_tsvector('english', concat_ws(' ', description, county, address, array_to_string(categories, ' '))),
        'C')
"""


class Tables:
    """What is copied into each table while the documents are read once."""

    def __init__(self) -> None:
        self.services: list[list[Any]] = []
        self.phones: list[list[Any]] = []
        self.attributes: dict[tuple[str, str], int] = {}
        self.stated: list[list[Any]] = []
        self.patterns: dict[tuple[Schedule, ...], int] = {(): 0}

    def add(self, document: Document) -> None:
        """One service with its numbers and what it states."""
        self.services.append([*self._service(document)])
        self.phones += [[document.id, one.number, one.tel, one.note, one.text, one.tier] for one in document.phones]
        for facet, values in document.facets.items():
            for value in values:
                number = self.attributes.setdefault((facet, value), len(self.attributes) + 1)
                self.stated.append([document.id, number])

    def _service(self, document: Document) -> Iterator[Any]:
        yield from (getattr(document, name) for name in _PLAIN)
        yield from (list(getattr(document, name)) for name in _LISTED)
        yield self.patterns.setdefault(document.schedules, len(self.patterns))
        yield msgspec.json.encode(document.confirmed).decode() if document.confirmed else None
        yield list(document.facets.get("cost", ()))
        yield ranking.standing(document)
        yield None if document.lat is None else _point(document.lat, document.lon)
        yield ""


def load() -> None:
    """Make the tables, fill them, then make the indexes and gather the statistics."""
    from bench.peers.django_postgis.models import Attribute, Hours, Phone, Service, Town

    with connection.cursor() as cursor:
        cursor.execute("create extension if not exists postgis")
    tables = Tables()
    bundle = bundles.open_current(settings.BUNDLES)
    for number in range(bundle.count):
        tables.add(bundle.document(number))
    places = msgspec.json.decode((settings.DATA / "places.json").read_bytes(), type=Places)
    with connection.schema_editor() as editor:
        for model in (Attribute, Service, Phone, Hours, Town):
            editor.create_model(model)
        columns = [*_PLAIN, *_LISTED, "hours", "confirmed", "cost", "standing", "place", "words"]
        _copy("service", columns, tables.services)
        _copy("attribute", ["facet", "value", "id"], ([*pair, key] for pair, key in tables.attributes.items()))
        _copy("service_attributes", ["service_id", "attribute_id"], tables.stated)
        _copy("phone", ["service_id", "number", "tel", "note", "text", "tier"], tables.phones)
        _copy("hours", ["pattern", "opens", "closes"], _hours(tables.patterns))
        _copy("town", ["name", "kind", "shown", "county", "place"], _towns(places))
        with connection.cursor() as cursor:
            cursor.execute(_WORDS)
    with connection.cursor() as cursor:
        cursor.execute("vacuum (full, analyze)")


def _copy(table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    told = f"copy django_postgis_{table} ({', '.join(columns)}) from stdin"
    with connection.cursor() as cursor, cursor.copy(told) as copied:
        for row in rows:
            copied.write_row(row)


def _point(lat: float, lon: float | None) -> str:
    return f"SRID=4326;POINT({lon} {lat})"


def _hours(patterns: dict[tuple[Schedule, ...], int]) -> Iterator[list[Any]]:
    for schedules, number in patterns.items():
        yield from ([number, opens, closes] for opens, closes in weekly_minutes(schedules) or ())


def _towns(places: Places) -> Iterator[list[Any]]:
    """Every name that somebody may type for a place."""
    named: dict[str, Place] = {place.zip: place for place in places.zips}
    named |= {place.name.casefold(): place for place in (*places.counties, *places.towns)}
    for name, place in named.items():
        yield [name, place.kind, place.name, place.county, _point(place.lat, place.lon)]


if __name__ == "__main__":
    django.setup()
    load()
