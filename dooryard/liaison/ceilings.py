"""How much may be begun: unanswered conversations of a team, and the disk that answers and deletions need.

First messages are held off first. Whoever has a conversation goes on with it, until half of what is to stay free is
gone too; whatever is on the disk then is still answered, changed and deleted.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from dooryard.liaison.letters import Crowded, NotKept
from dooryard.liaison.models import Message, Team, Thread

MOST = 3_000
"""Conversations of a team that wait for an answer: more than anybody could answer, and no more than a disk can take."""
FREE, SHARE = 256 * 1024 * 1024, 20
"""Bytes that stay free for answers, deletions and the audit log; of a small disk, that share of it. Half of it is for
further words of who has a conversation: 3,000 conversations of 200 long words would fill any disk."""


def check(team: Team) -> None:
    """Raise Crowded where too many wait for this county's team, NotKept where the disk is nearly full."""
    _check_disks(is_low)
    waiting = Thread.objects.filter(team__county=team.county, state="open")
    if waiting[:MOST].count() == MOST and _unanswered(waiting) >= MOST:
        raise Crowded


def check_further() -> None:
    """Raise NotKept where the disk is too full for a further word of somebody who has a conversation."""
    _check_disks(is_lower)


def is_low(folder: Path) -> bool:
    """Whether a folder's disk has less free than is to stay so; one that cannot be asked is left to the write."""
    return _has_less(folder, 1)


def is_lower(folder: Path) -> bool:
    """Whether it has less than half of that."""
    return _has_less(folder, 2)


def _has_less(folder: Path, part: int) -> bool:
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < min(FREE, disk.f_blocks * disk.f_frsize // SHARE) // part


def _check_disks(full: Callable[[Path], bool]) -> None:
    if any(full(folder) for folder in (settings.DATA, settings.LIAISON_COPY) if folder):
        logging.getLogger("dooryard.liaison").error("messages are refused: the disk is nearly full")
        raise NotKept


def _unanswered(waiting: QuerySet[Thread]) -> int:
    last = Message.objects.filter(thread=OuterRef("pk")).order_by("-place").values("sender")[:1]
    return int(waiting.annotate(sender=Subquery(last)).filter(sender="person").count())
