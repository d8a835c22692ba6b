"""Argon2id for the liaisons' passphrases, in the desk's queue of one at a time."""

from __future__ import annotations

from argon2.low_level import Type, hash_secret_raw

from dooryard.desk.hashing import hashed

PASSES, MEMORY_KB, LANES = 3, 128 * 1_024, 1


def stretched(passphrase: bytes, salt: bytes) -> bytes:
    """32 bytes of a passphrase, for 128 MB and a good part of a second; raises the desk's Busy where many wait."""
    return hashed(hash_secret_raw, passphrase, salt, PASSES, MEMORY_KB, LANES, 32, Type.ID)
