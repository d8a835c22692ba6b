"""What the page of one service shows: everything its record holds, and who said it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from dooryard.core.categories import LINES, SERVICES
from dooryard.core.documents import DialPhone, Document
from dooryard.directory import cards, health, presenters, wording
from dooryard.directory.current import Directory

UNSTATED = "not stated"
NAMES = SERVICES | LINES


def context(directory: Directory, index: int, *, at: datetime) -> dict[str, Any]:
    """Everything `service.html` needs."""
    document = directory.bundle.document(index)
    record = msgspec.json.decode(directory.bundle.record(document.id) or b"{}")
    return {
        "document": document,
        "live": presenters.is_live(document),
        "status": presenters.status_words(document),
        "phones": [_phone(document, phone) for phone in presenters.page_phones(document)],
        "open": wording.open_words(directory.bundle.state(index, at), at),
        "where": _where(document),
        "facts": _facts(directory, document, record),
        "note": health.notes()["lower_tolerance"] if cards.DETOX in document.categories else None,
        "trust": wording.trust_words(document, wording.tier_of(document)),
        "provenance": _provenance(record),
    }


def _phone(document: Document, phone: DialPhone) -> dict[str, str]:
    return {
        "number": phone.number,
        "tel": phone.tel,
        "text": phone.text,
        "note": phone.note,
        "trust": wording.trust_words(document, phone.tier),
    }


def _where(document: Document) -> str:
    reach = wording.reach_words(document.reach, document.areas)
    parts = (presenters.address_of(document), document.county and f"{document.county} County", reach)
    return "; ".join(filter(None, parts)) or UNSTATED


def _facts(directory: Directory, document: Document, record: dict[str, Any]) -> list[tuple[str, str]]:
    """What else is known, by name; what nobody states is said to be not stated."""
    kinds = ", ".join(NAMES.get(category, category) for category in document.categories)
    assumed = " (our reading; the source does not say)" if document.category_assumed else ""
    facts = [
        ("About", document.description),
        ("Kind", kinds + assumed if kinds else ""),
        ("Also known as", ", ".join(document.other_names)),
        ("Serves", wording.listed(document.areas)),
        ("Ages", _ages(document)),
        ("Web", record.get("url", "")),
        ("Mail", record.get("email", "")),
    ]
    stated = [(name, value) for name, value in facts if value]
    return stated + [
        (name.replace("_", " ").capitalize(), ", ".join(document.facets.get(name, ())) or UNSTATED)
        for name in directory.bundle.manifest.facets
        if name != "open"
    ]


def _ages(document: Document) -> str:
    low, high = document.minimum_age, document.maximum_age
    if low is None and high is None:
        return UNSTATED
    if high is None:
        return f"{low:g} and over"
    return f"up to {high:g}" if low is None else f"{low:g} to {high:g}"


def _provenance(record: dict[str, Any]) -> list[dict[str, str]]:
    """Who said what, each publisher's page once."""
    return []
