"""Neutral addresses: what somebody asked or kept, sealed into a token that says nothing and stops opening by itself.

The key lives in memory only. It is drawn when the server starts, before its workers are forked, so that all of them
hold the same one; nothing is written to disk, environment or command line. Every ten minutes it is replaced by its
own BLAKE2b hash, which each process works out for itself from the machine's monotonic clock: no message passes
between them, and nobody can go from a later key back to an earlier one. The key before the current one is kept, so a
page stays open for ten to twenty minutes; after that what was asked cannot be read back by anyone.
"""

from __future__ import annotations

import base64
import binascii
import threading
import time
from hashlib import blake2b
from typing import ClassVar, TypeVar

import msgspec
import nacl.secret
from nacl.exceptions import CryptoError
from nacl.utils import random

PERIOD = 600.0
"""Seconds that a key seals for."""
LONG_PERIOD = 7_200.0
"""The same for what stands in a form: whoever writes something hard takes long, and must not lose it."""
STEPS = (3_072, 12_000)
"""Bytes to which what is sealed is padded, so that an address does not tell how much was typed.

The first holds five hundred letters of any script and a full list. The address of the last, with what stands before
it, is under the 16,384 characters to which Django redirects. A struct may have steps of its own.
"""

T = TypeVar("T", bound=msgspec.Struct)


class Asked(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a person filled in: the words, the place, and the narrower wishes; `refused` says why it is not asked.

    `filters` are the values chosen by facet, `within` and `age` as they were typed. `keep` are the ids of the services
    on their list, which goes with them from page to page.
    """

    words: str = ""
    near: str = ""
    filters: dict[str, tuple[str, ...]] = {}
    open_now: bool = False
    within: str = ""
    age: str = ""
    refused: str = ""
    keep: tuple[str, ...] = ()


class Kept(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A list of services that somebody keeps, by id and in their order, and the language of its sheet.

    `left_out` counts what was too much for one list, `refused` says why there is none.
    """

    STEPS: ClassVar = (1_024,)

    ids: tuple[str, ...] = ()
    language: str = ""
    left_out: int = 0
    refused: str = ""


class Keys(msgspec.Struct, frozen=True):
    """The keys of one period: the one that seals, and the one before it, which still opens."""

    period: int
    current: bytes
    previous: bytes


def ratchet(keys: Keys, period: int) -> Keys:
    """The keys of `period`: each step hashes the key forward and forgets the one before the last."""
    while keys.period < period:
        keys = Keys(keys.period + 1, blake2b(keys.current, digest_size=32).digest(), keys.current)
    return keys


class TooLong(ValueError):
    """More than an address holds."""


class Sealer:
    """Seals structs and opens them again while their key lives.

    Each type has a key of its own, made from the key of the period: a token opens only as the type it was sealed as.
    Two threads that turn the keys at once work out the same ones, and the reference is swapped in one step,
    so there is no lock that a forked worker could inherit shut.
    """

    def __init__(self, key: bytes | None = None) -> None:
        self._keys = Keys(self.period(), key or random(32), random(32))

    @staticmethod
    def period() -> int:
        """The number of the current ten minutes on the machine's monotonic clock, the same in every process."""
        return int(time.monotonic() // PERIOD)

    def turn(self) -> Keys:
        """Bring the keys up to the clock, forgetting the old ones."""
        self._keys = ratchet(self._keys, self.period())
        return self._keys

    def seal(self, value: msgspec.Struct) -> str:
        """A struct as a token for an address, as long as the first step that holds it; TooLong where none does."""
        plain = msgspec.msgpack.encode(value) + b"\x80"
        step = next((step for step in getattr(value, "STEPS", STEPS) if len(plain) <= step), None)
        if step is None:
            raise TooLong
        padded = plain.ljust(step, b"\x00")
        sealed = _box(self.turn().current, type(value)).encrypt(padded)
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def open(self, token: str, kind: type[T]) -> T | None:
        """The struct in a token, or None when it is too old, forged, damaged or of another type: nobody can tell."""
        keys = self.turn()
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (ValueError, binascii.Error):
            return None
        for key in (keys.current, keys.previous):
            try:
                padded = _box(key, kind).decrypt(sealed)
            except (CryptoError, ValueError):
                continue
            return msgspec.msgpack.decode(padded.rstrip(b"\x00")[:-1], type=kind)
        return None


def _box(key: bytes, kind: type[msgspec.Struct]) -> nacl.secret.SecretBox:
    """What seals one type under the key of a period."""
    name = f"{kind.__module__}.{kind.__qualname__}".encode()
    return nacl.secret.SecretBox(blake2b(name, key=key, digest_size=32).digest())


class PatientSealer(Sealer):
    """Seals what a form carries; a key of its own, under which it opens for two to four hours."""

    @staticmethod
    def period() -> int:
        """The number of the current two hours."""
        return int(time.monotonic() // LONG_PERIOD)


sealer = Sealer()
patient = PatientSealer()


def keep_turning() -> None:
    """Turn this process's keys on time even when nobody asks anything; called once in each process that serves."""

    def forever() -> None:
        while True:
            time.sleep(PERIOD - time.monotonic() % PERIOD)
            sealer.turn()
            patient.turn()

    threading.Thread(target=forever, name="keys", daemon=True).start()
