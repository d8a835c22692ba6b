"""Restoring: the room's database made again from its second copy, and compared with it row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction

from dooryard.liaison import copies
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
    """What stands in the database is not what stood in the files: nothing was put back."""


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows of each table were put back, every one read again and compared; which files were damaged."""

    rows: dict[str, int]
    damaged: tuple[str, ...]


def restored(folder: Path) -> Restored:
    """Put a second copy back into an empty database, all or nothing. A damaged file is named and left out."""
    found, damaged = _found(folder)
    with transaction.atomic(using=ALIAS, durable=True):
        if any(model.objects.exists() for model in ORDER):
            raise NotEmpty
        for model in ORDER:
            model.objects.bulk_create(found[model], batch_size=AT_ONCE)
        for model in ORDER:
            _compared(model, found[model])
    return Restored(rows={model._meta.model_name: len(found[model]) for model in ORDER}, damaged=tuple(damaged))


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
