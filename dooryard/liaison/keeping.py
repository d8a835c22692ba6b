"""One write, whole and on disk: the rows in one transaction, their second copy before it commits, or nothing.

Whoever waits at the same time is written together: one transaction and one wait for the disk, and a savepoint for each,
so that what cannot be kept of one takes nothing from the others.
"""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import Error, IntegrityError, connections, transaction
from django.utils import timezone

from dooryard.liaison.copies import Copying, alone
from dooryard.liaison.letters import NotKept
from dooryard.liaison.routing import ALIAS

T = TypeVar("T")
PATIENCE = 5.0
"""Seconds that a write waits for those before it in this process."""

_turn, _list = threading.Lock(), threading.Lock()
_waiting: list[_Write] = []


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
            logging.getLogger("dooryard.liaison").error("not kept: %s", type(self.problem).__name__)
            raise NotKept from None
        if self.problem:
            raise self.problem
        return self._done


def written(work: Callable[[Copying], T]) -> T:
    """What `work` returns, once all that it wrote is durable; NotKept where it is not, and then nothing of it is.

    `work` may run more than once, and in the thread of somebody who waits beside it: where two at once brought the same
    form, the second finds what the first kept.
    """
    mine = _Write(work)
    with _list:
        _waiting.append(mine)
    if _turn.acquire(timeout=PATIENCE):
        try:
            if not mine.over.is_set():
                _write(_taken())
        finally:
            _turn.release()
    elif _given_up(mine):
        raise NotKept
    mine.over.wait()
    return cast(T, mine.told())


def _taken() -> list[_Write]:
    """All who wait, this one among them."""
    with _list:
        taken = list(_waiting)
        _waiting.clear()
    return taken


def _given_up(mine: _Write) -> bool:
    """Whether it could still be taken out of the line; otherwise somebody is writing it just now."""
    with _list:
        waits = mine in _waiting
        if waits:
            _waiting.remove(mine)
    return waits


def _write(writes: list[_Write]) -> None:
    """All of them together; where that cannot be, each by itself, so that a fault stays with whose it is."""
    try:
        _together(writes)
    except Exception as problem:
        if len(writes) == 1:
            writes[0].ended(problem)
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
                copying.settle()
        except BaseException:
            copying.undo()
            raise
    for one in writes:
        one.ended()


def truncated() -> bool:
    """Empty SQLite's journal, which still holds what was deleted; False where somebody reads just now."""
    if connections[ALIAS].vendor != "sqlite":
        return True
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(cursor.fetchone()[0] == 0)


def day() -> datetime.date:
    """Today, in UTC: no hour is kept anywhere."""
    return timezone.now().date()
