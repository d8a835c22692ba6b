"""An answer that could not be kept: its words come back to their writer behind an address that is sealed."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from dooryard.desk import sealed

LONGEST = 4_000
"""Letters of an answer."""
ADDRESS = 12_000
"""Letters of an address that browsers and servers take without a fault, with some to spare."""
PATIENCE = 1_800.0


class Draft(msgspec.Struct, frozen=True, array_like=True):
    """What somebody typed, for which conversation; `session` so that nobody else's browser shows it."""

    STEPS: ClassVar = (1_024, 3_072, 8_900)

    session: str
    thread: int
    once: str
    text: str


def seal(draft: Draft) -> str:
    """The draft for an address; "" where it is too long for one."""
    token = sealed.seal(draft)
    return token if len(token) <= ADDRESS else ""


def of_session(token: str, session: str) -> Draft | None:
    """The draft again, for the same session, whichever conversation it is for."""
    found = sealed.unseal(token, Draft, seconds=PATIENCE) if 0 < len(token) <= ADDRESS else None
    return found if found and found.session == session else None


def unseal(token: str, session: str, thread: int) -> Draft | None:
    """The draft again, for the same session and conversation."""
    found = of_session(token, session)
    return found if found and found.thread == thread else None
