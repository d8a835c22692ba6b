"""Django's SQLite backend on the disk whose power can be cut: the site speaks to apsw as if it were Python's sqlite3.

Only what Django asks of a connection is here. Whole requests run on it, from the form to the page that says "Received".
"""

from __future__ import annotations

import datetime
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import apsw
from django.db.backends.sqlite3.base import DatabaseWrapper

from tests.liaison.power.disk import Disk, Drive

PLACEHOLDER = re.compile(r"(?<!%)%s")


class OnDisk(DatabaseWrapper):
    """The liaisons' database on a disk of ours, with the pragmas of the settings and whatever `pragmas` adds."""

    def __init__(self, settings: dict[str, Any], disk: Disk, pragmas: str = "") -> None:
        super().__init__(settings, "liaison")
        self._vfs, self._pragmas = f"whole{id(self)}", pragmas
        self._drive = Drive(self._vfs, disk)

    def get_new_connection(self, conn_params: Any) -> Any:
        # Without shared memory a journal of the WAL kind needs the file for itself: one connection alone has the disk.
        commands = ["PRAGMA locking_mode=EXCLUSIVE", *self.init_commands, self._pragmas]
        return Connection(self._vfs, [one for one in commands if one.strip()])

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor()

    def lost_power(self) -> None:
        """Let go of the connection, whatever the disk says to that."""
        if self.connection:
            self.connection.close()
        self.connection = None
        self.closed_in_transaction = self.needs_rollback = self.in_atomic_block = False
        self.savepoint_ids, self.atomic_blocks, self.run_on_commit = [], [], []


class Connection:
    """A connection of apsw with the methods of sqlite3's."""

    isolation_level = None

    def __init__(self, vfs: str, commands: list[str]) -> None:
        with _as_sqlite3():
            self._raw = apsw.Connection("main", vfs=vfs)
            for command in commands:
                self._raw.execute(command).fetchall()

    @property
    def in_transaction(self) -> bool:
        return bool(self._raw.in_transaction)

    def cursor(self) -> Cursor:
        return Cursor(self._raw)

    def execute(self, query: str, params: Any = ()) -> Cursor:
        return self.cursor().execute(query, params)

    def commit(self) -> None:
        self._end("COMMIT")

    def rollback(self) -> None:
        self._end("ROLLBACK")

    def close(self) -> None:
        """Twice, because the first may meet the disk without power."""
        try:
            self._raw.close(True)
        except apsw.Error:
            self._raw.close(True)

    def _end(self, how: str) -> None:
        if self._raw.in_transaction:
            with _as_sqlite3():
                self._raw.execute(how).fetchall()


class Cursor:
    """What was found, all of it at once."""

    def __init__(self, raw: apsw.Connection) -> None:
        self._raw = raw
        self._rows: list[Any] = []
        self.rowcount, self.lastrowid, self.description = -1, None, None

    def execute(self, query: str, params: Any = ()) -> Cursor:
        before = self._raw.total_changes()
        with _as_sqlite3():
            found = self._raw.execute(
                PLACEHOLDER.sub("?", query).replace("%%", "%"), [_plain(one) for one in params or ()]
            )
            self._rows = found.fetchall()
        self.rowcount = self._raw.changes() if self._raw.total_changes() != before else 0
        self.lastrowid = self._raw.last_insert_rowid()
        return self

    def executemany(self, query: str, many: Any) -> Cursor:
        for params in many:
            self.execute(query, params)
        return self

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = 1) -> list[Any]:
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    def fetchall(self) -> list[Any]:
        return self.fetchmany(len(self._rows))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def close(self) -> None:
        self._rows = []


@contextmanager
def _as_sqlite3() -> Iterator[None]:
    try:
        yield
    except apsw.ConstraintError as problem:
        raise sqlite3.IntegrityError(str(problem)) from None
    except apsw.Error as problem:
        raise sqlite3.OperationalError(str(problem)) from None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return bytes(value) if isinstance(value, memoryview) else value
