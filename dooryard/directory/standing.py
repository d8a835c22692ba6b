"""How far what the database holds may be trusted: every number's tier, every record's timeline, who said so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from dooryard.core import hsds, numbers, tiers
from dooryard.core.documents import Tier
from dooryard.core.hsds.values import ServiceState
from dooryard.directory import models as d

Row = TypeVar("Row")
HSDS_STATES: dict[str, ServiceState] = {"closed": "defunct", "paused": "temporarily closed", "planned": "inactive"}


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

    def as_it_stands(self, service: hsds.Service) -> hsds.Service:
        """The record with the state that its timeline ends in, whoever recorded that."""
        points = self.timelines.get(UUID(service.id))
        return msgspec.structs.replace(service, status=hsds_state(points[-1].state)) if points else service

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
    points = d.ServiceStatus.objects.order_by("recorded_at", "id")
    confirmed = d.Confirmation.objects.filter(field__in=("", "phone"))
    hidden = d.LocationPrivacy.objects.filter(confidential=True).values_list("location_id", flat=True)
    return Standing(
        phones=dict(_shown(phones, never, today)),
        numbers_of={service: [row.pk for row in found] for service, found in _grouped(phones, "service_id").items()},
        never=never,
        timelines={service: in_order(points) for service, points in _grouped(points, "service_id").items()},
        provenance=_grouped(d.Provenance.objects.filter(service__isnull=False).order_by("id"), "service_id"),
        confirmed={row.service_id: row for row in confirmed.order_by("when", "id")},
        records={row.service_id: row for row in records},
        names=_names(records),
        addresses={row.location_id: row for row in d.Address.objects.order_by("-position", "-id")},
        confidential=frozenset(hidden),
    )


def hsds_state(state: str) -> ServiceState:
    """A state of ours as the standard has it; what is open or not confirmed is active there."""
    return HSDS_STATES.get(state, "active")


def in_order(points: Iterable[d.ServiceStatus]) -> list[d.ServiceStatus]:
    """One timeline of what sources say and what stewards recorded, first things first; the last point holds.

    A source's points stand in its own order. A steward's stands after all of them but those that tell of a later day:
    later than the one it was recorded on, and no plan. So loading a source again never undoes what a steward found out.
    """
    rows = list(points)
    told = sorted((row for row in rows if row.source_id), key=lambda row: (row.source_id, row.position))
    for ours in (row for row in rows if not row.source_id):
        later = (place for place, row in enumerate(told) if _tells_of_later(row, ours))
        told.insert(next(later, len(told)), ours)
    return told


def _tells_of_later(row: d.ServiceStatus, ours: d.ServiceStatus) -> bool:
    recorded, found = (point.recorded_at.date().isoformat() for point in (row, ours))
    return bool(row.source_id) and found < row.since <= recorded


def line_held(reach: str, state: str, numbers_of: Iterable[tuple[tiers.Evidence, str]]) -> str:
    """Why there is nothing to offer, "" where there is: a line that is not closed, and no number that may be shown.

    `state` is the last of its timeline; `numbers_of` are the evidence for each of its numbers, and what is said of it.
    """
    reasons = [(tiers.held_because(evidence), said) for evidence, said in numbers_of]
    if reach != "phone" or state == "closed" or not all(why for why, _ in reasons):
        return ""
    return next((f"{why} {said}".rstrip() for why, said in reasons), "It is a line without a number.")


NEVER_IN_TEXT = "One of its texts holds a number that must never be shown."


def never_in(value: Any, never: Collection[str]) -> bool:
    """Whether any text in a document or a record holds a number never to be shown. Ids are not texts."""
    return any(numbers.never_shown(text, never) for text in texts(value))


def texts(value: Any) -> Iterator[str]:
    """Every text in a document or a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key != "id" and not key.endswith("_id"):
                yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)
    elif isinstance(value, msgspec.Struct):
        yield from texts(msgspec.to_builtins(value))


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
