"""Slow hashes in a queue of their own: one at a time in a process, a few may wait, and no page waits for them.

Argon2id with 128 MB takes a core for a good part of a second. One at a time bounds the memory of a process, and the
thread that does it steps back behind those that make pages.
"""

from __future__ import annotations

import os
import threading
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import ParamSpec, TypeVar

import argon2

WAITING = 8
"""How many may wait for the one that is at work."""
NICER = 10
"""How far the thread steps back (nice): it gets what the others leave."""

HASHER = argon2.PasswordHasher(time_cost=3, memory_cost=128 * 1024, parallelism=1)

P = ParamSpec("P")
T = TypeVar("T")
_room = threading.BoundedSemaphore(1 + WAITING)


class Busy(Exception):
    """Too many wait already; come back in a moment."""


def hashed(work: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    """What `work` returns, run in the queue; Busy at once where too many wait in this process."""
    if not _room.acquire(blocking=False):
        raise Busy
    try:
        return _queue(os.getpid()).submit(work, *args, **more).result()
    finally:
        _room.release()


def make(passphrase: str) -> str:
    """The Argon2id hash of a passphrase, with its salt and what it cost."""
    return hashed(HASHER.hash, passphrase)


def matches(stored: str, passphrase: str) -> bool:
    """Whether a passphrase is the one that was hashed; "" stands for nobody's, and takes as long as any other."""
    return hashed(_matches, stored or _nobodys(), passphrase) and bool(stored)


def _matches(stored: str, passphrase: str) -> bool:
    try:
        return HASHER.verify(stored, passphrase)
    except argon2.exceptions.VerificationError:
        return False


@cache
def _nobodys() -> str:
    """A hash of the same cost, made up without the work: nobody's passphrase fits it."""
    salt, digest = (b64encode(os.urandom(size)).rstrip(b"=").decode() for size in (HASHER.salt_len, HASHER.hash_len))
    cost = f"m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    return f"$argon2id$v={argon2.low_level.ARGON2_VERSION}${cost}${salt}${digest}"


@cache
def _queue(process: int) -> ThreadPoolExecutor:
    """The one thread of this process; a worker that was forked begins its own."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="hashing", initializer=_step_back)


def _step_back() -> None:
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICER)
