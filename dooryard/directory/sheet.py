"""What the sheet of a list shows, service by service, as it may stand on paper that a person carries.

Paper shows what a card shows: a number of one source only is not on it, and who can check that number is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from markupsafe import Markup

from dooryard.core.categories import ALL
from dooryard.core.documents import DialPhone, Document
from dooryard.directory import calling, codes, fallback, health, languages, paper, presenters, week, wording
from dooryard.directory.current import Directory
from dooryard.directory.zones import Zones

LONGEST_TEXT = 300
"""A longer description stays on the service's page: a service must fit on one sheet of paper."""
EMERGENCY = "emergency"


def render(directory: Directory, ids: Iterable[str], language: str, *, at: datetime, site: str) -> Markup:
    """The sheet in a language, whatever language the page around it is in; `site` is where this site is (https://…)."""
    prefix = "" if language == languages.ENGLISH else f"/{language}"
    with languages.speaking(language, prefix=prefix):
        return Markup(render_to_string("sheet.html", context(directory, ids, at=at, site=site)))  # noqa: S704


def context(directory: Directory, ids: Iterable[str], *, at: datetime, site: str) -> dict[str, Any]:
    """Everything `sheet.html` needs."""
    numbers = [index for id in ids if (index := directory.bundle.index(id)) is not None]
    entries = [_entry(directory, index, at, site) for index in numbers]
    words = calling.calling()
    return {
        "entries": entries,
        "line": fallback.line(directory.finder, at),
        "emergency": directory.lines(EMERGENCY, at),
        "printed": paper.printed(),
        "words": words,
        "to_say": [words.first, words.last, *(line for entry in entries for line in entry["script"])],
        "asked_for": _asked_for(),
        "site": site,
    }


def _entry(directory: Directory, index: int, at: datetime, site: str) -> dict[str, Any]:
    """One service."""
    document = directory.bundle.document(index)
    record = directory.record(document.id)
    address = site + languages.at(f"/service/{document.id}")
    live = presenters.is_live(document)
    return {
        "document": document,
        "kinds": [languages.gettext(ALL.get(category, category)) for category in document.categories],
        "about": document.description if len(document.description) <= LONGEST_TEXT else "",
        "live": live,
        "status": presenters.status_words(document),
        "instead": presenters.instead(record),
        "where": presenters.address_of(document),
        "reach": wording.reach_words(document, document.reach),
        "week": _week(document, at) if live else [],
        "phones": _phones(document, record),
        "trust": presenters.trust_line(document, record),
        "note": health.beside(document.categories) if live else None,
        "script": calling.script(document.categories) if live else (),
        "page": address,
        "code": codes.code(address),
    }


def _phones(document: Document, record: dict[str, Any]) -> list[tuple[DialPhone, str]]:
    """The numbers that may be printed, each with how far it may be trusted."""
    shown = presenters.card_phones(document)
    said = zip(document.phones, presenters.number_trust(document, record), strict=True)
    return [(phone, trust) for phone, trust in said if phone in shown]


def _week(document: Document, at: datetime) -> list[tuple[str, str]]:
    zone = Zones().get(document.zone)
    return week.words(document.schedules, at, zone) if zone else []


def _asked_for() -> str:
    """How to ask for the language of the sheet in English, which most who answer a call speak; "" for nothing."""
    if languages.code() == languages.ENGLISH:
        return ""
    from babel import Locale  # an English sheet need not wait for it

    name = Locale.parse(languages.ENGLISH).languages.get(languages.code(), "")
    return f"{name}, please." if name else ""


def rows(directory: Directory, ids: Iterable[str]) -> list[dict[str, str]]:
    """The list as its form shows it: each service in a line, and what is wrong with one that cannot be used."""
    documents = [directory.bundle.document(index) for id in ids if (index := directory.bundle.index(id)) is not None]
    return [
        {
            "id": document.id,
            "name": document.service,
            "organization": document.organization,
            "town": document.town,
            "status": presenters.status_words(document),
        }
        for document in documents
    ]
