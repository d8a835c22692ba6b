"""What the page of one service shows: everything its record holds, and who said it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dooryard.core.bundle.values import RESERVED
from dooryard.core.categories import LINES, SERVICES
from dooryard.core.documents import DialPhone, Document
from dooryard.directory import cards, health, presenters, wording
from dooryard.directory.current import Directory

UNSTATED = "not stated"
NAMES = SERVICES | LINES


def context(directory: Directory, index: int, *, at: datetime) -> dict[str, Any]:
    """Everything `service.html` needs."""
    document = directory.bundle.document(index)
    record = directory.record(document.id)
    return {
        "document": document,
        "live": presenters.is_live(document),
        "status": presenters.status_words(document),
        "phones": _phones(document, record),
        "open": wording.open_words(directory.bundle.state(index, at), at, callable=bool(document.phones)),
        "where": _where(document),
        "facts": _facts(directory, document, record),
        "note": health.notes()["lower_tolerance"] if cards.DETOX in document.categories else None,
        "trust": wording.trust_words(document, wording.tier_of(document)),
        "instead": _instead(record),
        "provenance": _provenance(record),
    }


def _phones(document: Document, record: dict[str, Any]) -> list[tuple[DialPhone, str]]:
    """The numbers that may stand here, each with how far it may be trusted."""
    shown = presenters.page_phones(document)
    said = zip(document.phones, presenters.number_trust(document, record), strict=True)
    return [(phone, trust) for phone, trust in said if phone in shown]


def _instead(record: dict[str, Any]) -> list[dict[str, str]]:
    """What to use in place of it, where the record points at other records: id and name of each."""
    timeline = record.get("dooryard", {}).get("timeline", ())
    found: list[dict[str, str]] = timeline[-1]["instead"] if timeline else []
    return found


def _where(document: Document) -> str:
    reach = wording.reach_words(document, document.reach)
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
        if name not in RESERVED
    ]


def _ages(document: Document) -> str:
    low, high = document.minimum_age, document.maximum_age
    if low is None and high is None:
        return UNSTATED
    if high is None:
        return f"{low:g} and over"
    return f"up to {high:g}" if low is None else f"{low:g} to {high:g}"


def _provenance(record: dict[str, Any]) -> list[dict[str, str]]:
    """Who said what: the publishers of the record, then of single fields."""
    beside = record.get("dooryard", {})
    said = [row for row in beside.get("provenance", ()) if row.get("publisher")]
    empty = dict.fromkeys(("title", "url", "seen", "field", "value", "basis", "how"), "")
    return [empty | row | {"seen": wording.day(row.get("seen", ""))} for row in said]
