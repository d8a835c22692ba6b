"""Threads: the whole way of a conversation, for the person who began it and for the desk that answers."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

import msgspec

from dooryard.liaison.letters import (
    Conversation,
    Deleted,
    Letter,
    NotKept,
    NoTeam,
    Otherwise,
    Receipt,
    Waiting,
    Wishes,
)
from dooryard.liaison.sealing import Code

__all__ = ["Conversation", "Deleted", "Letter", "NoTeam", "NotKept", "Otherwise", "Receipt", "Waiting", "Wishes"]

DAYS = 90
"""How long a conversation is kept after its last word, unless somebody chose shorter."""
CHOICES = (7, 30, DAYS)

Keys = Mapping[int, bytes]
"""The private keys that a liaison has open, by the id of the team."""


class Purged(msgspec.Struct, frozen=True, kw_only=True):
    """What a purge did; `truncated` is False where somebody read at that moment, and the next purge must do it."""

    threads: int
    messages: int
    truncated: bool


def begin(
    code: Code,
    county: str,
    text: str,
    wishes: Wishes,
    once: bytes,
    *,
    urgency: str = "none",
    days: int = DAYS,
    today: datetime.date | None = None,
) -> Receipt:
    """Keep the first word of a new conversation; it is durable when this returns.

    `county` is the county's key, "" where nothing was said. `once` are random bytes that the form carries: the same
    call again gives the same receipt and keeps nothing twice; with other words it raises Otherwise. Raises NotKept,
    NoTeam, Deleted. `urgency` is none, soon or danger.
    """
    raise NotImplementedError


def read(key: bytes, lookup: bytes, *, today: datetime.date | None = None) -> Conversation | None:
    """The conversation of a code (`code.key`, `code.lookup`), None where there is none: wrong, expired or deleted."""
    raise NotImplementedError


def reply(
    key: bytes, lookup: bytes, text: str, once: bytes, *, urgency: str = "none", today: datetime.date | None = None
) -> Receipt | None:
    """Keep a further word of the person; None where there is no such conversation. Raises as `begin` does."""
    raise NotImplementedError


def change(
    key: bytes,
    lookup: bytes,
    wishes: Wishes,
    once: bytes,
    *,
    days: int | None = None,
    today: datetime.date | None = None,
) -> Receipt | None:
    """Put other wishes in place of those kept, and another time to keep it all. Raises as `begin` does."""
    raise NotImplementedError


def delete_now(lookup: bytes) -> bool:
    """Delete a conversation with all that belongs to it; whether there was one. Raises NotKept where it still stands."""
    raise NotImplementedError


def purge(today: datetime.date) -> Purged:
    """Delete every conversation whose last day has passed, from the database, its log and the second copy."""
    raise NotImplementedError


def waiting(teams: Collection[int], *, today: datetime.date | None = None) -> list[Waiting]:
    """The conversations of these teams: the unanswered first, danger before soon before none, the oldest first."""
    raise NotImplementedError


def opened(thread: int, keys: Keys, *, today: datetime.date | None = None) -> Conversation | None:
    """A conversation for a liaison who has the team's keys open. Raises NotOpened where a key is missing."""
    raise NotImplementedError


def answer(
    thread: int, keys: Keys, text: str, once: bytes, *, by: str, today: datetime.date | None = None
) -> Receipt | None:
    """Keep a liaison's answer, sealed to the person and to the team."""
    raise NotImplementedError


def close(thread: int, *, by: str) -> bool:
    """Mark a conversation as closed: it stays readable until it expires, and a further word opens it again."""
    raise NotImplementedError


def hand_over(thread: int, keys: Keys, county: str, *, by: str) -> bool:
    """Seal a conversation again for another county's team, and leave nothing for the one that had it."""
    raise NotImplementedError


def missed(thread: int, keys: Keys, channel: str, *, by: str) -> Wishes | None:
    """Note in the sealed wishes that the word was wrong on a channel; the second time closes it."""
    raise NotImplementedError
