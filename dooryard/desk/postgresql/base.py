"""A commit is done once it is confirmed, by a synchronous standby too where the operator set one, or it raises.

While the standby is away PostgreSQL lets a commit wait for ever; neither `statement_timeout` nor `lock_timeout` ends
that. Where the wait is cancelled, COMMIT succeeds with no more than a warning: the rows stand here and perhaps nowhere
else. So the wait is cancelled after some seconds, and a commit that warned of anything counts as unconfirmed.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError
from django.db.backends.postgresql import base
from psycopg import Error
from psycopg.errors import Diagnostic

from dooryard.desk.postgresql import Unconfirmed

PATIENCE = 5.0
"""Seconds that a commit waits for a standby: one that is there answers within thousandths of one."""
CANCELLING = 5.0
"""Seconds that asking the server to give up may take."""
WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but for the commit, and for a write outside of a transaction, which is a commit of its own."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.execute_wrappers.append(_alone)

    def _commit(self) -> None:
        if self.connection is not None:
            with _confirmed(self.connection):
                super()._commit()


def _alone(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    wrapper = context["connection"]
    if wrapper.in_atomic_block or not WRITES.match(sql):
        return execute(sql, params, many, context)
    with _confirmed(wrapper.connection):
        return execute(sql, params, many, context)


@contextmanager
def _confirmed(connection: Any) -> Iterator[None]:
    """Raise Unconfirmed where what commits in here does so with a warning, or takes longer than PATIENCE."""
    warned: list[str] = []
    gave_up = threading.Event()

    def heard(notice: Diagnostic) -> None:
        # By their kind: the text is in the language of the server.
        if notice.severity_nonlocalized == "WARNING":
            warned.append(notice.message_primary or "")

    def give_up() -> None:
        gave_up.set()
        with suppress(Error):
            connection.cancel_safe(timeout=CANCELLING)

    waiting = threading.Timer(PATIENCE, give_up)
    waiting.daemon = True
    connection.add_notice_handler(heard)
    waiting.start()
    try:
        yield
    except DatabaseError:
        # Without a warning nothing was committed; with one the server ended this connection after it had committed.
        if not warned:
            raise
    finally:
        waiting.cancel()
        waiting.join()  # a cancel that is late must not meet what this connection does next
        connection.remove_notice_handler(heard)
    if warned or gave_up.is_set():
        raise Unconfirmed
