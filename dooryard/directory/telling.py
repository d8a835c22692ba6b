"""How one service is told: its documents for the bundle, its whole record, and what of it is not told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from uuid import UUID

import msgspec
from msgspec import UNSET

from dooryard.core import hsds, numbers, streets
from dooryard.core.documents import Confirmed, DialPhone, Document, Reach, Status
from dooryard.core.places import Gazetteer, Place
from dooryard.directory import facets, standing
from dooryard.directory import models as d
from dooryard.directory.standing import Standing, line_held

Mentions = Callable[[str], tuple[str, ...]]
"""What a record's own words say it gives besides its main job: need keys or categories."""

STATES: dict[str, Status] = {"paused": "closed"}
"""A paused service cannot be used today: it is shown as closed, and its timeline says the rest."""

ACCESSIBLE = {text: value for value, text in facets.BY_NAME["accessible"].values.items()}
"""What a site says of access for people with disabilities, as a value of the facet."""

COUNTY = " County"
SAID = ("field", "value", "publisher", "title", "url", "seen", "basis", "how", "agreement")


@dataclass(frozen=True)
class Told:
    """One service as it will be told: its documents, its record, or why it is held back."""

    service: hsds.Service
    stands: Standing
    places: Mapping[int, Gazetteer]

    @cached_property
    def key(self) -> UUID:
        return UUID(self.service.id)

    @cached_property
    def source(self) -> d.SourceRecord:
        return self.stands.records[self.key]

    @cached_property
    def place(self) -> d.ServedPlace:
        return cast(d.ServedPlace, self.source.source.place)

    @cached_property
    def timeline(self) -> list[d.ServiceStatus]:
        return self.stands.timelines.get(self.key) or [d.ServiceStatus(state="unconfirmed")]

    def values(self, kind: str) -> tuple[str, ...]:
        """The values of the service's attributes of a kind, in order."""
        return tuple(row.value or "" for row in self.service.attributes if row.link_type == kind)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        terms = (row.taxonomy_term for row in self.service.attributes if row.link_type == "category")
        return tuple(term.code or term.name for term in terms if term)

    @cached_property
    def for_emergencies(self) -> bool:
        """Whether it is the emergency line, which tells people to use naloxone and has none to give."""
        return "emergency" in self.categories

    @cached_property
    def reach(self) -> Reach:
        return cast(Reach, next(iter(self.values("reach")), "site"))

    def held_because(self) -> str:
        """Why there is nothing to offer: a line that is not closed and has no number that may be shown."""
        own = (self.stands.phones[phone] for phone in self.stands.numbers_of.get(self.key, ()))
        return line_held(self.reach, self.timeline[-1].state, ((shown.evidence, shown.reason) for shown in own))

    def documents(self, mentions: Mentions) -> Iterator[Document]:
        """The service once for each of its sites, or once without any."""
        common = self._common(mentions)
        sites = self.service.service_at_locations
        if not sites:
            yield Document(id=self.service.id, **common, facets=self._facets(None))
        for number, site in enumerate(sites):
            key = site.id if number else self.service.id
            yield Document(
                id=key, **common, **self._site(site), facets=self._facets(cast(hsds.Location, site.location))
            )

    def _common(self, mentions: Mentions) -> dict[str, Any]:
        service, last = self.service, self.timeline[-1]
        text = f"{service.name}. {service.description or ''}"
        return {
            "ref": self.source.ref,
            "source": self.source.source.key,
            "service": service.name,
            "organization": service.organization.name if service.organization else "",
            "site": service.program.name if service.program else "",
            "other_names": tuple((service.alternate_name or "").split("; ")) if service.alternate_name else (),
            "categories": self.categories,
            "also": tuple(key for key in mentions(text) if key not in self.categories and not self.for_emergencies),
            "category_assumed": any(row.basis == "assumed" for row in self._said("category")),
            "description": service.description or "",
            "reach": self.reach,
            "areas": tuple(name.removesuffix(COUNTY) for name in self._areas() if name.endswith(COUNTY)),
            "schedules": service.schedules,
            "zone": self.place.zone,
            "phones": tuple(self._phone(phone) for phone in service.phones),
            "minimum_age": _number(service.minimum_age),
            "maximum_age": _number(service.maximum_age),
            "status": STATES.get(last.state, last.state),
            "status_since": last.since,
            "instead": self._instead(last.instead),
            "seen": next(iter(self.values("seen")), ""),
            "confirmed": self._confirmed(),
            "sources": len({row.publisher for row in self._said("") if not row.how}),
        }

    def _areas(self) -> Iterator[str]:
        return (area.name or "" for area in self.service.service_areas)

    def _said(self, field: str) -> list[d.Provenance]:
        return [row for row in self.stands.provenance.get(self.key, ()) if row.field == field]

    def _facets(self, location: hsds.Location | None) -> dict[str, tuple[str, ...]]:
        """What it says of itself, at a site or altogether, by facet."""
        said: dict[str, list[str]] = {facet.name: list(self.values(facet.name)) for facet in facets.FACETS}
        said["cost"] += [_word(row.option or row.amount_description) for row in self.service.cost_options]
        spoken = (*self.service.languages, *(location.languages if location else ()))
        said["language"] += [facets.spoken(row.code or "", row.name or "") for row in spoken]
        said["language"] += ["interpreters"] if self.service.interpretation_services else []
        said["accessible"] += [ACCESSIBLE.get(row.description or "", "") for row in _accessibility(location)]
        found = {name: facets.stated(name, values) for name, values in said.items()}
        return {name: values for name, values in found.items() if values}

    def _confirmed(self) -> Confirmed | None:
        row = self.stands.confirmed.get(self.key)
        return Confirmed(when=row.when.isoformat(), how=row.how) if row else None

    def _phone(self, phone: hsds.Phone) -> DialPhone:
        shown = self.stands.phones[UUID(phone.id)]
        extension, note = numbers.extension(phone.extension or None, phone.description or "")
        printed = numbers.shown(phone.number) + (f" ext. {extension}" if extension else "")
        text = shown.route if phone.type == "text" else ""
        link = (
            numbers.sms(phone.number, word=numbers.word_to_text(text))
            if text
            else numbers.tel(phone.number, extension=extension)
        )
        return DialPhone(
            number=printed if text or not shown.route else f"{printed}, {shown.route}",
            tel=link,
            note=note,
            text=text,
            tier=shown.tier,
        )

    def _site(self, site: hsds.ServiceAtLocation) -> dict[str, Any]:
        """Where a site is: its coordinates, or its ZIP's or town's centre, which is then said to be approximate."""
        location = cast(hsds.Location, site.location)
        address = self.stands.addresses.get(UUID(location.id)) or d.Address()
        secret = UUID(location.id) in self.stands.confidential
        centre = None if location.latitude is not UNSET else self._centre(address, secret=secret)
        return {
            "address": "" if secret else ", ".join(filter(None, (address.address_1, address.address_2))),
            "town": address.city,
            "county": address.region or (centre.county if centre else ""),
            "zip": "" if secret else address.postal_code,
            "lat": centre.lat if centre else _number(location.latitude),
            "lon": centre.lon if centre else _number(location.longitude),
            "approximate": centre is not None,
        }

    def _centre(self, address: d.Address, *, secret: bool) -> Place | None:
        gazetteer = self.places.get(self.source.source_id)
        near = next(iter(self.values("near")), address.city)
        texts = (f"{near}, {address.region}{COUNTY}" if address.region else "", near)
        found = (gazetteer.find(text) for text in ("" if secret else address.postal_code, *texts) if text and gazetteer)
        return next((places[0] for places in found if places), None)

    def _instead(self, told: str) -> str:
        """What to use in place of it: the names behind refs of the same source, or the words as they are."""
        names = [self.stands.names.get((self.source.source_id, ref)) for ref in told.split()]
        return "; ".join(name.words for name in names if name) if names and all(names) else told

    @cached_property
    def record(self) -> dict[str, Any]:
        """The whole record: the standard's, and under "dooryard" who said it, how it stands and how far to trust it."""
        return cast(dict[str, Any], msgspec.to_builtins(self.service)) | {"dooryard": self._beside()}

    def _beside(self) -> dict[str, Any]:
        confirmed = self._confirmed()
        return {
            "ref": self.source.ref,
            "source": self.source.source.key,
            "provenance": [self._told_by(row) for row in self._provenance()],
            "timeline": [self._point(row) for row in self.timeline],
            "phones": [self._trust(phone) for phone in self.service.phones],
            "fallback": self._fallback,
            "conflicts": [
                {"field": row.label or "", "reason": row.value or ""}
                for row in self.service.attributes
                if row.link_type == "conflict"
            ],
            "confirmed": msgspec.to_builtins(confirmed) if confirmed else None,
        }

    def _point(self, row: d.ServiceStatus) -> dict[str, Any]:
        names = (self.stands.names.get((self.source.source_id, ref)) for ref in row.instead.split())
        instead = [{"id": str(name.service), "name": name.words} for name in names if name]
        return {"state": row.state, "since": row.since, "why": row.why, "instead": instead}

    def _provenance(self) -> Iterator[d.Provenance]:
        """Who said what of all that is told here: nothing of a number that is held back, or of a secret address."""
        told = {UUID(phone.id) for phone in self.service.phones}
        for row in self.stands.provenance.get(self.key, ()):
            held = row.resource_type == "phone" and row.resource_id not in told
            if not held and not (self._secret and row.field == "address"):
                yield row

    @cached_property
    def _secret(self) -> bool:
        sites = self.service.service_at_locations
        return any(UUID(site.location_id or "") in self.stands.confidential for site in sites)

    def gives_away(self) -> bool:
        """Whether a confidential place would be told with a text that reads like its street."""
        gazetteer = self.places.get(self.source.source_id)
        zips = {place.zip for place in gazetteer.rows.zips} if gazetteer else frozenset[str]()
        return self._secret and any(streets.gives_away(text, zips) for text in standing.texts(self.record))

    def _told_by(self, row: d.Provenance) -> dict[str, Any]:
        """Who said it. The page about a confidential place may print its street, so it is named but not linked."""
        return {
            name: getattr(row, name) for name in SAID if getattr(row, name) and not (self._secret and name == "url")
        }

    @cached_property
    def _fallback(self) -> str:
        """The name of the line that can check a number, "" where the place has none."""
        name = self.stands.names.get((self.source.source_id, self.place.fallback))
        return name.service_name if name else ""

    def _trust(self, phone: hsds.Phone) -> dict[str, Any]:
        """How far a number may be trusted, in the order of the document's phones: pages make sentences of it.

        `seen` is of the pages that give the number, which may be older than those of the record.
        """
        shown = self.stands.phones[UUID(phone.id)]
        evidence = {"publishers": shown.evidence.publishers, "disagreement": shown.evidence.conflict}
        told = {"id": phone.id, "number": phone.number, "tier": shown.tier, "seen": shown.seen}
        return told | evidence | {"conflict": shown.reason}


def _word(text: object) -> str:
    """A text of the standard as a value of a facet would be written: sliding-scale."""
    return text.strip().lower().replace(" ", "-") if isinstance(text, str) else ""


def _accessibility(location: hsds.Location | None) -> tuple[hsds.Accessibility, ...]:
    return location.accessibility if location else ()


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
