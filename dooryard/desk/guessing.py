"""What slows down guessing, without knowing who guesses: so many tries for a name and for all names together.

Nothing here is kept on disk and nothing is an address. A name that nobody has is held up like one that somebody has, so
that being held up tells nothing. Passkeys cannot be guessed and are not held up: who has one is never locked out.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter, OrderedDict
from hashlib import blake2b

NAMES = 10_000
"""Names that are remembered. To have one forgotten takes that many tries with others, hours of them."""
FOR_A_NAME = (10.0, 1 / 60)
"""Ten tries at once with a name, then one a minute, in each process."""
FOR_ALL = (60.0, 1.0)
"""Sixty tries at once with whatever names, then one a second, in each process."""
NOTED = (20.0, 1 / 60)
"""Refusals of a kind that the audit log has each by itself; beyond them a row says how many there were."""


class Tries:
    """Gives `most` at once, and `a_second` of one more with each second that passes."""

    def __init__(self, most: float, a_second: float) -> None:
        self._most, self._a_second = most, a_second
        self._left, self._at = most, time.monotonic()

    def take(self) -> bool:
        """Take one, if there is one."""
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._a_second)
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class Guard:
    """Counts tries in one process; names are kept as keyed hashes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key = os.urandom(32)
        self._all = Tries(*FOR_ALL)
        self._names: OrderedDict[bytes, Tries] = OrderedDict()
        self._noted: dict[str, Tries] = {}
        self._unnoted: Counter[str] = Counter()

    def lets(self, name: str, browser: str = "") -> bool:
        """Whether a try with a name may be made now; it counts.

        A `browser` in which its owner has signed in before has tries of its own, which nobody else can use up.
        """
        what, kind = (browser, b"browser") if browser else (name, b"name")
        mark = blake2b(what.encode(errors="replace"), key=self._key, digest_size=16, person=kind).digest()
        with self._lock:
            tries = self._names.pop(mark, None) or Tries(*FOR_A_NAME)
            self._names[mark] = tries
            while len(self._names) > NAMES:
                self._names.popitem(last=False)
            return tries.take() and (bool(browser) or self._all.take())

    def noted(self, kind: str = "") -> int:
        """How many refusals of a kind a row of the audit log is to tell of now; 0 where it tells of none yet.

        A kind is a word of ours, with an account at most: there are few.
        """
        with self._lock:
            self._unnoted[kind] += 1
            if not self._noted.setdefault(kind, Tries(*NOTED)).take():
                return 0
            return self._unnoted.pop(kind)


guard = Guard()
"""Tries of whoever stands before the door."""
inside = Guard()
"""Tries of those who are signed in, apart: nobody outside can use them up."""
