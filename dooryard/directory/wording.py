"""How times, distances and trust are said in plain words, the same on every page, on paper and in the terminal."""

from __future__ import annotations

from datetime import date, datetime

from dooryard.core import tiers
from dooryard.core.documents import Document, Reach, Tier
from dooryard.core.hours import OpenState

HOURS_UNKNOWN = "hours unknown, call first"
STRAIGHT = "Distances are in a straight line: the road is longer."
NONE_OPEN = "None of these is known to be open now; call first."
HOW = {"called": "by phone", "visited": "by a visit", "own page": "on its own page", "peer": "by a peer"}


def clock(at: datetime) -> str:
    """The time of day: 8 pm, 8:30 am, noon, midnight."""
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return "noon" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"


def moment(at: datetime, now: datetime) -> str:
    """A moment to come as seen from `now`: today only the time, this week the day, later the date."""
    days = (at.date() - now.date()).days
    if days == 0 or (days == 1 and (at.hour, at.minute) == (0, 0)):
        return clock(at)
    if days < 7:
        return f"{at:%A} {clock(at)}"
    return f"{at:%B} {at.day}, {clock(at)}"


def open_words(state: OpenState, at: datetime, *, callable: bool = True) -> str:
    """Whether it is open at `at` and what comes next, on the clock of the place; `callable` where a number is known."""
    if state.state == "unknown":
        return HOURS_UNKNOWN if callable else "hours unknown"
    if state.state == "open":
        return f"open until {moment(state.until, at.astimezone(state.until.tzinfo))}" if state.until else "open now"
    if state.opens is None:
        return "closed now, call to ask when it opens"
    return f"closed now, opens {moment(state.opens, at.astimezone(state.opens.tzinfo))}"


def distance_words(miles: float | None, *, approximate: bool) -> str:
    """About how far it is in a straight line; `approximate` when it is measured to the middle of the town."""
    if miles is None:
        return ""
    if miles < 1:
        return "nearby" if approximate else "less than a mile away"
    amount = f"{miles:.1f}".removesuffix(".0") if miles < 2 else f"{miles:.0f}"
    return f"about {amount} mile{'' if amount == '1' else 's'} away"


def counted(total: int, *, closed: int = 0, planned: int = 0) -> str:
    """How many there are: what cannot be used today is counted apart, "5 services, and 1 that is closed"."""
    live = total - closed - planned
    apart = ((closed, "closed"), (planned, "only planned"))
    rest = listed(tuple(f"{n:,} that {'is' if n == 1 else 'are'} {what}" for n, what in apart if n))
    first = {0: "No service", 1: "1 service"}.get(live, f"{live:,} services")
    return f"{first}, and {rest}" if rest else first


def reach_words(document: Document, reach: Reach) -> str:
    """How it reaches a person, where that is not by having an address."""
    if reach == "area":
        return f"serves {listed(document.areas)}" if document.areas else "serves this area"
    return {"site": "", "statewide": "serves the whole state", "phone": line_words(document), "mail": "by mail"}[reach]


def line_words(document: Document) -> str:
    """Whether a line is called, texted or both, by the numbers it gives."""
    ways = {"by text" if phone.text else "by phone" for phone in document.phones} or {"by phone"}
    return "by phone or text" if len(ways) == 2 else ways.pop()


def listed(names: tuple[str, ...]) -> str:
    """Names as a sentence has them: A, B and C."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def day(iso: str) -> str:
    """An ISO date or the start of one in words: September 24, 2022; September 2022; 2022; "date not stated"."""
    parts = iso.split("-") if iso else []
    if not parts or not all(part.isdigit() for part in parts):
        return iso or "date not stated"
    if len(parts) == 1:
        return iso
    first = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) > 2 else 1)
    return f"{first:%B} {first.day}, {first.year}" if len(parts) > 2 else f"{first:%B %Y}"


def trust_words(document: Document, tier: Tier) -> str:
    """Who said it, when, and whether anybody has checked; a number's record says it of the number itself.

    Who can check it is for the page to say, which knows the place's own line.
    """
    if document.confirmed:
        how = HOW.get(document.confirmed.how, document.confirmed.how)
        return f"Confirmed {how}, {day(document.confirmed.when)}."
    seen = day(document.seen) if document.seen else ""
    if tier == "A":
        return f"Seen in {tiers.counted(document.sources)}, {f'last {seen}' if seen else 'undated'}."
    evidence = tiers.Evidence(publishers=document.sources)
    said = tiers.statement(tier, evidence, seen=seen, fallback="Somebody")
    return said.removesuffix(" Somebody can check.")


def tier_of(document: Document) -> Tier:
    """How far a whole record may be trusted: as its best number, or without a number as the count of its sources."""
    if document.phones:
        return min(phone.tier for phone in document.phones)
    return "B" if document.sources > 1 else "C"
