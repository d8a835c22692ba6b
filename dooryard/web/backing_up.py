"""Making the backup of today, for the commands that keep a database."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from dooryard.core.edge import BadInput


def made(alias: str, name: str, folder: str, *, as_json: bool) -> int:
    """Make it, and print its name and its bytes."""
    from django.utils import timezone

    from dooryard.directory import backups

    try:
        done = backups.backed_up(alias, name, Path(folder), timezone.now().date())
    except backups.NotHere:
        raise BadInput("The database is PostgreSQL, which has backups of its own: pg_dump, kept for 7 days.") from None
    except (OSError, sqlite3.Error):
        raise BadInput("The backup cannot be written. Is the disk full?") from None
    told = {"backup": done.name, "bytes": done.stat().st_size}
    print(json.dumps(told) if as_json else "\n".join(f"{name} {value}" for name, value in told.items()))
    return 0
