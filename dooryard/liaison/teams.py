"""Teams: who can read a county's conversations, how their key is handed on, and who is there today."""

from __future__ import annotations

import datetime


def enrolled() -> tuple[str, ...]:
    """The counties with an enrolled team, in the order of their names; a county outside of it shows no form."""
    raise NotImplementedError


def on_shift(county: str, *, today: datetime.date | None = None) -> bool:
    """Whether somebody answers today for a county, its own team or the one that covers it."""
    raise NotImplementedError
