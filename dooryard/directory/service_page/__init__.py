"""What the page of one service shows: everything its record holds, and beside each fact who said it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dooryard.core.documents import DialPhone, Document
from dooryard.directory import fallback, health, presenters, wording
from dooryard.directory.current import Directory
from dooryard.directory.languages import gettext as _
from dooryard.directory.service_page import hours, place
from dooryard.directory.service_page.facts import Fact, Record, rows
from dooryard.directory.service_page.getting_in import getting_in
from dooryard.directory.service_page.more import more
from dooryard.directory.service_page.sources import Sources
from dooryard.directory.service_page.what import for_whom, what


def context(directory: Directory, index: int, *, at: datetime) -> dict[str, Any]:
    """Everything `service.html` needs."""
    document = directory.bundle.document(index)
    record = directory.record(document.id)
    sources = Sources(record)
    found = {
        "document": document,
        "live": presenters.is_live(document),
        "status": presenters.status_words(document),
        "alert": record.get("alert", ""),
        "phones": _phones(document, record, sources),
        "open": wording.open_words(directory.bundle.state(index, at), at, callable=bool(document.phones)),
        "week": hours.of_the_week(document, at),
        "where": place.where(document),
        "where_said": sources.of("address") if document.id == record.get("id") else sources.whole,
        "way": place.way(document, record),
        "others": place.others(directory, document, record),
        "groups": _groups(document, record, sources, at),
        "line": fallback.line(directory.finder, at),
        "note": health.beside(document.categories),
        "trust": wording.trust_words(document, wording.tier_of(document)),
        "conflicts": _conflicts(record),
        "instead": presenters.instead(record),
        "sources": sources,
    }
    return found | {"unstated": _unstated(found)}


def _phones(document: Document, record: Record, sources: Sources) -> list[tuple[DialPhone, str, str]]:
    """The numbers that may stand here, each with how far it may be trusted and who gives it."""
    shown = presenters.page_phones(document)
    given = [row["number"] for row in rows(record, "phones")] or [phone.number for phone in document.phones]
    said = (sources.of("phone", _as_given(phone, number)) for phone, number in zip(document.phones, given, strict=True))
    told = zip(document.phones, presenters.number_trust(document, record), said, strict=True)
    return [one for one in told if one[0] in shown]


def _as_given(phone: DialPhone, number: str) -> tuple[str, str]:
    """A number as those who give it write it, with its extension and without."""
    extension = phone.number.rpartition(" ext. ")[2].partition(",")[0]
    return number, f"{number} ext. {extension}"


def _groups(document: Document, record: Record, sources: Sources, at: datetime) -> list[tuple[str, list[Fact]]]:
    """The facts under their headings."""
    groups = [
        (_("What it is"), what(document, record, sources)),
        (_("Whom it is for"), for_whom(document, record, sources)),
        (_("Getting in"), getting_in(document, record, sources, at)),
        (_("More about it"), [*hours.hours(document, record, sources, at), *more(document, record, sources)]),
    ]
    return [(heading, found) for heading, facts in groups if (found := list(facts))]


def _unstated(context: dict[str, Any]) -> str:
    """What nobody states, named: it is never read as "no"."""
    told = {fact.name for _heading, facts in context["groups"] for fact in facts}
    told |= {_("Place")} if context["where"] or context["document"].areas else set()
    told |= {_("Hours")} if context["week"] or not context["live"] else set()
    asked = (
        _("Place"), _("Ages"), _("Hours"), _("For whom"), _("Conditions"), _("How to get in"), _("How to apply"),
        _("What to bring"), _("Wait"), _("Cost"), _("Languages"), _("Interpreters"), _("Disability access"),
        _("Accredited by"), _("Paid for by"),
    )  # fmt: skip
    return ", ".join(name for name in asked if name not in told).lower()


def _conflicts(record: Record) -> list[str]:
    """What sources disagree about, in words that leave out what was wrong."""
    beside = record.get("dooryard", {})
    told = [row.get("reason", "") for row in beside.get("conflicts", ())]
    told += [row.get("conflict", "") for row in beside.get("phones", ())]
    return list(dict.fromkeys(filter(None, told)))
