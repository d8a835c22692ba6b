"""Writing to the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from dooryard.desk import chain
from dooryard.desk.models import AuditEntry

AUDITING = 0xD00_A0D17
"""The advisory lock of PostgreSQL under which rows are added."""


def record(
    *,
    by: str,
    action: str,
    table: str = "",
    key: object = "",
    details: Mapping[str, Any] | None = None,
    to_the_day: bool = False,
) -> AuditEntry:
    """Add a row to the audit log, in the transaction of the write that it tells of.

    `to_the_day` leaves out the hour of what somebody without an account did: it could be matched with a network's log.
    Raises TransactionManagementError outside a transaction: a write and its row stand or fall together. The row is
    chained to the one before it, so that one transaction after the other adds rows: let it be the last thing it does.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("record() belongs inside the transaction.atomic() of the write it tells of")
    now = timezone.now()
    at = now.replace(hour=0, minute=0, second=0, microsecond=0) if to_the_day else now
    _one_at_a_time()
    last = AuditEntry.objects.order_by("-pk").first()
    entry = AuditEntry(
        pk=_next_key(last),
        at=at,
        by=by,
        action=action,
        table=table,
        key=str(key),
        details=chain.plain_details(details or {}),
        previous=last.digest if last else chain.BEGINNING,
    )
    entry.digest = chain.digest(entry)
    entry.save(force_insert=True)
    return entry


def _one_at_a_time() -> None:
    """Let nobody else add a row before this transaction ends; on SQLite one that writes is alone by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [AUDITING])


def _next_key(last: AuditEntry | None) -> int:
    """The number of the next row: it is in the row's digest, so it must be known before."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [AuditEntry._meta.db_table])
            return int(cursor.fetchone()[0])
    return last.pk + 1 if last else 1
