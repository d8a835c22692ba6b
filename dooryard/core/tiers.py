"""How far a number may be shown before a steward has called it: A, B, C or held back.

A: shown, printed, put on posters. B: shown with "seen in two sources, not yet called by us", never printed on a
poster. C: one source; it stands on the service's own page only, and says so. Held: nowhere.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from dooryard.core.documents import Tier

Advice = Literal["", "show", "check", "hold"]
"""What the facts say of publishing a line: at once, after one live check, not until checked, or nothing."""

Conflict = Literal["", "resolved", "open"]
"""Whether sources disagree about a number, and whether it is known which of them is right."""

_ENOUGH_PUBLISHERS = 2


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a number; `publishers` agree on it, two records of one publisher count once."""

    advice: Advice = ""
    publishers: int = 0
    conflict: Conflict = ""
    never: bool = False
    expired: bool = False
    confirmed: bool = False


def tier(evidence: Evidence) -> Tier:
    """The first rule that fits: what must never be shown wins over everything, then what somebody confirmed."""
    if held_because(evidence):
        return "held"
    if evidence.confirmed or evidence.advice == "show":
        return "A"
    if evidence.advice == "check" or (evidence.publishers >= _ENOUGH_PUBLISHERS and not evidence.conflict):
        return "B"
    return "C"


def held_because(evidence: Evidence) -> str:
    """Why a number is held back, in words; "" where it is not."""
    if evidence.never:
        return "It is on the list of numbers that must never be shown."
    if evidence.confirmed:
        return ""
    if evidence.advice == "hold":
        return "The advice is not to publish it until somebody has checked it."
    if evidence.conflict == "open":
        return "Sources disagree, and nobody has found out which is right."
    if evidence.expired:
        return "It was good until a date that has passed; nobody has checked it since."
    if not evidence.publishers and not evidence.advice:
        return "No source gives it."
    return ""


def counted(publishers: int) -> str:
    """How many publishers say it, in figures: "1 source", "4 sources", "no source"."""
    return f"{publishers or 'no'} source{'' if publishers < _ENOUGH_PUBLISHERS else 's'}"


def statement(value: Tier, evidence: Evidence, *, seen: str, fallback: str) -> str:
    """What is said beside a number of this tier.

    `seen` is an ISO date or its start, "" where its sources are undated; `fallback` names the line that can check it.
    """
    if value in ("A", "held"):
        return ""
    sources = counted(evidence.publishers)
    if value == "B":
        return f"Seen in {sources}, {f'last {seen}' if seen else 'undated'}; not yet called by us."
    date = f"seen {seen}" if seen else "undated"
    if evidence.conflict:
        return f"Sources disagreed; this one is {date}. It may have changed; {fallback} can check."
    return f"{sources.capitalize()}, {date}; it may have changed. {fallback} can check."
