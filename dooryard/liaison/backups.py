"""Backups: the room's database as it stands, a file for each day, and none of a week ago or before."""

from __future__ import annotations

import datetime
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connections

from dooryard.directory import durable
from dooryard.liaison.routing import ALIAS

KEPT = datetime.timedelta(7)
"""How long a backup is kept, and so how long what was deleted may stand somewhere, sealed. The pages say so."""
NAMED = re.compile(r"liaison-(\d{4}-\d{2}-\d{2})\.sqlite3")


class NotHere(Exception):
    """The room is kept on PostgreSQL, which has backups of its own."""


def backed_up(folder: Path, today: datetime.date) -> Path:
    """Copy the database while it is written to, and remove what is too old; the copy is on disk when this returns."""
    if connections[ALIAS].vendor != "sqlite":
        raise NotHere
    made = folder / f"liaison-{today.isoformat()}.sqlite3"
    unfinished = made.with_suffix(".unfinished")
    connections[ALIAS].ensure_connection()
    try:
        with closing(sqlite3.connect(unfinished)) as copy:
            connections[ALIAS].connection.backup(copy)
        durable.sync(unfinished)
        unfinished.replace(made)
    finally:
        unfinished.unlink(missing_ok=True)
    for old in folder.iterdir():
        if (named := NAMED.fullmatch(old.name)) and datetime.date.fromisoformat(named[1]) <= today - KEPT:
            old.unlink()
    durable.sync(folder)
    return made
