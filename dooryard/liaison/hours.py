"""When somebody reads: the hours of a team's people on the clock of the place, and how the pages say them.

Each person's own day stands in place of their own week, not of anybody else's: so each is worked out alone
(core/hours.py), and together they are what the team's door has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

import msgspec

from dooryard.core import hours
from dooryard.core.hsds import Schedule
from dooryard.directory import languages, week, wording
from dooryard.directory.languages import gettext as _
from dooryard.liaison.models import Shift

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = timedelta(days=week.DAYS)

Span = tuple[datetime, datetime]


class Presence(msgspec.Struct, frozen=True):
    """Whether somebody reads now, and when in the seven days that come; `next` is when, if not in those.

    `own`: these seven days are not like every week.
    """

    now: Literal["yes", "no", "unknown"] = "unknown"
    today: date = date.min
    spans: tuple[Span, ...] = ()
    own: bool = False
    next: datetime | None = None


NOT_KNOWN = Presence()


def presence(shifts: Iterable[Shift], at: datetime, zone: tzinfo | None) -> Presence:
    """What these shifts come to at an instant; not known where there are none, or none any more, or no clock."""
    people: dict[str, list[Shift]] = {}
    for shift in shifts:
        people.setdefault(shift.account, []).append(shift)
    if zone is None or not people:
        return NOT_KNOWN
    plans = [[_schedule(shift) for shift in own] for own in people.values()]
    states = [hours.open_state(plan, at, zone) for plan in plans]
    if all(state.state == "unknown" for state in states):
        return NOT_KNOWN
    today = at.astimezone(zone).date()
    spans = hours.merged([span for plan in plans for span in hours.intervals(plan, *week.around(today), zone)])
    days = [shift.day for own in people.values() for shift in own if shift.day]
    return Presence(
        now="yes" if any(state.state == "open" for state in states) else "no",
        today=today,
        spans=tuple(spans),
        own=any(today <= day < today + WEEK for day in days),
        next=min((state.opens for state in states if state.opens), default=None),
    )


def _schedule(shift: Shift) -> Schedule:
    """A shift as the standard has it: a day's own has both bounds, which makes it hold before the week's."""
    opens, closes = time(shift.starts), time(shift.ends)
    if shift.day is None:
        weekday = WEEKDAYS[shift.weekday or 0]
        return Schedule(id=str(shift.pk), freq="WEEKLY", byday=weekday, opens_at=opens, closes_at=closes)
    day = shift.day.isoformat()
    return Schedule(id=str(shift.pk), valid_from=day, valid_to=day, opens_at=opens, closes_at=closes)


def time(minutes: int | None) -> str:
    """HH:MM, as forms and the standard have it; "" for no time."""
    return "" if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"


def now_words(found: Presence) -> str:
    """Whether somebody reads now, and what that means for a message."""
    if found.now == "yes":
        return _("Somebody reads messages now. An answer may still take some days.")
    if found.now == "no":
        return _("Nobody reads messages now. Your message waits until somebody does.")
    return _("We do not know when somebody reads here: nobody has put it down. Your message waits until somebody does.")


def hours_words(found: Presence) -> str:
    """When somebody reads, in a sentence; "" where that is not known."""
    if found.now == "unknown":
        return ""
    if days := week.open_days(list(found.spans), found.today):
        said = (
            _("In the next seven days somebody reads here: {when}.") if found.own else _("Somebody reads here: {when}.")
        )
        return languages.filled(said, when="; ".join(_of_days(*one) for one in days))
    if found.next is None:
        return _("Nobody has put down when they read here next.")
    when = wording.moment(found.next.replace(tzinfo=None), datetime.combine(found.today, datetime.min.time()))
    return languages.filled(_("Somebody reads here next: {when}."), when=when)


def times_words(shift: Shift) -> str:
    """From when to when, or that somebody is away."""
    if shift.starts is None or shift.ends is None:
        return _("away")
    midnight = datetime.min
    starts, ends = (wording.clock(midnight + timedelta(minutes=one)) for one in (shift.starts, shift.ends))
    return languages.filled(_("{opens} to {closes}"), opens=starts, closes=ends)


def own_words(shifts: Sequence[Shift], at: datetime, zone: tzinfo | None) -> str:
    """The hours of one person in the seven days that come, "" where there are none."""
    found = presence(shifts, at, zone)
    return "; ".join(_of_days(*one) for one in week.open_days(list(found.spans), found.today))


def _of_days(days: str, times: str) -> str:
    return languages.filled(_("{days}, {times}"), days=days, times=times)
