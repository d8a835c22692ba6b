"""What else a record holds: whom to ask for, pages, mail, who vouches for it, whose money it is."""

from __future__ import annotations

from collections.abc import Iterator

from dooryard.core import numbers
from dooryard.core.documents import Document
from dooryard.directory import presenters, wording
from dooryard.directory.languages import gettext as _
from dooryard.directory.service_page.facts import Fact, Item, Record, rows, stated, texts
from dooryard.directory.service_page.place import site_of
from dooryard.directory.service_page.sources import Sources


def more(document: Document, record: Record, sources: Sources) -> Iterator[Fact]:
    """Everything that is not needed to get in."""
    owner, site = record.get("organization", {}), site_of(document, record)
    location = site.get("location", {})
    here = [record, site, location]
    if presenters.is_live(document):
        yield from stated(_("Further numbers"), _phones([site, location, owner]), sources.whole)
        yield from stated(_("Whom to ask for"), _contacts([*here, owner]), sources.whole)
    yield from stated(_("This place"), _place(site, location), sources.whole)
    yield from stated(_("Web"), _pages(record, "url", "additional_urls"), sources.whole)
    yield from stated(_("Mail"), texts(record, "email"), sources.whole)
    yield from stated(_("Web of the organization"), _pages(owner, "website", "additional_websites"), sources.whole)
    yield from stated(_("Mail of the organization"), texts(owner, "email"), sources.whole)
    yield from stated(_("Accredited by"), texts(record, "accreditations"), sources.whole)
    yield from stated(_("Licenses"), texts(record, "licenses"), sources.whole)
    yield from stated(_("Paid for by"), _funding(record, owner), sources.whole)
    yield from stated(_("The organization in law"), _in_law(owner), sources.whole)
    yield from stated(_("Checked by its source"), [_day(record, "assured_date")], sources.whole)
    yield from stated(_("Changed by its source"), [_day(record, "last_modified")], sources.whole)


def _phones(owners: list[Record]) -> Iterator[Item]:
    """Numbers of the place and the organization; nothing is noted of how far they may be trusted, and that is said."""
    for row in (row for owner in owners for row in rows(owner, "phones")):
        yield _phone(row)


def _phone(row: Record) -> Item:
    extension, note = numbers.extension(row.get("extension"), row.get("description", ""))
    printed = numbers.shown(row["number"]) + (f" ext. {extension}" if extension else "")
    text = f"{printed} ({note})" if note else printed
    return Item(text=text, ours=_("not yet called by us"), link=numbers.tel(row["number"], extension=extension))


def _contacts(owners: list[Record]) -> Iterator[Item]:
    """The desk to ask for; a person's own name only where a source gives nothing else."""
    for row in (row for owner in owners for row in rows(owner, "contacts")):
        desk = texts(row, "title", "department") or texts(row, "name")
        yield Item(text=", ".join([*desk, *texts(row, "email")]))
        yield from map(_phone, rows(row, "phones"))


def _place(site: Record, location: Record) -> Iterator[Item | str]:
    yield from texts(site, "description")
    yield from texts(location, "name", "alternate_name", "description")
    yield from (row["attention"] for row in rows(location, "addresses") if row.get("attention"))
    yield Item(link=location.get("url", ""))


def _pages(row: Record, first: str, others: str) -> Iterator[Item]:
    yield Item(link=row.get(first, ""))
    for one in rows(row, others):
        yield Item(text=one.get("label", ""), link=one["url"])


def _funding(record: Record, owner: Record) -> list[str]:
    return [row["source"] for row in (*rows(record, "funding"), *rows(owner, "funding")) if row.get("source")]


def _in_law(owner: Record) -> Iterator[Item | str]:
    """What it is in law, since when, and the numbers that registers gave it."""
    yield from texts(owner, "legal_status", "tax_status", "tax_id")
    if owner.get("year_incorporated"):
        founded = _("founded in {year}").format(year=f"{owner['year_incorporated']:g}")
        yield Item(ours=founded)
    for row in rows(owner, "organization_identifiers"):
        yield f"{row['identifier_type']}: {row['identifier']}"
    yield Item(link=owner.get("uri", ""))


def _day(record: Record, name: str) -> Item | None:
    """The day of a date or of an instant."""
    return Item(ours=wording.day(record[name][:10])) if record.get(name) else None
