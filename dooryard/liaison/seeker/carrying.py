"""What goes along while somebody writes: what they typed and the keys of their code, never its words; all of it sealed.

An address opens for ten to twenty minutes, what stands in a form for two to four hours (directory/tokens.py). What was
typed is packed before it is sealed, so that even the longest message that is taken comes back with a refused form.
"""

from __future__ import annotations

import time
import zlib
from typing import ClassVar, TypeVar

import msgspec
from nacl.utils import random

from dooryard.directory.tokens import PERIOD, TooLong, patient, sealer
from dooryard.liaison.sealing import Code

SHOWN = 2 * PERIOD
"""Seconds that a conversation is shown for once seven words were typed."""
STEPS = (1_024, 3_072, 12_000, 24_000)
"""Bytes to which an address is padded; the last makes one of 32 kB, which docs/how-to/tls.md lets through."""


class Typed(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What the form holds, as it was typed: without what cannot be shown, and otherwise unchecked."""

    message: str = ""
    urgency: str = "none"
    how: tuple[str, ...] = ()
    phone: str = ""
    again: str = ""
    email: str = ""
    place: str = ""
    hours: str = ""
    voicemail: bool = False
    otherwise: str = ""
    word: str = ""
    our_word: str = ""
    days: int = 0
    pass_on: bool = False


class Ticket(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a form carries: the keys that were made of a code, and a number that is good for one message.

    `since` is when the seven words were typed, by the machine's own clock; 0 on the form of a first message, which
    opens no conversation.
    """

    STEPS: ClassVar = (256,)

    lookup: bytes
    key: bytes
    once: bytes
    since: float = 0.0

    def __repr__(self) -> str:
        return "Ticket"


class Writing(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A first message on its way: without a ticket the page shows a new code, with one the code was shown before."""

    county: str = ""
    typed: Typed = Typed()
    ticket: Ticket | None = None
    problem: str = ""
    danger: tuple[str, ...] = ()
    cut: bool = False


class Reading(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A conversation that is open; `part` says which form comes back with what was typed, `asked` that all may go.

    Without keys it is on its way to where seven words are asked for; `told` is then what is wrong with their number or
    their spelling, without a word of them.
    """

    lookup: bytes = b""
    key: bytes = b""
    since: float = 0.0
    said: str = ""
    asked: bool = False
    part: str = ""
    typed: Typed = Typed()
    once: bytes = b""
    problem: str = ""
    danger: tuple[str, ...] = ()
    cut: bool = False
    told: str = ""

    def __repr__(self) -> str:
        return "Reading"


class Told(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What there is to say without a conversation: received, deleted, or refused unread."""

    STEPS: ClassVar = (256,)

    what: str
    county: str = ""


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    STEPS: ClassVar = STEPS

    body: bytes


class _PackedWriting(_Packed, frozen=True, array_like=True):
    pass


class _PackedReading(_Packed, frozen=True, array_like=True):
    pass


class CarriedCode(Code):
    """A code of which only the keys are left: enough to keep a message, and not to say the words again."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(())
        self.lookup = ticket.lookup
        self.key = ticket.key


Carried = TypeVar("Carried", Writing, Reading)


def ticket(lookup: bytes, key: bytes, once: bytes = b"", since: float = 0.0) -> Ticket:
    """A ticket with a number of its own, unless the one before it is still good."""
    return Ticket(lookup=lookup, key=key, once=once or random(16), since=since)


def now() -> float:
    """The machine's own clock, the same in all its processes."""
    return time.monotonic()


def shows(held: Ticket | Reading) -> bool:
    """Whether the words were typed so lately that the conversation may be shown; nothing done since adds to that."""
    return bool(held.since) and 0 <= now() - held.since < SHOWN


def in_form(value: Ticket) -> str:
    """A ticket as a form carries it."""
    return patient.seal(value)


def from_form(text: str) -> Ticket | None:
    """The ticket of a form, None where it is too old or forged."""
    return patient.open(text, Ticket)


def in_address(value: Writing | Reading) -> str:
    """What goes along as a part of an address. Of a message that is far too long the end is left out, as `cut` says."""
    packed = _PackedWriting if isinstance(value, Writing) else _PackedReading
    while True:
        try:
            return sealer.seal(packed(zlib.compress(msgspec.msgpack.encode(value), 9)))
        except TooLong:
            value = msgspec.structs.replace(value, typed=_shorter(value.typed), cut=True)


def _shorter(typed: Typed) -> Typed:
    """Less of what was typed: of the message first, and where none of it is left, nothing at all."""
    if typed == Typed():
        raise TooLong
    message = typed.message[: len(typed.message) * 2 // 3]
    return msgspec.structs.replace(typed, message=message) if message else Typed()


def from_address(token: str, kind: type[Carried]) -> Carried | None:
    """What an address holds, None where it is too old or forged."""
    found = sealer.open(token, _PackedWriting if kind is Writing else _PackedReading)
    return msgspec.msgpack.decode(zlib.decompress(found.body), type=kind) if found else None
