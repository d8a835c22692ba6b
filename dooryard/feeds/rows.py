"""Turns a record into the rows of the directory's tables that say the same, under ids that stay the same."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from dooryard.core import categories, numbers
from dooryard.directory import facets, standing
from dooryard.directory import models as d
from dooryard.feeds.check import LANGUAGES, days_of
from dooryard.feeds.entry import Entry, Hours, Number, Settings, Site

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:dooryard:records")
TAXONOMY = uuid.uuid5(NAMESPACE, "taxonomy/categories")
AROUND_THE_CLOCK = Hours(days="MO-SU", opens="00:00", closes="23:59")


@dataclass(frozen=True)
class Ids:
    """The ids of one record's rows: the same source, ref and table always give the same one."""

    source: str
    ref: str

    def of(self, table: str, which: object = "") -> uuid.UUID:
        """The id of a row of a table; `which` tells several apart."""
        return uuid.uuid5(NAMESPACE, f"{self.source}/{self.ref}/{table}/{which}".rstrip("/"))

    def organization(self, name: str) -> uuid.UUID:
        """Organizations are one by name within a source; never by address, where another may have moved in."""
        return uuid.uuid5(NAMESPACE, f"{self.source}/organization/{name.casefold()}")

    def program(self, organization: str, name: str) -> uuid.UUID:
        """A program is one by name within its organization."""
        return uuid.uuid5(NAMESPACE, f"{self.source}/program/{organization.casefold()}/{name.casefold()}")


def taxonomy() -> Iterator[Model]:
    """The categories, as a taxonomy of the standard."""
    yield d.Taxonomy(id=TAXONOMY, name="Dooryard categories", description="What services and lines are sorted by.")
    for position, (key, label) in enumerate(categories.ALL.items()):
        yield d.TaxonomyTerm(
            id=term_id(key), code=key, name=label, description=label, taxonomy_detail_id=TAXONOMY, position=position
        )


def term_id(category: str) -> uuid.UUID:
    """The id of a category's term."""
    return uuid.uuid5(TAXONOMY, category)


def rows(entry: Entry, settings: Settings) -> Iterator[Model]:
    """Every row of a record, those that others point at first."""
    ids = Ids(settings.key, entry.ref)
    service = ids.of("service")
    yield d.Organization(id=ids.organization(entry.organization), name=entry.organization, description="")
    yield from _program(entry, ids)
    yield _service(entry, ids)
    for number, site in enumerate(_sites(entry)):
        yield from _site(entry, site, number, ids, settings)
    for position, phone in enumerate(entry.phones):
        yield from _phone(entry, phone, position, ids)
    yield from _hours(entry, ids)
    yield from _areas(entry, ids)
    for position, code in enumerate(entry.languages):
        name = LANGUAGES[code]
        yield d.Language(id=ids.of("language", code), service_id=service, code=code, name=name, position=position)
    for position, cost in enumerate(entry.under("cost")):
        which = "" if cost == "free" else cost  # the id that “free” had before there were others
        option = cost.replace("-", " ").capitalize()
        yield d.CostOption(id=ids.of("cost_option", which), service_id=service, option=option, position=position)
    yield from _attributes(entry, ids)


def _program(entry: Entry, ids: Ids) -> Iterator[Model]:
    if entry.site:
        organization = ids.organization(entry.organization)
        yield d.Program(
            id=ids.program(entry.organization, entry.site),
            organization_id=organization,
            name=entry.site,
            description="",
        )


def _service(entry: Entry, ids: Ids) -> Model:
    return d.Service(
        id=ids.of("service"),
        organization_id=ids.organization(entry.organization),
        program_id=ids.program(entry.organization, entry.site) if entry.site else None,
        name=entry.service,
        alternate_name="; ".join(entry.other_names),
        description=entry.description,
        url=entry.url,
        status=standing.hsds_state(entry.status[-1].state),
        interpretation_services="Interpreters" if _of(entry, "access", "language") else "",
        minimum_age=entry.minimum_age,
        maximum_age=entry.maximum_age,
    )


def _sites(entry: Entry) -> tuple[Site, ...]:
    """Where it is given: its own town first; none for a line, or for what only has an area."""
    first = Site(town=entry.town, address=entry.address, county=entry.county, zip=entry.zip, at=entry.at)
    return (first, *entry.also_at) if first.town or first.address else entry.also_at


def _site(entry: Entry, site: Site, number: int, ids: Ids, settings: Settings) -> Iterator[Model]:
    location = ids.of("location", number)
    lat, lon = site.at or (None, None)
    yield d.Location(
        id=location,
        location_type="physical",
        organization_id=ids.organization(entry.organization),
        name=entry.site,
        latitude=lat,
        longitude=lon,
    )
    yield d.Address(
        id=ids.of("address", number),
        location_id=location,
        address_1=site.address,
        address_2=entry.address_2 if number == 0 else "",
        city=site.town,
        region=site.county,
        state_province=settings.abbreviation,
        postal_code=site.zip,
        country=settings.country,
        address_type="physical",
    )
    yield d.ServiceAtLocation(
        id=ids.of("service_at_location", number), service_id=ids.of("service"), location_id=location, position=number
    )
    if entry.confidential:
        yield d.LocationPrivacy(location_id=location, confidential=True)
    else:
        for value in _of(entry, "access", "accessible"):
            text = facets.BY_NAME["accessible"].values[value]
            yield d.Accessibility(
                id=ids.of("accessibility", f"{number}/{value}"), location_id=location, description=text
            )


def phone_id(ids: Ids, phone: Number) -> uuid.UUID:
    """The id of a number: a new number is a new row, and what was confirmed of the old one stays with the old one."""
    return ids.of("phone", f"{phone.number}/{phone.extension}/{phone.type}")


def _phone(entry: Entry, phone: Number, position: int, ids: Ids) -> Iterator[Model]:
    row = phone_id(ids, phone)
    yield d.Phone(
        id=row,
        service_id=ids.of("service"),
        number=phone.number,
        extension=float(phone.extension) if phone.extension and not phone.extension.startswith("0") else None,
        type=phone.type,
        description=numbers.said_extension(phone.extension, phone.purpose),
        position=position,
    )
    yield d.PhonePublication(
        phone_id=row,
        publishers=phone.agreement,
        advice=phone.publish,
        conflict=phone.conflict.state if phone.conflict else "",
        reason=phone.conflict.reason if phone.conflict else entry.held,
        seen=phone.seen,
        expires=date.fromisoformat(phone.expires) if phone.expires else None,
        route=phone.route,
    )


def _hours(entry: Entry, ids: Ids) -> Iterator[Model]:
    spans = (AROUND_THE_CLOCK,) if isinstance(entry.hours, str) else entry.hours
    for position, hours in enumerate(spans):
        yield d.Schedule(
            id=ids.of("schedule", position),
            service_id=ids.of("service"),
            freq="WEEKLY",
            byday=",".join(days_of(hours)),
            opens_at=hours.opens,
            closes_at=hours.closes,
            position=position,
        )


def _areas(entry: Entry, ids: Ids) -> Iterator[Model]:
    names = [f"{name} County" for name in entry.areas] or ([entry.scope] if entry.scope else [])
    for position, name in enumerate(names):
        yield d.ServiceArea(
            id=ids.of("service_area", name),
            service_id=ids.of("service"),
            name=name,
            description=entry.areas_note,
            position=position,
        )


def _attributes(entry: Entry, ids: Ids) -> Iterator[Model]:
    """What the standard has no field for, as attributes of the service."""
    for position, key in enumerate(entry.categories):
        yield d.Attribute(
            id=ids.of("attribute/category", key),
            link_id=ids.of("service"),
            link_entity="service",
            link_type="category",
            taxonomy_term_id=term_id(key),
            value=entry.category_basis,
            position=position,
        )
    yield _attribute(ids, "reach", entry.reach)
    for kind, values in _facets(entry):
        yield from (_attribute(ids, kind, value, position=position) for position, value in enumerate(values))
    for conflict in entry.conflicts:
        yield _attribute(ids, "conflict", conflict.reason, label=f"{conflict.field} {conflict.state}")
    for kind, value in (("seen", entry.seen), ("near", entry.near)):
        if value:
            yield _attribute(ids, kind, value)


def _facets(entry: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What it says of itself, by facet, as far as the standard has no other place for it.

    How accessible a site is stands with the site; of a line, or of a place that is not told, with the service.
    """
    for key, names in facets.KEYS.items():
        elsewhere = {"cost", "language"}
        if _sites(entry) and not entry.confidential:
            elsewhere.add("accessible")
        yield from ((name, _of(entry, key, name)) for name in names if name not in elsewhere)


def _of(entry: Entry, key: str, facet: str) -> tuple[str, ...]:
    """The values under a key of a record that belong to a facet."""
    return tuple(value.lower() for value in entry.under(key) if facets.home(key, value) == facet)


def _attribute(ids: Ids, kind: str, value: str, *, label: str = "", position: int = 0) -> Model:
    return d.Attribute(
        id=ids.of(f"attribute/{kind}", f"{label}/{value}"),
        link_id=ids.of("service"),
        link_entity="service",
        link_type=kind,
        value=value,
        label=label,
        position=position,
    )
