"""The second copy: each sealed row as a file in another folder, on disk before anything is called received.

A conversation is one file, replaced whole at each word; every other row is a file of its own. What stands in a file is
what stands in the row, so it is as sealed as the database is. Its time of change says the day and no hour; when the
file system made the file and last touched it, it notes by itself, so files are made anew when the day is over.
"""

from __future__ import annotations

import datetime
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
from django.apps import apps
from django.db.models import BinaryField

from dooryard.directory import durable
from dooryard.liaison.models import Message, Once, Thread, Wished

SUFFIX, UNFINISHED = ".sealed", ".unfinished"
DOUBT = ".doubt"
"""Beside a file that was to go when the database failed: whether its row went too is seen later."""


class Damaged(Exception):
    """A file of the second copy that is not what was written."""


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """A row in a file: its table, its columns, and their digest."""

    table: str
    columns: dict[str, Any]
    digest: bytes


class Copying:
    """The second copy of what is written together, which stands or falls with it; without a folder it does nothing.

    Nothing is on disk before `settle`.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._wanted: dict[Path, bytes | None] = {}
        self._before: dict[Path, bytes | None] = {}

    def thread(self, thread: Thread) -> None:
        """Copy a conversation as it stands in this transaction."""
        if self._folder:
            self.whole(*conversations([thread]))

    def row(self, row: Any) -> None:
        """Copy a row that belongs to no conversation."""
        if self._folder:
            self.whole([row])

    def whole(self, rows: list[Any]) -> None:
        """Copy a file whole: a conversation with all that is its, or one row."""
        if self._folder:
            self._wanted[path_of(self._folder, rows[0])] = packed(rows)

    def drop(self, row: Any) -> None:
        """Remove a row's file, or a conversation's."""
        if self._folder:
            self._wanted[path_of(self._folder, row)] = None

    def doubted(self) -> None:
        """Remove what was to go before, when the database failed, and whose row turns out to be gone."""
        for mark in self._folder.glob(f"*{DOUBT}") if self._folder else ():
            name, _, number = mark.stem.partition("-")
            if not apps.get_model("liaison", name).objects.filter(pk=number).exists():
                self._wanted[mark.with_suffix(SUFFIX)] = None
            self._wanted[mark] = None

    def take(self, one: Copying) -> None:
        """Take over what another one would have put there or removed."""
        self._wanted |= one._wanted

    def settle(self) -> None:
        """Put all of it on disk, the files first and then their names: the last thing before the database commits."""
        if not (self._folder and self._wanted):
            return
        for path in self._wanted:
            self._before[path] = path.read_bytes() if path.exists() else None
        _replaced({path: content for path, content in self._wanted.items() if content is not None})
        for path, content in self._wanted.items():
            if content is None:
                path.unlink(missing_ok=True)
        durable.sync(self._folder)

    def undo(self) -> None:
        """Put back what stood there before: the write that this was a copy of did not happen.

        A database that fails in the middle may have done it all the same: what was to go is marked, and looked at
        later.
        """
        for path, content in self._before.items():
            with suppress(OSError):
                if content is None:
                    path.unlink(missing_ok=True)
                else:
                    if self._wanted[path] is None:
                        _replaced({path.with_suffix(DOUBT): b""})
                    _replaced({path: content})
        if self._folder and self._before:
            with suppress(OSError):
                durable.sync(self._folder)
        self._before = {}


@contextmanager
def alone(folder: Path | None) -> Iterator[None]:
    """Let no other process write the second copy meanwhile: what one puts back must not undo what another wrote."""
    if folder is None:
        yield
        return
    handle = os.open(folder / ".alone", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def conversations(threads: list[Thread]) -> list[list[Any]]:
    """The rows of each of these conversations, as its file has them: the conversation first, then what is its."""
    whole: dict[int, list[Any]] = {thread.pk: [thread] for thread in threads}
    for model in (Message, Wished, Once):
        for row in model.objects.filter(thread__in=list(whole)).order_by("pk"):
            whole[row.thread_id].append(row)
    return list(whole.values())


def stored(row: Any) -> Stored:
    """A row as its file holds it."""
    columns = {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    return Stored(row._meta.model_name, columns, _digest(row._meta.model_name, columns))


def packed(rows: list[Any]) -> bytes:
    """What stands in a file."""
    return msgspec.msgpack.encode([stored(row) for row in rows])


def path_of(folder: Path, row: Any) -> Path:
    """The file of a row, or of a conversation."""
    return folder / f"{row._meta.model_name}-{row.pk}{SUFFIX}"


def rows(path: Path) -> list[Any]:
    """The rows of a file, unsaved; raises Damaged where a byte of it is another one."""
    try:
        found = msgspec.msgpack.decode(path.read_bytes(), type=list[Stored])
    except (OSError, msgspec.DecodeError):
        raise Damaged(path.name) from None
    if not found or any(one.digest != _digest(one.table, one.columns) for one in found):
        raise Damaged(path.name)
    return [_row(one) for one in found]


def files(folder: Path) -> Iterator[Path]:
    """Every file of the second copy, in the order of names."""
    yield from sorted(folder.glob(f"*{SUFFIX}"))


def sweep(folder: Path, today: datetime.date) -> int:
    """Remove what a broken write left, and conversations that have expired though no row tells of them any more."""
    old = time.time() - 3_600  # a younger one may be under way in another process
    gone = [path for path in folder.glob(f"*{UNFINISHED}") if path.stat().st_ctime < old]
    for path in gone:
        path.unlink(missing_ok=True)
    swept = len(gone)
    for path in folder.glob(f"thread-*{SUFFIX}"):
        if _has_expired(path, today):
            with alone(folder):  # looked at again: somebody may have written a word meanwhile, just before midnight
                if _has_expired(path, today):
                    path.unlink(missing_ok=True)
                    swept += 1
    if swept:
        durable.sync(folder)
    return swept


def _has_expired(path: Path, today: datetime.date) -> bool:
    try:
        return any(isinstance(row, Thread) and row.expires < today for row in rows(path))
    except Damaged:
        return False


def blur(folder: Path, today: datetime.date) -> int:
    """Make the files of days that are over anew, in the order of their drawn names: what the file system notes of a
    file then is when this was done, and no longer when somebody wrote. Each of them once; how many it were."""
    done = 0
    for path in files(folder):
        with suppress(FileNotFoundError), alone(folder):
            noted = path.stat()
            on, touched = (
                datetime.datetime.fromtimestamp(at, datetime.UTC).date() for at in (noted.st_mtime, noted.st_ctime)
            )
            if on < today and touched == on:
                _replaced({path: path.read_bytes()}, on)
                done += 1
    if done:
        durable.sync(folder)
    return done


def _replaced(files: dict[Path, bytes], day: datetime.date | None = None) -> None:
    """The files whole or not at all. What was there before is on disk until they are."""
    on = day or datetime.datetime.now(datetime.UTC).date()
    midnight = datetime.datetime.combine(on, datetime.time(), datetime.UTC).timestamp()
    unfinished = {path.with_suffix(UNFINISHED): path for path in files}
    try:
        for new, path in unfinished.items():
            durable.write(new, files[path])
            os.utime(new, (midnight, midnight))
        for new, path in unfinished.items():
            new.replace(path)
    except OSError:
        for new in unfinished:
            with suppress(OSError):
                new.unlink(missing_ok=True)
        raise


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def _digest(table: str, columns: dict[str, Any]) -> bytes:
    return hashlib.sha256(msgspec.msgpack.encode([table, sorted(columns.items())])).digest()


def _row(found: Stored) -> Any:
    model = apps.get_model("liaison", found.table)
    made = model()
    for field in model._meta.concrete_fields:
        if field.attname not in found.columns:  # the copy is older than this column, which has its default
            continue
        value = found.columns[field.attname]
        setattr(made, field.attname, value if isinstance(field, BinaryField) else field.to_python(value))
    return made
