"""Backups: a database of ours as it stands, a file for each day, and none of a week ago or before."""

from __future__ import annotations

import datetime
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connections

from dooryard.directory import durable

KEPT = datetime.timedelta(7)
"""How long a backup is kept, and so how long what was deleted may stand somewhere, sealed. The pages say so."""


class NotHere(Exception):
    """The database is PostgreSQL, which has backups of its own."""


def backed_up(alias: str, name: str, folder: Path, today: datetime.date) -> Path:
    """Copy a database while it is written to, and remove what is too old; the copy is on disk when this returns.

    Files are called `name` and the day.
    """
    if connections[alias].vendor != "sqlite":
        raise NotHere
    made = folder / f"{name}-{today.isoformat()}.sqlite3"
    unfinished = made.with_suffix(".unfinished")
    connections[alias].ensure_connection()
    try:
        with closing(sqlite3.connect(unfinished)) as copy:
            connections[alias].connection.backup(copy)
        durable.sync(unfinished)
        unfinished.replace(made)
    finally:
        unfinished.unlink(missing_ok=True)
    ours = re.compile(rf"{re.escape(name)}-(\d{{4}}-\d{{2}}-\d{{2}})\.sqlite3")
    for old in folder.iterdir():
        if (named := ours.fullmatch(old.name)) and datetime.date.fromisoformat(named[1]) <= today - KEPT:
            old.unlink()
    durable.sync(folder)
    return made
