"""One write, whole and on disk: the rows in one transaction, their second copy before it commits, or nothing."""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import Error, IntegrityError, connections, transaction
from django.utils import timezone

from dooryard.desk.actions import record
from dooryard.desk.postgresql import Unconfirmed
from dooryard.directory import durable
from dooryard.liaison.copies import Copying, alone
from dooryard.liaison.letters import NotKept
from dooryard.liaison.routing import ALIAS

T = TypeVar("T")
PATIENCE = 5.0
"""Seconds that a write waits for those before it in this process."""

_turn = threading.Lock()


def written(work: Callable[[Copying], T]) -> T:
    """What `work` returns, once all that it wrote is durable; NotKept where it is not, and then nothing of it is.

    But for one case: where a synchronous standby of PostgreSQL did not confirm it, it stands here and is not called
    kept. Sent again it is found, and called kept once the standby has it.

    `work` may run twice: where two at once brought the same form, the second finds what the first kept.
    """
    if not _turn.acquire(timeout=PATIENCE):
        raise NotKept
    try:
        try:
            return _written(work)
        except IntegrityError:
            return _written(work)
    except (Error, OSError) as problem:
        logging.getLogger("dooryard.liaison").error("not kept: %s", type(problem).__name__)
        raise NotKept from None
    finally:
        _turn.release()


def _written(work: Callable[[Copying], T]) -> T:
    with alone(settings.LIAISON_COPY):
        copying = Copying(settings.LIAISON_COPY)
        try:
            with transaction.atomic(using=ALIAS, durable=True):
                done = work(copying)
                _after_all_before()
                copying.settle()
            return done
        except Unconfirmed:
            raise  # the rows stand, and so must their copy
        except BaseException:
            copying.undo()
            raise


def noted(**row: Any) -> None:
    """A row of the audit log, committed before the write that it tells of; NotKept where it cannot be."""
    try:
        with transaction.atomic():
            record(**row)
    except Error:
        raise NotKept from None


def _after_all_before() -> None:
    """Have this commit wait for a synchronous standby even where nothing was left to write.

    What was there already may be there because an earlier commit was not confirmed.
    """
    if connections[ALIAS].vendor == "postgresql":
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_logical_emit_message(true, 'dooryard', '')")


def truncated() -> bool:
    """Empty SQLite's journal, which still holds what was deleted; False where it cannot be just now.

    That it is empty must be on the disk too: a power cut would bring back what was there, up to where a sync failed.
    """
    if connections[ALIAS].vendor != "sqlite":
        return True
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            done = bool(cursor.fetchone()[0] == 0)
        journal = Path(f"{connections[ALIAS].settings_dict['NAME']}-wal")
        if journal.exists():
            durable.sync(journal)
    except (Error, OSError):
        return False
    return done


def day() -> datetime.date:
    """Today, in UTC: no hour is kept anywhere."""
    return timezone.now().date()
