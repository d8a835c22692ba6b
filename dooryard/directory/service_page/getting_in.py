"""How to get in: what to do first, what to bring, what it costs, in which languages, and with which disabilities."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dooryard.core import numbers
from dooryard.core.documents import Document
from dooryard.directory import facets, languages, presenters
from dooryard.directory.languages import filled, ngettext
from dooryard.directory.languages import gettext as _
from dooryard.directory.service_page.facts import Fact, Item, Record, of_facet, rows, stated, texts, while_valid
from dooryard.directory.service_page.place import site_of
from dooryard.directory.service_page.sources import Sources


def getting_in(document: Document, record: Record, sources: Sources, at: datetime) -> Iterator[Fact]:
    """Everything between a person and the service."""
    location = site_of(document, record).get("location", {})
    yield from stated(facets.label("intake"), of_facet(document, "intake"), sources.whole)
    yield from stated(_("How to apply"), texts(record, "application_process"), sources.whole)
    yield from stated(_("What to bring"), _documents(record), sources.whole)
    yield from stated(_("Wait"), texts(record, "wait_time"), sources.whole)
    yield from stated(_("Room"), _capacities(record, at), sources.whole)
    yield from stated(_("Cost"), _cost(document, record), sources.whole)
    for name in ("payer", "medication"):
        yield from stated(facets.label(name), of_facet(document, name), sources.whole)
    yield from stated(_("Languages"), _languages(document, record), sources.whole)
    yield from stated(_("Interpreters"), texts(record, "interpretation_services"), sources.whole)
    yield from stated(_("Disability access"), _accessibility(document, location), sources.whole)
    yield from stated(_("Getting there"), texts(location, "transportation"), sources.whole)


def _documents(record: Record) -> Iterator[Item]:
    for row in rows(record, "required_documents"):
        yield Item(text=row.get("document", ""), link=row.get("uri", ""))


def _capacities(record: Record, at: datetime) -> Iterator[Item]:
    """What was free, and how long ago that was: yesterday's bed may be gone."""
    for row in rows(record, "capacities"):
        free, most = languages.number(row["available"]), row.get("maximum")
        counted = _("{free} free") if most is None else _("{free} of {most} free")
        words = counted.format(free=free, most="" if most is None else languages.number(most))
        unit = row.get("unit", {}).get("name", "")
        yield Item(text="; ".join([unit, *texts(row, "description")]), ours=f"{words} ({_age(row['updated'], at)})")


def _age(updated: str, at: datetime) -> str:
    """How old a figure is."""
    try:
        hours = max(int((at - datetime.fromisoformat(updated)).total_seconds() // 3600), 0)
    except (TypeError, ValueError):
        return _("nobody says when")
    if hours < 48:
        return filled(ngettext("{n} hour ago", "{n} hours ago", hours), n=hours)
    return filled(ngettext("{n} day ago", "{n} days ago", hours // 24), n=hours // 24)


def _cost(document: Document, record: Record) -> Iterator[Item | str]:
    options = rows(record, "cost_options")
    for row in options:
        told = [*texts(row, "option"), _money(row), *texts(row, "amount_description")]
        yield Item(text="; ".join(filter(None, told)), ours=while_valid(row))
    yield from texts(record, "fees_description", "fees")
    yield from () if options else of_facet(document, "cost")


def _money(row: Record) -> str:
    if row.get("amount") is None:
        return ""
    from babel.numbers import format_currency  # a page without a price need not wait for it

    return format_currency(row["amount"], row.get("currency") or "USD", locale=languages.spoken().region)


def _languages(document: Document, record: Record) -> Iterator[Item | str]:
    spoken = [*rows(record, "languages"), *rows(site_of(document, record).get("location", {}), "languages")]
    for row in spoken:
        yield Item(text=row.get("note", ""), ours=_language(row))
    for phone in rows(record, "phones") if presenters.is_live(document) else ():
        for row in rows(phone, "languages"):
            yield Item(text="; ".join([numbers.shown(phone["number"]), *texts(row, "note")]), ours=_language(row))
    yield from () if spoken else of_facet(document, "language")


def _language(row: Record) -> str:
    """A language by its name in the language of the page, else as the record has it."""
    name = str(row.get("name") or row.get("code") or "")
    if languages.code() == languages.ENGLISH or not row.get("code"):
        return name
    from babel import Locale  # an English page need not wait for it

    return Locale.parse(languages.spoken().region).languages.get(row["code"], name)


def _accessibility(document: Document, location: Record) -> Iterator[Item]:
    told = rows(location, "accessibility")
    for row in told:
        yield Item(text="; ".join(texts(row, "description", "details")), link=row.get("url", ""))
    yield from () if told else of_facet(document, "accessible")
