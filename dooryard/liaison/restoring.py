"""Restoring: the room's database made again from its second copy, and compared with it row by row."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from django.db import IntegrityError, transaction

from dooryard.desk.actions import record
from dooryard.liaison import belonging, copies
from dooryard.liaison.belonging import Foreign
from dooryard.liaison.copies import Damaged, stored
from dooryard.liaison.models import (
    Answered,
    Cover,
    Held,
    Holder,
    Message,
    Named,
    Once,
    Recovery,
    Shift,
    Team,
    Thread,
    Wished,
    Wrapping,
)
from dooryard.liaison.routing import ALIAS

__all__ = ["ORDER", "Foreign", "Incomplete", "NoCopy", "NotEmpty", "NotTheSame", "Restored", "restored"]
ORDER: tuple[Any, ...] = (
    Team,
    Holder,
    Wrapping,
    Held,
    Recovery,
    Cover,
    Named,
    Shift,
    Thread,
    Message,
    Wished,
    Once,
    Answered,
)
"""The tables, each after those that it points to."""
AT_ONCE = 500


class NotEmpty(Exception):
    """The database holds something: a copy is put back into an empty one only."""


class NotTheSame(Exception):
    """What stands in the database is not what the files hold, or they contradict each other: nothing was put back."""


class NoCopy(Exception):
    """The folder holds no whole file of a second copy."""


class Incomplete(Exception):
    """What some files point to is in none of them: nothing was put back."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class _Undone(Exception):
    """Everything fits, and nothing of it is to stay."""


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows of each table were put back, every one read again and compared; which files were damaged."""

    rows: dict[str, int]
    damaged: tuple[str, ...]


def restored(folder: Path, *, by: str, sure: bool = False, stay: bool = True) -> Restored:
    """Put a second copy back into an empty database, all or nothing. A damaged file is named and left out.

    Raises NoCopy, NotEmpty, Incomplete, NotTheSame, and Foreign unless somebody is `sure` of the accounts.
    With `stay` False all of it is done and compared, whatever the accounts, and then taken out again: a drill.
    """
    found, damaged = _found(folder)
    if not any(found.values()):
        raise NoCopy
    _complete(found)
    if stay and not sure:
        belonging.check(folder, [row.account for row in found[Holder]])
    with suppress(_Undone), transaction.atomic(using=ALIAS, durable=True):
        _put_back(found)
        if not stay:
            raise _Undone
    counts = {model._meta.model_name: len(found[model]) for model in ORDER}
    if stay:
        with transaction.atomic():
            record(by=by, action="liaison: restore", table="liaison", details=counts | {"damaged": len(damaged)})
    return Restored(rows=counts, damaged=tuple(damaged))


def _put_back(found: dict[Any, list[Any]]) -> None:
    if any(model.objects.exists() for model in ORDER):
        raise NotEmpty
    try:
        for model in ORDER:
            model.objects.bulk_create(found[model], batch_size=AT_ONCE)
    except IntegrityError:
        raise NotTheSame from None
    for model in ORDER:
        _compared(model, found[model])


def _complete(found: dict[Any, list[Any]]) -> None:
    """Raises Incomplete where a row points to one that is in no file, as with a file that was lost."""
    there = {model: {row.pk for row in rows} for model, rows in found.items()}
    missing = set[str]()
    for model, rows in found.items():
        pointers = [field for field in model._meta.concrete_fields if field.is_relation]
        for row in rows:
            for field in pointers:
                key = getattr(row, field.attname)
                if key is not None and key not in there[field.related_model]:
                    missing.add(f"{field.related_model._meta.model_name}-{key}{copies.SUFFIX}")
    if missing:
        raise Incomplete(sorted(missing))


def _found(folder: Path) -> tuple[dict[Any, list[Any]], list[str]]:
    found: dict[Any, list[Any]] = {model: [] for model in ORDER}
    damaged = []
    for path in copies.files(folder):
        try:
            for row in copies.rows(path):
                found[type(row)].append(row)
        except (Damaged, KeyError):
            damaged.append(path.name)
    return found, damaged


def _compared(model: Any, rows: list[Any]) -> None:
    """Every row as the database has it now, byte for byte as its file had it."""
    written = {row.pk: stored(row) for row in rows}
    seen = 0
    for row in model.objects.iterator(AT_ONCE):
        if written.get(row.pk) != stored(row):
            raise NotTheSame
        seen += 1
    if seen != len(written):
        raise NotTheSame
