"""What keeps one machine from filling the stewards' desk, without knowing who anybody is: nothing here is of a person.

A page cannot tell people apart without an address or a cookie, and we want neither. So what is limited is the form:
it carries a sealed stamp that says when it was made, is too young to be sent at once, too old after a while, and is
good for one report in one process. How many are written in words is a bucket that fills slowly; what is chosen without
words only counts, and is always taken. What can be stored is limited where it is stored (actions.report).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import ClassVar

import msgspec
from nacl.utils import random

from dooryard.directory.tokens import sealer

YOUNGEST = 2.0
"""Seconds that it takes to read the form at all."""
MOST_SPENT = 10_000
"""Spent stamps that are remembered; one that is forgotten before it is too old lets a report through twice."""
AT_ONCE, A_SECOND = 30.0, 0.1
"""What the bucket of a process holds, and what flows into it: thirty reports in words at once, then one in ten s."""


class Stamp(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a form carries: the page it stands on, when it was made, a number used once, what the page had shown.

    `made` is seconds of the machine's own clock, the same in all its processes; `bundle` is a digest. It is no address
    and holds nothing of a person, so it is kept short.
    """

    STEPS: ClassVar = (256, 1_024)

    about: str
    made: float
    once: bytes
    bundle: str = ""


def stamp(about: str, bundle: str) -> str:
    """A stamp for a form that is drawn now."""
    return sealer.seal(Stamp(about=about, made=time.monotonic(), once=random(16), bundle=bundle))


def read(token: str, about: str) -> tuple[Stamp | None, str]:
    """The stamp of a form, and why it does not count: "stale" (too old, forged, of another page), "fast" or ""."""
    found = sealer.open(token, Stamp)
    if found is None or found.about != about:
        return None, "stale"
    return found, "fast" if time.monotonic() - found.made < YOUNGEST else ""


class Spent:
    """The stamps that were good for a report, each with a mark of what it said; the oldest are forgotten."""

    def __init__(self, most: int = MOST_SPENT) -> None:
        self._most = most
        self._marks: OrderedDict[bytes, int] = OrderedDict()

    def add(self, found: Stamp, mark: int) -> None:
        """Remember that a stamp was used; `mark` is a hash of what was sent with it."""
        self._marks[found.once] = mark
        while len(self._marks) > self._most:
            self._marks.popitem(last=False)

    def mark(self, found: Stamp) -> int | None:
        """The mark of what was sent with a stamp, None where it was not used here."""
        return self._marks.get(found.once)


class Bucket:
    """Gives `most` at once, and `a_second` of one more with each second that passes."""

    def __init__(self, most: float = AT_ONCE, a_second: float = A_SECOND) -> None:
        self._most, self._a_second = most, a_second
        self._left, self._at = most, time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Take one out, if there is one."""
        with self._lock:
            now = time.monotonic()
            self._left = min(self._most, self._left + (now - self._at) * self._a_second)
            self._at = now
            if self._left < 1.0:
                return False
            self._left -= 1.0
            return True
