"""Purging: what has expired goes, from the tables, from SQLite's files down to the last byte, from the second copy."""

from __future__ import annotations

import datetime

import msgspec
from django.conf import settings
from django.db import connections, transaction

from dooryard.desk.actions import record
from dooryard.desk.models import AuditEntry
from dooryard.liaison import copies
from dooryard.liaison.copies import Copying
from dooryard.liaison.keeping import truncated, written
from dooryard.liaison.models import Answered, Counted, Message, Once, Recovery, Shift, Team, Thread, Wished
from dooryard.liaison.routing import ALIAS

AT_ONCE = 200
"""Conversations that go in one transaction: somebody who writes meanwhile waits for no more."""
REMEMBERED = datetime.timedelta(2)
"""How long a form is remembered whose conversation was deleted; while that lives, so is the form."""
LEAP = datetime.timedelta(30)
"""A clock that is further ahead of the last purge is not believed at once."""
STEADY = 3
"""Nor until it has gone on by itself for so many days in a row: a site that was switched off for long deletes then."""
BY, PURGE, HELD = "dooryard", "liaison: purge", "liaison: purge held"
SHIFTS_KEPT = datetime.timedelta(35)
TIMES_KEPT = datetime.timedelta(400)
"""How long it is known how many days an answer took: the twelve months that are over, and the one that is not."""
WITH_WORDS = (Thread, Message, Wished, Once)


class Purged(msgspec.Struct, frozen=True, kw_only=True):
    """What a purge did; `truncated` is False where somebody read at that moment, and the next purge must do it."""

    threads: int
    messages: int
    truncated: bool


class Ahead(Exception):
    """The clock is weeks after the last purge: it may be wrong, and what is deleted does not come back."""


def purge(today: datetime.date, *, sure: bool = False) -> Purged:
    """Delete every conversation whose last day has passed; raises NotKept where one could not be deleted.

    Raises Ahead, and deletes nothing, where the last purge was more than 30 days before, unless somebody is `sure` or
    the clock has gone on for three days since.

    On PostgreSQL the tables are rewritten; its log and its backups keep what they keep (docs/reference/commands.md).
    """
    if not sure and today - _last_purge(today) > LEAP and not _steady(today):
        raise Ahead
    threads = messages = 0
    while (done := written(lambda copying: _some(copying, today))) is not None:
        threads, messages = threads + done[0], messages + done[1]
    written(lambda copying: _what_is_left(copying, today))
    if settings.LIAISON_COPY:
        copies.sweep(settings.LIAISON_COPY, today)
        copies.blur(settings.LIAISON_COPY, today)
    _audited(today)
    with transaction.atomic():
        sums = {"threads": threads, "messages": messages}
        record(by=BY, action=PURGE, table="liaison", key=today, details=sums, to_the_day=True)
    _rewritten()
    return Purged(threads=threads, messages=messages, truncated=truncated())


def _some(copying: Copying, today: datetime.date) -> tuple[int, int] | None:
    threads = list(Thread.objects.select_for_update().filter(expires__lt=today)[:AT_ONCE])
    if not threads:
        return None
    for thread in threads:
        copying.drop(thread)
    messages = Message.objects.filter(thread__in=threads).count()
    Once.objects.filter(thread__in=threads).delete()
    Thread.objects.filter(pk__in=[thread.pk for thread in threads]).delete()
    return len(threads), messages


def _what_is_left(copying: Copying, today: datetime.date) -> None:
    """What nobody needs any more: forms of what was deleted, old answer times, shifts over, keys that open nothing."""
    copying.doubted()
    Once.objects.filter(day__lt=today - REMEMBERED, thread=None).delete()
    Answered.objects.filter(month__lt=today - TIMES_KEPT).delete()
    for shift in Shift.objects.filter(day__lt=today - SHIFTS_KEPT):
        copying.drop(shift)
        shift.delete()
    for team in Team.objects.filter(state="closing", thread=None, message=None, wished=None):
        for row in (*team.held_set.all(), *Recovery.objects.filter(team=team), team):
            copying.drop(row)
        team.delete()


def _audited(today: datetime.date) -> None:
    """Put the sums of the days that are over into the audit log, each day once."""
    over = Counted.objects.filter(day__lt=today)
    for day in sorted(set(over.values_list("day", flat=True))):
        sums = dict(over.filter(day=day).order_by("what").values_list("what", "times"))
        with transaction.atomic():
            if not AuditEntry.objects.filter(action="liaison: a day", key=day.isoformat()).exists():
                record(by="public", action="liaison: a day", table="liaison", key=day, details=sums, to_the_day=True)
    over.delete()


def _last_purge(today: datetime.date) -> datetime.date:
    last = AuditEntry.objects.filter(action=PURGE).order_by("pk").last()
    return datetime.date.fromisoformat(last.key) if last else today


def _steady(today: datetime.date) -> bool:
    """Whether each of the last days was one on which a purge was held back; this one is noted with them."""
    held = {one.key for one in AuditEntry.objects.filter(action=HELD).order_by("-pk")[: 2 * STEADY]}
    if all((today - datetime.timedelta(one)).isoformat() in held for one in range(1, STEADY + 1)):
        return True
    if today.isoformat() not in held:
        with transaction.atomic():
            record(by=BY, action=HELD, table="liaison", key=today, to_the_day=True)
    return False


def _rewritten() -> None:
    """Write PostgreSQL's tables anew without what was deleted; SQLite has overwritten it already (secure_delete)."""
    if connections[ALIAS].vendor == "postgresql":
        with connections[ALIAS].cursor() as cursor:
            # Nobody waits for a standby while the tables are locked: what is deleted has reached it already.
            cursor.execute("SET synchronous_commit = local")
            try:
                for model in WITH_WORDS:
                    cursor.execute(f"VACUUM FULL {connections[ALIAS].ops.quote_name(model._meta.db_table)}")
            finally:
                cursor.execute("RESET synchronous_commit")
