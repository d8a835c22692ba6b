"""What of a feed is held back although its rows are good: lines that may not be shown yet, numbers, addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

import msgspec

from dooryard.core import numbers, tiers
from dooryard.directory import standing
from dooryard.feeds import rows
from dooryard.feeds.entry import Entry, Number
from dooryard.feeds.readers.place import PlaceFeed, Row
from dooryard.feeds.report import Problem


def held_back(
    feed: PlaceFeed, entries: Mapping[str, Entry], confirmed: Collection[UUID], today: date
) -> tuple[Problem, ...]:
    """Everything held back, with its reason; `confirmed` are the phones that somebody has checked."""
    where = {row.ref: row for row in feed.rows}
    never = frozenset(ban.digest for ban in feed.bans)
    return tuple(
        problem
        for ref, entry in entries.items()
        for problem in _of(
            entry,
            where[ref],
            rows.Ids(feed.settings.key, ref),
            beside=_names_beside(entry, entries),
            never=never,
            confirmed=confirmed,
            today=today,
        )
    )


def _names_beside(entry: Entry, entries: Mapping[str, Entry]) -> tuple[str, ...]:
    """The names of the records that a record points at, which are told with it."""
    refs = (ref for point in entry.status if point.instead for ref in point.instead.refs)
    named = (entries[ref] for ref in refs if ref in entries)
    return tuple(name for other in named for name in (other.organization, other.site, other.town))


def _of(
    entry: Entry,
    row: Row,
    ids: rows.Ids,
    *,
    beside: Collection[str],
    never: Collection[str],
    confirmed: Collection[UUID],
    today: date,
) -> Iterator[Problem]:
    evidence = {
        phone: evidence_of(phone, never, confirmed=rows.phone_id(ids, phone) in confirmed, today=today)
        for phone in entry.phones
    }
    told = ((evidence[phone], phone.conflict.reason if phone.conflict else entry.held) for phone in entry.phones)
    why = standing.line_held(entry.reach, entry.status[-1].state, told)
    reasons = {phone: reason for phone in entry.phones if (reason := tiers.held_because(evidence[phone]))}
    if not why and standing.never_in([_told(entry, without=reasons), *beside], never):
        why = standing.NEVER_IN_TEXT
    if why:
        yield row.problem(why)
        return
    for reason in reasons.values():
        yield _part(row, "phone", reason)
    for conflict in entry.conflicts:
        if conflict.field == "phone" and conflict.state == "open":
            yield _part(row, "phone", conflict.reason)
    if entry.confidential:
        yield _part(row, "address", "The address is confidential.")


def _told(entry: Entry, *, without: Collection[Number]) -> Entry:
    """A record without the numbers that are told nowhere, and what is said beside them."""
    closed = entry.status[-1].state == "closed"
    phones = () if closed else tuple(phone for phone in entry.phones if phone not in without)
    return msgspec.structs.replace(entry, phones=phones, held=entry.held if phones else "")


def _part(row: Row, part: str, reason: str) -> Problem:
    return Problem(ref=row.ref, part=part, file=row.file, line=row.line, reason=reason)


def evidence_of(phone: Number, never: Collection[str], *, confirmed: bool, today: date) -> tiers.Evidence:
    """What a record says of a number that bears on showing it."""
    return tiers.Evidence(
        advice=phone.publish,
        publishers=phone.agreement,
        conflict=phone.conflict.state if phone.conflict else "",
        never=bool(numbers.never_shown(phone.number, never)),
        expired=bool(phone.expires) and phone.expires < today.isoformat(),
        confirmed=confirmed,
    )
