"""What is sealed says whose conversation it is and where it stands in it: a row put elsewhere does not open."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from dooryard.liaison.letters import Letter, Wishes
from dooryard.liaison.models import Message, Team, Thread, Wished
from dooryard.liaison.sealing import NotOpened, seal, unseal

VERSION = 1
Envelope = TypeVar("Envelope", bound="_Said | _Wish")


class _Said(msgspec.Struct, frozen=True, array_like=True):
    version: int
    about: bytes
    place: int
    sender: str
    text: str


class _Wish(msgspec.Struct, frozen=True, array_like=True):
    version: int
    about: bytes
    wishes: Wishes


def word(thread: Thread, team: Team, place: int, sender: str, text: str) -> dict[str, bytes]:
    """The columns of a word, sealed for each side; raises TooLong."""
    readable = text.encode(errors="replace").decode()
    return _both(_Said(VERSION, bytes(thread.lookup), place, sender, readable), thread, team)


def wish(thread: Thread, team: Team, wishes: Wishes) -> dict[str, bytes]:
    """The columns of wishes, sealed for each side; raises TooLong."""
    return _both(_Wish(VERSION, bytes(thread.lookup), wishes), thread, team)


def letter(thread: Thread, row: Message, sealed: bytes, private: bytes) -> Letter:
    """A word, opened; raises NotOpened, also where it was sealed for another conversation or another place in it."""
    said = _opened(sealed, private, thread, _Said)
    if (said.place, said.sender) != (row.place, row.sender):
        raise NotOpened
    return Letter(place=row.place, sender=row.sender, text=said.text, day=row.day)


def wishes(thread: Thread, sealed: bytes, private: bytes) -> Wishes:
    """Wishes, opened; raises NotOpened."""
    return _opened(sealed, private, thread, _Wish).wishes


def moved(row: Message | Wished, private: bytes, to: Team) -> None:
    """Seal a row for another team, with the key of the one that had it."""
    row.for_team = seal(unseal(bytes(row.for_team), private), bytes(to.public))
    row.team = to


def _both(envelope: Any, thread: Thread, team: Team) -> dict[str, bytes]:
    plain = msgspec.msgpack.encode(envelope)
    return {"for_team": seal(plain, bytes(team.public)), "for_person": seal(plain, bytes(thread.public))}


def _opened(sealed: bytes, private: bytes, thread: Thread, kind: type[Envelope]) -> Envelope:
    try:
        found = msgspec.msgpack.decode(unseal(bytes(sealed), private), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotOpened from None
    if found.version != VERSION or found.about != bytes(thread.lookup):
        raise NotOpened
    return found
