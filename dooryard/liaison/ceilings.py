"""How much may be begun: unanswered conversations of a team, and the disk that answers and deletions need.

Only first messages are held off. Whoever has a conversation goes on with it, is answered, and can delete it.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from dooryard.liaison.letters import Crowded, NotKept
from dooryard.liaison.models import Message, Team, Thread

MOST = 3_000
"""Conversations of a team that wait for an answer: more than anybody could answer, and no more than a disk can take."""
FREE, SHARE = 256 * 1024 * 1024, 20
"""Bytes that stay free for answers, deletions and the audit log; of a small disk, that share of it."""


def check(team: Team) -> None:
    """Raise Crowded where too many wait for this county's team, NotKept where the disk is nearly full."""
    if any(is_low(folder) for folder in (settings.DATA, settings.LIAISON_COPY) if folder):
        logging.getLogger("dooryard.liaison").error("first messages are refused: the disk is nearly full")
        raise NotKept
    waiting = Thread.objects.filter(team__county=team.county, state="open")
    if waiting[:MOST].count() == MOST and _unanswered(waiting) >= MOST:
        raise Crowded


def is_low(folder: Path) -> bool:
    """Whether a folder's disk has less free than is to stay so; one that cannot be asked is left to the write."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < min(FREE, disk.f_blocks * disk.f_frsize // SHARE)


def _unanswered(waiting: QuerySet[Thread]) -> int:
    last = Message.objects.filter(thread=OuterRef("pk")).order_by("-place").values("sender")[:1]
    return int(waiting.annotate(sender=Subquery(last)).filter(sender="person").count())
