"""The room's own statements, as the real layer was heard to speak them, on a disk whose power can be cut."""

from __future__ import annotations

import datetime
import hashlib
import os
import random
import re
from pathlib import Path
from typing import Any

import apsw
from django.db import connections

from dooryard.liaison import models, threads
from dooryard.liaison.sealing import Code
from dooryard.liaison.teams import Ring
from dooryard.web.settings import liaison_database
from tests.liaison.helpers import COUNTY, WISHES, form
from tests.liaison.power.disk import Disk, Drive

Statement = tuple[str, list[Any]]
Heard = dict[str, list[Statement]]
"""By the name of a write: the statements that it makes."""
WRITES = re.compile("INSERT|UPDATE|DELETE|SELECT")


def heard(team: Ring, today: datetime.date) -> Heard:
    """What the real layer says to its database when somebody writes, adds a word, and deletes it all."""
    code = Code.new()
    found: Heard = {}
    acts = {
        "begin": lambda: threads.begin(code, COUNTY, "hello", WISHES, form(), today=today),
        "reply": lambda: threads.reply(code.key, code.lookup, "more", form(), today=today),
        "delete": lambda: threads.delete_now(code.lookup, today=today),
    }
    threads.begin(Code.new(), COUNTY, "the first of a day is counted otherwise", WISHES, form(), today=today)
    threads.reply(code.key, code.lookup, "nothing", form(), today=today)
    for what in ("reply", "delete"):
        models.Counted.objects.get_or_create(day=today, what=what)
    for name, act in acts.items():
        said = found.setdefault(name, [])

        def listen(execute: Any, sql: str, params: Any, many: bool, context: Any, said: Any = said) -> Any:
            if WRITES.match(sql) and "FOREIGN" not in sql:
                said.append((sql.replace("%s", "?"), [_plain(one) for one in params or ()]))
            return execute(sql, params, many, context)

        with connections["liaison"].execute_wrapper(listen):
            act()
    assert all(said and any("INSERT" in sql or "DELETE" in sql for sql, _params in said) for said in found.values())
    return found


class Layer:
    """The statements on a disk, each write with values of its own; what was acknowledged is remembered."""

    def __init__(self, disk: Disk, heard: Heard, pragmas: str = "") -> None:
        self.disk, self._heard = disk, heard
        self._name = f"cut{id(self)}"
        self._drive = Drive(self._name, disk)
        self._pragmas = "PRAGMA locking_mode=EXCLUSIVE;" + liaison_pragmas() + pragmas
        self._kept = self._ids(heard)
        self.acknowledged: dict[int, dict[int, bytes]] = {}
        """By thread: its messages, each with a digest of its row."""
        self.deleted: set[int] = set()
        self._untold = 0
        self._known: dict[int, dict[Any, Any]] = {}
        self.open()

    def open(self) -> None:
        """Begin, as after a start of the machine."""
        self._connection = apsw.Connection("main", vfs=self._name)
        self._connection.execute(self._pragmas).fetchall()

    def settings(self) -> tuple[str, int]:
        """How it keeps its journal, and how far a commit waits for the disk."""
        asked = ("journal_mode", "synchronous")
        mode, synchronous = (self._connection.execute(f"PRAGMA {name}").fetchall()[0][0] for name in asked)
        return mode, synchronous

    def close(self) -> None:
        """Let go of what is open, whether the disk answers or not."""
        try:
            self._connection.close(True)
        except apsw.Error:
            self._connection.close(True)

    def power_on(self) -> None:
        """The power went off: start again with what the disk has."""
        self.disk.off = True
        self.close()
        self.disk.power_on()
        self.open()

    def write(self, chance: random.Random) -> None:
        """One write, acknowledged when this returns; raises apsw.Error where it is not."""
        what = chance.choices(("begin", "reply", "delete"), (6, 3, 1))[0] if self.acknowledged else "begin"
        thread = chance.choice(list(self.acknowledged)) if what != "begin" else 0
        known = dict(self._known.get(thread, {}))
        rows: dict[int, bytes] = {}
        # A deletion that was under way when the power went may have happened or not: nobody was told.
        self._untold = thread if what == "delete" else 0
        statements = [(sql, [self._own(one, known, sql) for one in params]) for sql, params in self._heard[what]]
        place = len(self.acknowledged.get(thread, ())) + 1
        self._run(what, statements, place, rows, known)
        self._acknowledge(what, thread, known, rows)
        self._untold = 0

    def _run(
        self, what: str, statements: list[Statement], place: int, rows: dict[int, bytes], known: dict[Any, Any]
    ) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for sql, params in statements:
                if 'INSERT INTO "liaison_message"' in sql:
                    columns = re.findall(r'"(\w+)"', sql.partition("VALUES")[0])[1:]
                    params = [place if name == "place" else one for name, one in zip(columns, params, strict=True)]
                    row = dict(zip(columns, params, strict=True))
                    rows[row["id"]] = _digest(row["for_team"], row["for_person"])
                self._connection.execute(sql, params).fetchall()
            self._connection.execute("COMMIT")
        except apsw.Error:
            if not self.disk.off and self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _acknowledge(self, what: str, thread: int, known: dict[Any, Any], rows: dict[int, bytes]) -> None:
        if what == "delete":
            del self.acknowledged[thread]
            self.deleted.add(thread)
            return
        if what == "begin":
            thread = known[self._thread]
            self._known[thread] = {self._thread: thread, self._lookup: known[self._lookup]}
        self.acknowledged.setdefault(thread, {}).update(rows)

    def checkpoint(self) -> None:
        """What deleting does afterwards."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def lost(self) -> int:
        """How many acknowledged writes are not on the disk as they were acknowledged."""
        found: dict[int, dict[int, bytes]] = {}
        asked = "SELECT thread_id, id, for_team, for_person FROM liaison_message"
        for thread, message, team, person in self._connection.execute(asked):
            found.setdefault(thread, {})[message] = _digest(team, person)
        missing = sum(
            found.get(thread, {}).get(message) != digest
            for thread, messages in self.acknowledged.items()
            if thread != self._untold or thread in found
            for message, digest in messages.items()
        )
        back = {row[0] for row in self._connection.execute("SELECT id FROM liaison_thread")} & self.deleted
        return missing + len(back)

    def half(self) -> int:
        """How many conversations are there without a word, without wishes, or with a word that has no conversation."""
        return int(
            self._connection.execute(
                "SELECT (SELECT count(*) FROM liaison_thread t WHERE NOT EXISTS "
                "(SELECT 1 FROM liaison_message m WHERE m.thread_id = t.id) OR NOT EXISTS "
                "(SELECT 1 FROM liaison_wished w WHERE w.thread_id = t.id)) + (SELECT count(*) FROM liaison_message m "
                "WHERE NOT EXISTS (SELECT 1 FROM liaison_thread t WHERE t.id = m.thread_id))"
            ).fetchall()[0][0]
        )

    def whole(self) -> bool:
        """Whether SQLite finds its own file in order."""
        return self._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    def forget(self) -> None:
        """Acknowledged is from now on what the disk has."""
        asked = "SELECT thread_id, id, for_team, for_person FROM liaison_message"
        self.acknowledged = {}
        for thread, message, team, person in self._connection.execute(asked):
            if thread in self._known:
                self.acknowledged.setdefault(thread, {})[message] = _digest(team, person)
        self.deleted = set()

    def _own(self, value: Any, known: dict[Any, Any], sql: str) -> Any:
        """A value of this write in place of the one that was heard: the same in each of its statements."""
        if value in self._kept or not isinstance(value, int | bytes) or (isinstance(value, int) and value < 2**40):
            return value
        if value not in known:
            known[value] = os.urandom(len(value)) if isinstance(value, bytes) else random.getrandbits(61) | 2**60
        return known[value]

    def _ids(self, heard: Heard) -> set[Any]:
        """What every write has in common (the team), found by looking; the thread and its lookup by their columns."""
        for sql, params in heard["begin"]:
            if 'INSERT INTO "liaison_thread"' in sql:
                columns = re.findall(r'"(\w+)"', sql.partition("VALUES")[0])[1:]
                row = dict(zip(columns, params, strict=True))
                self._thread, self._lookup = row["id"], row["lookup"]
                return {row["team_id"]}
        raise AssertionError("a conversation that begins has a row")


def liaison_pragmas() -> str:
    """The pragmas of the settings."""
    return str(liaison_database("", Path("nowhere"))["OPTIONS"]["init_command"])


def _digest(*columns: bytes) -> bytes:
    return hashlib.sha256(b"".join(columns)).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return bytes(value) if isinstance(value, memoryview) else value
