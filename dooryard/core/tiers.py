"""How far a number may be shown before a steward has called it: A, B, C or held back.

A: shown, printed, put on posters. B: shown with "seen in two sources, not yet called by us", never printed on a
poster. C: one source; it stands on the service's own page only, and says so. Held: nowhere.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from dooryard.core.documents import Tier
from dooryard.core.saying import Said

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


def seen_in(publishers: int, seen: str) -> Said:
    """How many publishers say it and when the last of them was seen; `seen` is a date in words, "" where undated."""
    if not publishers:
        return Said("No source is named.")
    if not seen:
        return Said("Seen in {n} source, undated.", plural="Seen in {n} sources, undated.", n=publishers)
    return Said("Seen in {n} source, last {seen}.", plural="Seen in {n} sources, last {seen}.", n=publishers, seen=seen)


def statement(value: Tier, evidence: Evidence, *, seen: str, fallback: str = "") -> tuple[Said, ...]:
    """What is said beside a number of this tier, sentence by sentence; nothing of A and of what is held back.

    `seen` is a date in words, "" where its sources are undated; `fallback` names the line that can check it, if any.
    """
    if value in ("A", "held"):
        return ()
    if value == "B":
        return (_not_called(evidence.publishers, seen),)
    if evidence.conflict:
        return (_disagreed(seen), _changed(fallback))
    told = _told_by(evidence.publishers, seen)
    return (told, Said("{name} can check.", name=fallback)) if fallback else (told,)


def _not_called(publishers: int, seen: str) -> Said:
    if not publishers:
        return Said("No source is named; not yet called by us.")
    if not seen:
        return Said(
            "Seen in {n} source, undated; not yet called by us.",
            plural="Seen in {n} sources, undated; not yet called by us.",
            n=publishers,
        )
    return Said(
        "Seen in {n} source, last {seen}; not yet called by us.",
        plural="Seen in {n} sources, last {seen}; not yet called by us.",
        n=publishers,
        seen=seen,
    )


def _told_by(publishers: int, seen: str) -> Said:
    if not publishers:
        return Said("No source is named; it may have changed.")
    if not seen:
        return Said(
            "{n} source, undated; it may have changed.",
            plural="{n} sources, undated; it may have changed.",
            n=publishers,
        )
    return Said(
        "{n} source, seen {seen}; it may have changed.",
        plural="{n} sources, seen {seen}; it may have changed.",
        n=publishers,
        seen=seen,
    )


def _disagreed(seen: str) -> Said:
    if seen:
        return Said("Sources disagreed; this one is seen {seen}.", seen=seen)
    return Said("Sources disagreed; this one is undated.")


def _changed(fallback: str) -> Said:
    return Said("It may have changed; {name} can check.", name=fallback) if fallback else Said("It may have changed.")
