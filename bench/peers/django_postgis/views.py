"""The Django page: understands by its table, asks the database, renders its templates."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bench.generate import ZONE
from bench.peers.django_postgis import finding
from bench.peers.django_postgis.finding import Asked
from bench.peers.django_postgis.models import Service, Town
from dooryard.core.documents import NOT_STATED, Confirmed, DialPhone, Document
from dooryard.core.hours import OpenState
from dooryard.directory import boxes, facets, filters, narrowing, presenters, wording

_ZONE = ZoneInfo(ZONE)
_WEEK = 7 * 24 * 60


def find(request: HttpRequest) -> HttpResponse:
    """`/find?q=&near=`: the page of results."""
    at = timezone.now().astimezone(_ZONE)
    asked, typed = _asked(request), request.GET.get("near", "")
    near = finding.place(typed or asked.place) if typed or asked.place else None
    told = {
        "asked": asked,
        "words": request.GET.get("q", ""),
        "near": typed,
        "within": request.GET.get("within", ""),
        "place": near,
        "line": _line(),
        "path": request.get_full_path(),
        "today": wording.day(at.date().isoformat()),
    }
    return render(request, "found.html", told | _found(asked, near, at, told["within"]))


def _found(asked: Asked, near: Town | None, at: datetime, miles: str) -> dict[str, Any]:
    """What is found, everything counted, what mentions it besides, and what does not say."""
    minute = (at.weekday() * 24 + at.hour) * 60 + at.minute
    within: float | None = float(miles or finding.NEAR)
    totals = finding.totals(asked, near, minute, within)
    if near and not miles and totals["all"] - totals["closed"] < finding.ENOUGH:
        within = None
        totals = finding.totals(asked, near, minute, within)
    found = finding.found(asked, near, minute, within=within)
    also = finding.found(asked, near, minute, also=True) if asked.categories else Service.objects.none()
    silent = finding.silent(asked, near, minute, within) if asked.filters else Service.objects.none()
    few = totals["all"] - totals["closed"] < finding.ENOUGH
    return {
        "total": wording.counted(totals["all"], closed=totals["closed"]),
        "totals": totals,
        "more": totals["all"] > finding.SHOWN,
        "cards": [_card(row, at) for row in finding.first(found, asked, near, finding.SHOWN)],
        "also": [_card(row, at) for row in finding.first(also, asked, near, finding.ALSO)],
        "silent": silent.count() if asked.filters else 0,
        "unsaid": [_card(row, at) for row in finding.first(silent, asked, near, finding.SHOWN)] if few else (),
        "groups": _groups(asked, finding.counts(asked, near, minute, within)),
        "bands": finding.bands(asked, near, minute),
    }


def _asked(request: HttpRequest) -> Asked:
    """The question, its words understood beforehand."""
    meant = _understood().get(request.GET.get("q", ""), Asked())
    age = request.GET.get("age")
    chosen = {name: tuple(request.GET.getlist(filters.name_of(name))) for name in facets.BY_NAME}
    return msgspec.structs.replace(
        meant,
        open_now=bool(request.GET.get("open")) or meant.open_now,
        age=float(age) if age else meant.age,
        filters={name: values for name, values in chosen.items() if values},
    )


@cache
def _understood() -> dict[str, Asked]:
    return msgspec.json.decode((settings.DATA / "understood.json").read_bytes(), type=dict[str, Asked])


@cache
def _line() -> dict[str, Any]:
    """The line that finds services, which every page names."""
    asked = Asked(categories={"info-line": 1.0})
    [row] = finding.first(finding.found(asked, None, 0), asked, None, 1)
    return {"name": row.service, "phone": row.phones.all()[0]}


@cache
def _patterns() -> dict[int, list[tuple[int, int]]]:
    return finding.patterns()


def _groups(asked: Asked, counts: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """Every facet whose values differ as boxes to tick, the most frequent first."""
    found = []
    for name in narrowing.ORDER:
        values = counts.get(name, {})
        chosen = asked.filters.get(name, ())
        if len(values) > 1:
            ordered = sorted(values.items(), key=lambda pair: (pair[0] == NOT_STATED, -pair[1], pair[0]))
            rows = [
                {"value": value, "words": boxes.words(name, value), "count": count, "chosen": value in chosen}
                for value, count in ordered
            ]
            found.append({"name": filters.name_of(name), "label": facets.label(name), "open": chosen, "boxes": rows})
    return found


def _card(row: Service, at: datetime) -> dict[str, Any]:
    """What a card shows of a row, in the words of Dooryard's own presenters."""
    document = _document(row)
    phones, live = presenters.card_phones(document), presenters.is_live(document)
    return {
        "document": document,
        "kinds": ", ".join(wording.category(key) for key in row.categories),
        "cost": ", ".join(facets.words("cost", value) for value in row.cost),
        "live": live,
        "open": wording.open_words(_state(row.hours, at), at, callable=bool(row.phones.all())) if live else "",
        "address": presenters.address_of(document),
        "distance": wording.distance_words(row.miles, approximate=row.approximate),
        "phones": phones,
        "more_numbers": len(presenters.page_phones(document)) > len(phones),
        "status": presenters.status_words(document),
        "trust": presenters.trust_line(document, {}),
        "detox": "withdrawal-management" in row.categories,
    }


def _document(row: Service) -> Document:
    """A row as Dooryard's presenters take it."""
    phones = (DialPhone(number=p.number, tel=p.tel, note=p.note, text=p.text, tier=p.tier) for p in row.phones.all())
    return Document(
        id=row.id, ref=row.id, source="bench", service=row.service, organization=row.organization, site=row.site,
        address=row.address, town=row.town, zip=row.zip, status=row.status, status_since=row.status_since,
        seen=row.seen, sources=row.sources, phones=tuple(phones),
        confirmed=Confirmed(**row.confirmed) if row.confirmed else None,
    )  # fmt: skip


def _state(hours: int, at: datetime) -> OpenState:
    """Whether a pattern is open at a local time, and when that changes."""
    spans = _patterns().get(hours)
    if not spans:
        return OpenState("unknown")
    monday = at.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=at.weekday())
    minute = (at - monday) // timedelta(minutes=1)
    for opens, closes in spans:
        if opens <= minute < closes:
            return OpenState("open", until=None if closes - opens >= _WEEK else monday + timedelta(minutes=closes))
    later = next((opens for opens, _ in spans if opens > minute), spans[0][0] + _WEEK)
    return OpenState("closed", opens=monday + timedelta(minutes=later))
