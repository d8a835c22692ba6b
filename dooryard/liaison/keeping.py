"""One write, whole and on disk: the rows in one transaction, their second copy before it commits, or nothing.

Whoever waits at the same time is written together: one transaction and one wait for the disk, and a savepoint for each,
so that what cannot be kept of one takes nothing from the others.
"""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import Error, IntegrityError, connections, transaction
from django.utils import timezone

from dooryard.desk.actions import record
from dooryard.desk.postgresql import Unconfirmed
from dooryard.directory import durable
from dooryard.liaison import shifts
from dooryard.liaison.copies import Copying, alone
from dooryard.liaison.letters import NotKept
from dooryard.liaison.routing import ALIAS

T = TypeVar("T")
PATIENCE = 2.0
"""Seconds that a write waits for those before it in this process."""
STALLED, FEW = 0.5, 4
"""Where the disk has taken so many seconds already, only so many wait for it: the other threads are for pages."""


class _Write:
    """One write that waits for its turn; over when it was committed, or when it is sure that it was not."""

    def __init__(self, work: Callable[[Copying], Any]) -> None:
        self._work = work
        self._done: Any = None
        self.problem: BaseException | None = None
        self.over = threading.Event()

    def run(self, copying: Copying) -> None:
        """Do it in a savepoint of its own. Only what may have ended the whole transaction is raised."""
        self.problem = None
        try:
            self._in_savepoint(copying)
        except IntegrityError:
            self._in_savepoint(copying)

    def _in_savepoint(self, copying: Copying) -> None:
        own = Copying(settings.LIAISON_COPY)
        try:
            with transaction.atomic(using=ALIAS):
                self._done = self._work(own)
            copying.take(own)
        except Error:
            raise
        except Exception as problem:
            self.problem = problem

    def ended(self, problem: BaseException | None = None) -> None:
        """It is over: the first to say so is right."""
        if not self.over.is_set():
            self.problem = problem or self.problem
            self.over.set()

    def told(self) -> Any:
        """What it returned; raises NotKept, or what it raised itself."""
        if isinstance(self.problem, Error | OSError):
            where = "dooryard.liaison.copy" if isinstance(self.problem, OSError) else "dooryard.liaison"
            logging.getLogger(where).error("not kept", exc_info=self.problem)
            raise NotKept from None
        if self.problem:
            raise self.problem
        return self._done


class _Line:
    """Those who wait to be written in this process; whoever has the `turn` writes all of them."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self._lock = threading.Lock()
        self._waiting: list[_Write] = []
        self._begun: float | None = None

    def join(self, one: _Write) -> bool:
        """Wait with the others; False where the disk has stalled and enough of them wait."""
        with self._lock:
            stalled = self._begun is not None and time.monotonic() - self._begun > STALLED
            if stalled and len(self._waiting) >= FEW:
                return False
            self._waiting.append(one)
            return True

    def leave(self, one: _Write) -> bool:
        """Wait no longer; False where it is being written just now."""
        with self._lock:
            if one not in self._waiting:
                return False
            self._waiting.remove(one)
            return True

    def write(self) -> None:
        """Write all who wait; for who has the turn."""
        with self._lock:
            taken, self._waiting, self._begun = self._waiting, [], time.monotonic()
        try:
            _write(taken)
        finally:
            self._begun = None

    def __len__(self) -> int:
        return len(self._waiting)


_line = _Line()


def written(work: Callable[[Copying], T]) -> T:
    """What `work` returns, once all that it wrote is durable; NotKept where it is not, and then nothing of it is.

    But for one case: where a synchronous standby of PostgreSQL did not confirm it, it stands here and is not called
    kept. Sent again it is found, and called kept once the standby has it.

    `work` may run more than once, and in the thread of somebody who waits beside it: where two at once brought the same
    form, the second finds what the first kept.
    """
    mine = _Write(work)
    if not _line.join(mine):
        raise NotKept
    if _line.turn.acquire(timeout=PATIENCE):
        try:
            if not mine.over.is_set():
                _line.write()
        finally:
            _line.turn.release()
    elif _line.leave(mine):
        raise NotKept
    mine.over.wait()
    return cast(T, mine.told())


def _write(writes: list[_Write]) -> None:
    """All of them together; where that cannot be, each by itself, so that a fault stays with whose it is."""
    try:
        _together(writes)
    except Exception as problem:
        if len(writes) == 1 or isinstance(problem, Unconfirmed):
            for one in writes:
                one.ended(problem)
        else:
            for one in writes:
                _write([one])
    finally:
        for one in writes:
            one.ended(NotKept())


def _together(writes: list[_Write]) -> None:
    with alone(settings.LIAISON_COPY):
        copying = Copying(settings.LIAISON_COPY)
        try:
            with transaction.atomic(using=ALIAS, durable=True):
                for one in writes:
                    one.run(copying)
                _after_all_before()
                copying.settle()
        except Unconfirmed:
            raise  # the rows stand, and so must their copy
        except BaseException:
            copying.undo()
            raise
    for one in writes:
        one.ended()


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
    """Today on the clocks of the place served, in UTC where there is no directory. No hour is kept anywhere."""
    return timezone.now().astimezone(shifts.zone() or datetime.UTC).date()
