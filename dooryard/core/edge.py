"""The edge of the house: what people and scripts hand in is made plain text, or refused in words they can use."""

from __future__ import annotations

import unicodedata
from datetime import datetime, tzinfo

from dooryard.core.saying import Said, mark

EARLIEST, LATEST = 2000, 2100
OLDEST = 130.0
FARTHEST = 5000.0


class BadInput(ValueError):
    """Something handed in cannot be used; its message is fit for the person who handed it in."""


def plain(text: str) -> str:
    """A text on one line without control characters, direction marks or other invisible ones.

    Line breaks and tabs become spaces, runs of spaces one. What is left can be shown on a page or a terminal:
    no escape sequence survives, and no mark that turns the reading direction around.
    """
    visible = (char if _is_seen(char) else " " if char in "\n\r\t\v\f" else "" for char in text)
    return " ".join("".join(visible).split())


def _is_seen(char: str) -> bool:
    """Whether a character is printed: Unicode's C categories (control, format, surrogate, unassigned) are not."""
    return not unicodedata.category(char).startswith("C")


def moment(text: str, zone: tzinfo) -> datetime:
    """An ISO date and time such as 2026-11-23T21:30, in `zone` unless it carries its own offset."""
    try:
        at = datetime.fromisoformat(plain(text))
    except ValueError:
        raise BadInput(Said("The time is not one we can read. Write it like 2026-11-23T21:30.")) from None
    if not EARLIEST <= at.year < LATEST:
        first, last = str(EARLIEST), str(LATEST - 1)
        raise BadInput(Said("The year must lie between {first} and {last}.", first=first, last=last))
    return at if at.tzinfo else at.replace(tzinfo=zone)


def number(text: str, *, low: float, high: float, said: str) -> float:
    """A number between `low` and `high`, both included; `said` is the refusal of another, with both in it."""
    try:
        value = float(plain(text))
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise BadInput(Said(said, low=f"{low:g}", high=f"{high:g}"))
    return value


def age(text: str) -> float:
    """An age in years."""
    return number(text, low=0.0, high=OLDEST, said=mark("The age must be a number from {low} to {high}."))


def miles(text: str) -> float:
    """A distance in miles."""
    said = mark("The distance in miles must be a number from {low} to {high}.")
    return number(text, low=0.1, high=FARTHEST, said=said)
