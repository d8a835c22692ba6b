"""A key that lies in the data folder and never in the database: it seals what the database alone must not tell.

A file of its own, for its owner alone, made when something is sealed for the first time. Whoever takes the database or
a backup of it has only what is sealed; whoever loses the file loses what was sealed with it (docs/reference/desk.md).
"""

from __future__ import annotations

import base64
import binascii
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import Aead
from nacl.utils import random

FILE = "desk.key"
SEALED = "sealed1:"
"""What stands before everything that was sealed here: which key and which way, should there be others one day."""


def seal(text: str, label: str) -> str:
    """A text that opens with the key alone, and as what it was sealed as."""
    sealed = Aead(_key() or _made()).encrypt(text.encode(), label.encode())
    return SEALED + base64.urlsafe_b64encode(sealed).decode()


def unseal(sealed: str, label: str) -> str | None:
    """The text again; None where the key is gone or another one, or where this was never sealed as that."""
    key = _key()
    if key is None or not sealed.startswith(SEALED):
        return None
    try:
        return Aead(key).decrypt(base64.urlsafe_b64decode(sealed.removeprefix(SEALED)), label.encode()).decode()
    except (CryptoError, ValueError, binascii.Error):
        return None


def _path() -> Path:
    return Path(settings.DATA) / FILE


def _key() -> bytes | None:
    try:
        key = _path().read_bytes()
    except OSError:
        return None
    return key if len(key) == Aead.KEY_SIZE else None


def _made() -> bytes:
    """Make the file, whole and on disk before anything is sealed with it; of two who do so at once the first counts."""
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, new = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(random(Aead.KEY_SIZE))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(new, path)
    finally:
        Path(new).unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    if (key := _key()) is None:
        raise OSError(f"{FILE} is not a key of ours")
    return key
