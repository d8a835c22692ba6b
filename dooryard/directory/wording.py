"""How opening, distance, reach and trust are said: the same on every page, on paper and in the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import lru_cache
from math import ceil

from dooryard.core import categories, tiers
from dooryard.core.documents import Brief, Confirmed, Document, Reach, Tier
from dooryard.core.hours import OpenState
from dooryard.core.saying import Said, mark
from dooryard.directory import languages
from dooryard.directory.formats import clock as clock
from dooryard.directory.formats import day as day
from dooryard.directory.formats import listed as listed
from dooryard.directory.formats import moment as moment
from dooryard.directory.languages import filled, ngettext
from dooryard.directory.languages import gettext as _

STRAIGHT = mark("Distances are in a straight line: the road is longer.")
NONE_OPEN = mark("None of these is known to be open now; call first.")
CONFIRMED = {
    "called": mark("Confirmed by phone, {date}."),
    "visited": mark("Confirmed by a visit, {date}."),
    "own page": mark("Confirmed on its own page, {date}."),
    "peer": mark("Confirmed by a peer, {date}."),
}
_TEXTED = re.compile(r"text (?:(?P<word>[A-Z]+) to )?(?P<number>[\d-]+)")


def open_words(state: OpenState, at: datetime, *, callable: bool = True) -> str:
    """Whether it is open at `at` and what comes next, on the clock of the place; `callable` where a number is known."""
    if state.state == "unknown":
        return _("hours unknown, call first") if callable else _("hours unknown")
    if state.state == "open":
        return _next(_("open until {when}"), state.until, at) if state.until else _("open now")
    if state.opens is None:
        return _("closed now, call to ask when it opens")
    return _next(_("closed now, opens {when}"), state.opens, at)


def _next(words: str, change: datetime, at: datetime) -> str:
    today = at.astimezone(change.tzinfo).date()
    return _changing(words, change.replace(tzinfo=None), today, languages.code())


@lru_cache(maxsize=4096)
def _changing(words: str, wall: datetime, today: date, code: str) -> str:
    """A change on a place's own clock; remembered, as many change together. `code` is the language of `words`."""
    return filled(words, when=moment(wall, datetime.combine(today, time.min)))


def distance_words(miles: float | None, *, approximate: bool) -> str:
    """About how far it is in a straight line; `approximate` when it is measured to the middle of the town."""
    if miles is None:
        return ""
    if miles < 1:
        return _("nearby") if approximate else _("less than a mile away")
    return _miles(round(miles, 1) if miles < 2 else round(miles), languages.code())


@lru_cache(maxsize=1024)
def _miles(amount: float, code: str) -> str:
    words = ngettext("about {miles} mile away", "about {miles} miles away", ceil(amount))
    return filled(words, miles=languages.number(int(amount) if amount == int(amount) else amount))


def counted(total: int, *, closed: int = 0, planned: int = 0) -> str:
    """How many there are: what cannot be used today is counted apart, "5 services, and 1 that is closed"."""
    live = total - closed - planned
    first = _many(ngettext("{n} service", "{n} services", live), live) or _("No service")
    others = (
        _many(ngettext("{n} that is closed", "{n} that are closed", closed), closed),
        _many(ngettext("{n} that is only planned", "{n} that are only planned", planned), planned),
    )
    rest = listed(tuple(filter(None, others)))
    return filled(_("{services}, and {others}"), services=first, others=rest) if rest else first


def _many(words: str, n: int) -> str:
    return filled(words, n=n) if n else ""


def reach_words(document: Brief, reach: Reach) -> str:
    """How it reaches a person, where that is not by having an address."""
    if reach == "area":
        served = listed(document.areas)
        return filled(_("serves {areas}"), areas=served) if served else _("serves this area")
    if reach == "phone":
        return line_words(document)
    return {"site": "", "statewide": _("serves the whole state"), "mail": _("by mail")}[reach]


def line_words(document: Brief) -> str:
    """Whether a line is called, texted or both, by the numbers it gives."""
    texts = {bool(phone.text) for phone in document.phones}
    if len(texts) == 2:
        return _("by phone or text")
    return _("by text") if True in texts else _("by phone")


def category(key: str) -> str:
    """The name of a category, or of what a line is for; the key itself where it has none."""
    name = categories.ALL.get(key)
    return _(name) if name else key


def text_words(route: str) -> str:
    """How to text a line, in a language that is not English; "" for words that are not of these forms."""
    if languages.code() == languages.ENGLISH:
        return ""
    if route == "text the same number":
        return _("text the same number")
    if not (found := _TEXTED.fullmatch(route)):
        return ""
    said = _("text {word} to {number}") if found["word"] else _("text {number}")
    return languages.filled(said, **found.groupdict(""))


def trust_words(document: Document, tier: Tier) -> str:
    """Who said it, when, and whether anybody has checked; a number's record says it of the number itself.

    Who can check it is for the page to say, which knows the place's own line.
    """
    if document.confirmed:
        return _confirmed(document.confirmed)
    seen = day(document.seen) if document.seen else ""
    if tier == "A":
        return languages.said(tiers.seen_in(document.sources, seen))
    return sentences(tiers.statement(tier, tiers.Evidence(publishers=document.sources), seen=seen))


def _confirmed(by: Confirmed) -> str:
    words = CONFIRMED.get(by.how)
    return filled(_(words) if words else _("Confirmed ({how}), {date}."), how=by.how, date=day(by.when))


def sentences(told: Iterable[Said]) -> str:
    """Sentences of core one after the other, in the language spoken now."""
    return " ".join(map(languages.said, told))


def tier_of(document: Document) -> Tier:
    """How far a whole record may be trusted: as its best number, or without a number as the count of its sources."""
    if document.phones:
        return min(phone.tier for phone in document.phones)
    return tier_of_record(document)


def tier_of_record(document: Document) -> Tier:
    """How far a record may be trusted, whatever its numbers are: by the count of its sources."""
    return "B" if document.sources > 1 else "C"
