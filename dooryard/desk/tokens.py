"""Random tokens that are handed out once: what is stored of each is its SHA-256."""

from __future__ import annotations

import secrets
from hashlib import sha256

random = secrets.token_bytes
SIZE = 32
LETTERS = 43
"""How long a token of 32 bytes is, written as base64 for addresses."""


def new() -> str:
    """32 random bytes, as base64 for addresses and cookies."""
    return secrets.token_urlsafe(SIZE)


def digest(token: str) -> str:
    """What is stored of a token. One that is too long is nobody's, and is not hashed."""
    return digest_of(token.encode(errors="replace") if len(token) == LETTERS else b"")


def digest_of(value: bytes) -> str:
    """The SHA-256 of something, as it is stored."""
    return sha256(value).hexdigest()
