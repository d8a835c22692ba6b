"""What the page of one service shows: everything its record holds, and who said it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dooryard.core.bundle.values import RESERVED
from dooryard.core.categories import LINES, SERVICES
from dooryard.core.documents import DialPhone, Document
from dooryard.directory import cards, fallback, health, presenters, wording
from dooryard.directory.current import Directory

CALLED = {"population": "For whom", "access": "How to get in"}
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
        "facts": _facts(document, record),
        "unstated": _unstated(directory, document),
        "line": fallback.line(directory.finder, at),
        "note": health.notes()["lower_tolerance"] if cards.DETOX in document.categories else None,
        "trust": wording.trust_words(document, wording.tier_of(document)),
        "instead": presenters.instead(record),
        "said": _by_publisher(record),
        "details": [row for row in _provenance(record) if row["field"]],
    }


def _phones(document: Document, record: dict[str, Any]) -> list[tuple[DialPhone, str]]:
    """The numbers that may stand here, each with how far it may be trusted."""
    shown = presenters.page_phones(document)
    said = zip(document.phones, presenters.number_trust(document, record), strict=True)
    return [(phone, trust) for phone, trust in said if phone in shown]


def _where(document: Document) -> str:
    """Where it is and how it reaches a person; the counties it serves have their own line."""
    reach = "" if document.areas else wording.reach_words(document, document.reach)
    parts = (presenters.address_of(document), document.county and f"{document.county} County", reach)
    return "; ".join(filter(None, parts))


def _facts(document: Document, record: dict[str, Any]) -> list[tuple[str, str]]:
    """What else is known, by name."""
    kinds = ", ".join(NAMES.get(category, category) for category in document.categories)
    assumed = " (our reading; the source does not say)" if document.category_assumed else ""
    facts = [
        ("About", document.description),
        ("Kind", kinds + assumed if kinds else ""),
        ("Also known as", ", ".join(document.other_names)),
        ("Serves", wording.listed(document.areas)),
        ("Ages", _ages(document)),
        *((_called(name), ", ".join(values)) for name, values in document.facets.items()),
        ("Web", record.get("url", "")),
        ("Mail", record.get("email", "")),
    ]
    return [(name, value) for name, value in facts if value]


def _unstated(directory: Directory, document: Document) -> str:
    """What nobody states, named: it is never read as "no"."""
    facets = [_called(name) for name in directory.bundle.manifest.facets if name not in RESERVED]
    stated = {_called(name) for name, values in document.facets.items() if values}
    names = [*([] if _ages(document) else ["Ages"]), *(name for name in facets if name not in stated)]
    return ", ".join([*([] if _where(document) or document.areas else ["Place"]), *names]).lower()


def _called(facet: str) -> str:
    return CALLED.get(facet, facet.replace("_", " ").capitalize())


def _ages(document: Document) -> str:
    low, high = document.minimum_age, document.maximum_age
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low:g} and over"
    return f"up to {high:g}" if low is None else f"{low:g} to {high:g}"


def _by_publisher(record: dict[str, Any]) -> list[tuple[str, list[dict[str, str]]]]:
    """Who says that it exists: each publisher once, as sources are counted, with the pages it says it on."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in _provenance(record):
        if not row["field"]:
            found.setdefault(row["publisher"], []).append(row)
    return list(found.items())


def _provenance(record: dict[str, Any]) -> list[dict[str, str]]:
    """Who said what: the publishers of the record, then of single fields."""
    beside = record.get("dooryard", {})
    said = [row for row in beside.get("provenance", ()) if row.get("publisher")]
    empty = dict.fromkeys(("title", "url", "seen", "field", "value", "basis", "how"), "")
    return [empty | row | {"seen": wording.day(row.get("seen", ""))} for row in said]
