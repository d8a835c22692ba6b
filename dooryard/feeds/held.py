"""What of a feed is held back although its rows are good: lines that may not be shown yet, numbers, addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

from dooryard.core import numbers, tiers
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
        for problem in _of(entry, where[ref], rows.Ids(feed.settings.key, ref), never, confirmed, today)
    )


def _of(
    entry: Entry, row: Row, ids: rows.Ids, never: Collection[str], confirmed: Collection[UUID], today: date
) -> Iterator[Problem]:
    reasons = {}
    for phone in entry.phones:
        evidence = evidence_of(phone, never, confirmed=rows.phone_id(ids, phone) in confirmed, today=today)
        if tiers.tier(evidence) == "held":
            reasons[phone] = tiers.held_because(evidence)
    if reasons and entry.reach == "phone" and len(reasons) == len(entry.phones):
        why = next(iter(reasons.values()))
        yield row.problem(f"{why} {entry.held}".rstrip())
        return
    for reason in reasons.values():
        yield _part(row, "phone", reason)
    for conflict in entry.conflicts:
        if conflict.field == "phone" and conflict.state == "open":
            yield _part(row, "phone", conflict.reason)
    if entry.confidential:
        yield _part(row, "address", "The address is confidential.")


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
