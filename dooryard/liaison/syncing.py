"""Bringing the second copy up to date: every row as its file, where the folder was named late or was away for a while.

Where the files hold something that the database does not, nothing is written: then it may be the database that is
behind, and its rows would not fit together with those that only the files have.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from dooryard.liaison import belonging, copies
from dooryard.liaison.copies import Copying, Damaged, alone
from dooryard.liaison.models import Message, Once, Thread, Wished
from dooryard.liaison.restoring import ORDER

AT_ONCE = 200
"""Files that are compared, and written, while everybody who writes waits."""
ALONE = tuple(model for model in ORDER if model not in (Thread, Message, Wished, Once))
"""The tables each of whose rows is a file of its own."""


class Synced(msgspec.Struct, frozen=True, kw_only=True):
    """How many files were written anew, and how many hold something that the database does not."""

    written: int
    ahead: int


class NoFolder(Exception):
    """There is no such folder: a disk may not be mounted."""


class Emptied(Exception):
    """The database holds nothing and the files do: they are to be put back first."""


def brought_up(folder: Path) -> Synced:
    """Write what the files do not hold as the database does; the same again writes nothing.

    Raises NoFolder, Emptied, and OSError where a file cannot be written.
    """
    if not folder.is_dir():
        raise NoFolder
    if any(True for _file in copies.files(folder)) and not any(model.objects.exists() for model in ORDER):
        raise Emptied
    _settled(folder)
    known = set[Path]()
    lacking: list[tuple[Any, list[int]]] = []
    ahead = 0
    for model in (*ALONE, Thread):
        for batch in _keys(model):
            keys, more = _compared(folder, model, batch, known)
            lacking.append((model, keys))
            ahead += more
    if ahead := ahead + _strays(folder, known):
        return Synced(written=0, ahead=ahead)
    done = [_written(folder, model, keys) for model, keys in lacking if keys]
    belonging.note(folder)
    return Synced(written=sum(one.written for one in done), ahead=sum(one.ahead for one in done))


def _settled(folder: Path) -> None:
    with alone(folder):
        copying = Copying(folder)
        copying.doubted()
        copying.settle()


def _keys(model: Any) -> Iterator[list[int]]:
    last = 0
    while keys := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield keys
        last = keys[-1]


def _compared(folder: Path, model: Any, keys: list[int], known: set[Path]) -> tuple[list[int], int]:
    """Whose files are not as their rows are, and how many hold more: nobody writes meanwhile."""
    lacking, ahead = [], 0
    with alone(folder):
        for path, rows in _files(folder, model, keys):
            known.add(path)
            if not _is_as(path, rows):
                lacking.append(rows[0].pk)
                ahead += _holds_more(path, rows)
    return lacking, ahead


def _written(folder: Path, model: Any, keys: list[int]) -> Synced:
    """Some files, as their rows are now: nobody writes meanwhile."""
    with alone(folder):
        copying, written, ahead = Copying(folder), 0, 0
        for path, rows in _files(folder, model, keys):
            if _is_as(path, rows):
                continue
            if _holds_more(path, rows):
                ahead += 1
            else:
                copying.whole(rows)
                written += 1
        copying.settle()
    return Synced(written=written, ahead=ahead)


def _files(folder: Path, model: Any, keys: list[int]) -> Iterator[tuple[Path, list[Any]]]:
    found = list(model.objects.filter(pk__in=keys))
    for rows in copies.conversations(found) if model is Thread else [[row] for row in found]:
        yield copies.path_of(folder, rows[0]), rows


def _is_as(path: Path, rows: list[Any]) -> bool:
    return path.exists() and path.read_bytes() == copies.packed(rows)


def _holds_more(path: Path, rows: list[Any]) -> bool:
    """Whether a file has a word that the database has not."""
    try:
        words = {row.pk for row in copies.rows(path) if isinstance(row, Message)}
    except (Damaged, LookupError):
        return False
    return not words <= {row.pk for row in rows if isinstance(row, Message)}


def _strays(folder: Path, known: set[Path]) -> int:
    """Files of which the database knows nothing, even now."""
    with alone(folder):
        return sum(not _has_row(path) for path in copies.files(folder) if path not in known)


def _has_row(path: Path) -> bool:
    name, _, number = path.stem.partition("-")
    models = {model._meta.model_name: model for model in ORDER}
    return name in models and number.isdecimal() and models[name].objects.filter(pk=number).exists()
