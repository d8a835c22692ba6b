"""How far what the database holds may be trusted: every number's tier, every record's timeline, who said so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from dooryard.core import numbers, tiers
from dooryard.core.documents import Tier
from dooryard.directory import models as d

Row = TypeVar("Row")


@dataclass(frozen=True)
class Shown:
    """A number as it may be shown: its tier, what that rests on, and what its record says of it."""

    tier: Tier
    evidence: tiers.Evidence
    route: str = ""
    seen: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Name:
    """What a record is called where another one points at it."""

    service: UUID
    service_name: str
    words: str


@dataclass(frozen=True)
class Standing:
    """Everything that stands beside the standard's tables, by the id of what it is about."""

    phones: dict[UUID, Shown]
    numbers_of: dict[UUID, list[UUID]]
    never: frozenset[str]
    timelines: dict[UUID, list[d.ServiceStatus]]
    provenance: dict[UUID, list[d.Provenance]]
    confirmed: dict[UUID, d.Confirmation]
    records: dict[UUID, d.SourceRecord]
    names: dict[tuple[int, str], Name]
    addresses: dict[UUID, d.Address]
    confidential: frozenset[UUID]

    def not_told(self) -> frozenset[UUID]:
        """Phones that are told nowhere: those held back, and every one of a service that is closed."""
        closed = (service for service, points in self.timelines.items() if points[-1].state == "closed")
        held = (phone for phone, shown in self.phones.items() if shown.tier == "held")
        return frozenset([*held, *(phone for service in closed for phone in self.numbers_of.get(service, ()))])


def read(today: date) -> Standing:
    """How everything stands on a day; one query a table."""
    never = frozenset(d.NeverPublish.objects.values_list("digest", flat=True))
    # Sorted here: databases sort words each in its own way. The first record of a service comes last, and so holds.
    records = sorted(
        d.SourceRecord.objects.select_related("source__place"), key=lambda row: (row.source.key, row.ref), reverse=True
    )
    phones = d.Phone.objects.select_related("publication").order_by("position", "id")
    hidden = d.LocationPrivacy.objects.filter(confidential=True).values_list("location_id", flat=True)
    return Standing(
        phones=dict(_shown(phones, never, today)),
        numbers_of={service: [row.pk for row in found] for service, found in _grouped(phones, "service_id").items()},
        never=never,
        timelines=_grouped(d.ServiceStatus.objects.order_by("recorded_at", "id"), "service_id"),
        provenance=_grouped(d.Provenance.objects.order_by("id"), "resource_id"),
        confirmed={row.service_id: row for row in d.Confirmation.objects.order_by("when", "id")},
        records={row.service_id: row for row in records},
        names=_names(records),
        addresses={row.location_id: row for row in d.Address.objects.order_by("-position", "-id")},
        confidential=frozenset(hidden),
    )


def _names(records: Iterable[d.SourceRecord]) -> dict[tuple[int, str], Name]:
    """The name of each record by its source and ref: organization, program and town."""
    sites = d.ServiceAtLocation.objects.order_by("-position", "-id", "-location__addresses__position")
    towns = dict(sites.values_list("service_id", "location__addresses__city"))
    services = {row.pk: row for row in d.Service.objects.select_related("organization", "program")}
    names = {}
    for record in records:
        service = services[record.service_id]
        town = towns.get(service.pk)
        program = f", {service.program.name}" if service.program else ""
        words = f"{service.organization.name}{program}"
        words += f" ({town})" if town and not words.endswith(f"({town})") else ""
        names[record.source_id, record.ref] = Name(service.pk, service.name, words)
    return names


def _shown(phones: Iterable[d.Phone], never: frozenset[str], today: date) -> Iterator[tuple[UUID, Shown]]:
    confirmed = set(d.Confirmation.objects.filter(phone__isnull=False).values_list("phone_id", flat=True))
    for phone in phones:
        told: Any = getattr(phone, "publication", None) or d.PhonePublication()
        evidence = tiers.Evidence(
            advice=told.advice,
            publishers=told.publishers,
            conflict=told.conflict,
            never=bool(numbers.never_shown(phone.number, never)),
            expired=told.expires is not None and told.expires < today,
            confirmed=phone.pk in confirmed,
        )
        yield phone.pk, Shown(tiers.tier(evidence), evidence, told.route, told.seen, told.reason)


def _grouped(rows: Iterable[Row], key: str) -> dict[UUID, list[Row]]:
    groups: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return dict(groups)
