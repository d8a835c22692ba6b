"""What a form of the desk carries and nobody may read or make: sealed, short-lived, good on this machine alone.

The key lives in memory only. It is drawn when Django starts, before the workers are forked, so that all of them hold
the same one; a server that starts anew opens no form from before.
"""

from __future__ import annotations

import base64
import binascii
import time
from typing import TypeVar

import msgspec
import nacl.encoding
import nacl.secret
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.utils import random

T = TypeVar("T", bound=msgspec.Struct)
_key = random(32)


def ready() -> None:
    """Called before workers are forked: that this module is here means that the key is drawn which they all hold."""


class _Held(msgspec.Struct, frozen=True, array_like=True):
    made: float
    value: msgspec.Raw


def seal(value: msgspec.Struct) -> str:
    """A struct as a token for a form or an address.

    Where its class has STEPS, it is padded to the first that holds it, so that its length does not tell how much was
    typed; beyond the last it is as long as it is.
    """
    held = _Held(time.monotonic(), msgspec.Raw(msgspec.msgpack.encode(value)))
    plain = msgspec.msgpack.encode(held) + b"\x80"
    step = next((step for step in getattr(value, "STEPS", ()) if len(plain) <= step), 0)
    sealed = _box(type(value)).encrypt(plain.ljust(step, b"\x00"))
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unseal(token: str, kind: type[T], *, seconds: float) -> T | None:
    """The struct in a token; None where it is older than `seconds`, forged, damaged or of another kind."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        padded = _box(kind).decrypt(sealed)
        held = msgspec.msgpack.decode(padded.rstrip(b"\x00")[:-1], type=_Held)
    except (CryptoError, ValueError, binascii.Error):
        return None
    if not 0 <= time.monotonic() - held.made < seconds:
        return None
    return msgspec.msgpack.decode(held.value, type=kind)


def _box(kind: type[msgspec.Struct]) -> nacl.secret.SecretBox:
    """Each kind has a key of its own: a token opens only as what it was sealed as."""
    name = f"{kind.__module__}.{kind.__qualname__}".encode()
    return nacl.secret.SecretBox(blake2b(name, key=_key, digest_size=32, encoder=nacl.encoding.RawEncoder))
