"""Backups of the room's database: as sealed as it is, and none of a week ago or before."""

from __future__ import annotations

import datetime
from pathlib import Path

from dooryard.directory import backups
from dooryard.liaison.routing import ALIAS

KEPT = backups.KEPT


def backed_up(folder: Path, today: datetime.date) -> Path:
    """The backup of a day; raises directory.backups.NotHere on PostgreSQL."""
    return backups.backed_up(ALIAS, "liaison", folder, today)
