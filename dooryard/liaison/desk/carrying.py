"""What a session has open of a liaison's keys: a small file, sealed by the session's cookie, that ends with it.

The server holds no key to it: the cookie is in the browser alone. A worker keeps nothing from one request to the next.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db.models.signals import post_delete

from dooryard.desk.models import LONGEST, Session
from dooryard.liaison.sealing import carried, carry
from dooryard.liaison.teams import Ring

FOLDER = "liaison-open"
NAMED = re.compile(r"[0-9a-f]{64}")


def packed(ring: Ring, token: bytes) -> bytes:
    """A ring sealed by the token of a session, which only the cookie holds: what is stored of it opens for nobody."""
    return carry(msgspec.msgpack.encode(ring), token)


def unpacked(sealed: bytes, token: bytes) -> Ring:
    """The ring of a session again; raises NotOpened."""
    return msgspec.msgpack.decode(carried(sealed, token), type=Ring)


def kept(session: Session) -> bytes | None:
    """What was kept for a session; None where nothing is open."""
    try:
        return _file(session).read_bytes()
    except OSError:
        return None


def keep(session: Session, sealed: bytes) -> None:
    """Keep it, for the owner of this process's files alone. It need not outlive a power cut: keys are opened again."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder)
    new = folder / f"{session.digest}.new"
    with suppress(FileNotFoundError):
        new.unlink()
    opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(sealed)
    new.replace(_file(session))


def drop(session: Session) -> None:
    """Close what is open."""
    with suppress(OSError):
        _file(session).unlink(missing_ok=True)


def follow_sessions() -> None:
    """Called when the site or a command starts: whoever ends a session closes what it had open."""
    post_delete.connect(_ended, sender=Session, dispatch_uid=__name__)


def _folder() -> Path:
    return Path(settings.DATA) / FOLDER


def _file(session: Session) -> Path:
    if not NAMED.fullmatch(session.digest):
        raise FileNotFoundError
    return _folder() / session.digest


def _sweep(folder: Path) -> None:
    """Remove what sessions left that ended by themselves."""
    oldest = time.time() - LONGEST.total_seconds()
    for file in folder.iterdir():
        with suppress(OSError):
            if file.stat().st_mtime < oldest:
                file.unlink()


def _ended(instance: Session, **_given: Any) -> None:
    drop(instance)
