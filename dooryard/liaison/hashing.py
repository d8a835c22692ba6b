"""Argon2id for the liaisons' passphrases, one at a time, so that no number of sign-ins takes the machine's memory."""

from __future__ import annotations

import threading

from argon2.low_level import Type, hash_secret_raw

PASSES, MEMORY_KB, LANES = 3, 128 * 1_024, 1

_turn = threading.Lock()


def stretched(passphrase: bytes, salt: bytes) -> bytes:
    """32 bytes of a passphrase; takes a fifth of a second and 128 MB, whoever asks."""
    with _turn:
        return hash_secret_raw(passphrase, salt, PASSES, MEMORY_KB, LANES, 32, Type.ID)
