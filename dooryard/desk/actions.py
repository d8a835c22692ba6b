"""Writing to the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from dooryard.desk.models import AuditEntry


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
    Raises TransactionManagementError outside a transaction: a write and its row stand or fall together.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("record() belongs inside the transaction.atomic() of the write it tells of")
    now = timezone.now()
    at = now.replace(hour=0, minute=0, second=0, microsecond=0) if to_the_day else now
    return AuditEntry.objects.create(
        at=at, by=by, action=action, table=table, key=str(key), details=dict(details or {})
    )
