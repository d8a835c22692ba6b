"""Threads: the whole way of a conversation, for the person who began it and for the desk that answers."""

from __future__ import annotations

from dooryard.liaison.inbox import answer, assign, close, hand_over, how_many, missed, opened, waiting
from dooryard.liaison.letters import (
    CHANNELS,
    Conversation,
    Crowded,
    Deleted,
    Full,
    NotAgreed,
    NoTeam,
    NotKept,
    Otherwise,
    Theirs,
    Wishes,
)
from dooryard.liaison.purging import Ahead, purge
from dooryard.liaison.shifts import doors, enrolled
from dooryard.liaison.writing import DAYS, among, begin, change, delete_now, read, reply

__all__ = [
    "CHANNELS",
    "CHOICES",
    "DAYS",
    "Ahead",
    "Conversation",
    "Crowded",
    "Deleted",
    "Full",
    "NoTeam",
    "NotAgreed",
    "NotKept",
    "Otherwise",
    "Theirs",
    "Wishes",
    "among",
    "answer",
    "assign",
    "begin",
    "change",
    "close",
    "delete_now",
    "doors",
    "enrolled",
    "hand_over",
    "how_many",
    "missed",
    "opened",
    "purge",
    "read",
    "reply",
    "waiting",
]

CHOICES = (7, 30, DAYS)
"""How many days after the last word somebody may have it all kept."""
