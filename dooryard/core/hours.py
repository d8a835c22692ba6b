"""Opening hours: HSDS schedules read as the clock on the wall of a place, and whether it is open.

A place is open when the clock on its own wall stands between opening and closing, whatever daylight saving does to it.

HSDS has no field for exceptions and holidays (openreferral/specification #168, #494), and free text cannot be read
safely. So the bounds decide, day by day: of the schedules that fall on a day, those with the narrowest span between
valid_from and valid_to hold, and the others are silent on that day. A schedule with both bounds and no times closes
its days, and wins over hours of the same span. A shift belongs to the day it begins on, also when it runs overnight.

A numeric zone cannot tell of daylight saving: where it is an offset that the place's own zone uses in that year, the
place's zone is meant; another number is a fixed offset. A schedule that states none is on the place's own clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal, TypeVar

import msgspec

from dooryard.core.hours_days import Rule, occurrences
from dooryard.core.hours_rules import ScheduleError, check, read
from dooryard.core.hsds import Schedule

__all__ = [
    "HORIZON_DAYS",
    "OpenState",
    "ScheduleError",
    "check",
    "intervals",
    "merged",
    "open_state",
    "weekly_minutes",
]

HORIZON_DAYS = 70
"""How far ahead an opening or a closing is looked for: a monthly clinic that misses one month is still found."""

WEEK = 7 * 24 * 60
_NEAR_DAYS = 9
_LOOK_BACK_DAYS = 3  # an overnight shift of yesterday, on a fixed clock up to 14 hours away
_WIDEST = 1_000_000
_DAY = timedelta(days=1)

Point = TypeVar("Point", int, datetime)


class OpenState(msgspec.Struct, frozen=True):
    """Whether a place is open at an instant; `until` and `opens` are aware datetimes in the place's zone.

    `until` is when it closes, `opens` when it next opens; None: not within HORIZON_DAYS, or not known.
    """

    state: Literal["open", "closed", "unknown"]
    until: datetime | None = None
    opens: datetime | None = None


UNKNOWN = OpenState("unknown")


def open_state(schedules: Sequence[Schedule], at: datetime, zone: tzinfo) -> OpenState:
    """Whether a place with these schedules is open at an instant, and when that changes.

    `at` without a zone is the wall clock of the place. No schedules, text only, hours whose validity has ended, and
    hours that no calendar can follow are "unknown"; nothing is raised.
    """
    try:
        rules = [rule for schedule in schedules if (rule := read(schedule)) is not None]
    except ScheduleError:
        return UNKNOWN
    if not rules or not 1900 < at.year < 2200:
        return UNKNOWN
    local = at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)
    wall = local.replace(tzinfo=None)
    week = _week(rules)
    # Across a change of the clocks minutes of the week are not minutes of time.
    if week is not None and _ahead(zone, wall - _DAY) == _ahead(zone, wall + _NEAR_DAYS * _DAY):
        return _by_week(week, wall, zone)
    return _by_calendar(rules, local.astimezone(UTC).replace(tzinfo=None), wall.date(), zone)


def weekly_minutes(schedules: Sequence[Schedule]) -> tuple[tuple[int, int], ...] | None:
    """Minutes of the local week, Monday 00:00 = 0, in which a place is open: sorted, apart, each [start, end).

    Only for hours that are the same every week on the place's own clock. None means ask `open_state`: they need the
    calendar (bounds, months, a stated zone), or nothing is known. A shift over Sunday's midnight is two intervals.
    """
    try:
        return _week([rule for schedule in schedules if (rule := read(schedule)) is not None])
    except ScheduleError:
        return None


def intervals(
    schedules: Sequence[Schedule], start: datetime, end: datetime, zone: tzinfo
) -> list[tuple[datetime, datetime]]:
    """The open stretches between two naive local times, as naive local times: sorted, apart, each [opens, closes).

    What a page lists as the hours of a week. Raises ScheduleError where a schedule cannot be followed.
    """
    rules = [rule for schedule in schedules if (rule := read(schedule)) is not None]
    first, last = start.date() - _LOOK_BACK_DAYS * _DAY, end.date() + 2 * _DAY
    walls = []
    for opens, closes, clock in _shifts(rules, zone, first, last):
        if clock is not zone:
            opens, closes = (
                moment.replace(tzinfo=clock).astimezone(zone).replace(tzinfo=None) for moment in (opens, closes)
            )
        walls.append((max(opens, start), min(closes, end)))
    return merged(walls)


def _week(rules: Sequence[Rule]) -> tuple[tuple[int, int], ...] | None:
    if not rules or not all(rule.plain for rule in rules):
        return None
    spans: list[tuple[int, int]] = []
    for rule in rules:
        for day, _ in rule.days:
            start, end = day * 1440 + rule.opens, day * 1440 + rule.closes
            spans += [(start, min(end, WEEK)), (max(start, WEEK) - WEEK, end - WEEK)]
    return tuple(merged(spans))


def _by_week(week: tuple[tuple[int, int], ...], wall: datetime, zone: tzinfo) -> OpenState:
    monday = datetime.combine(wall.date() - wall.weekday() * _DAY, time.min)
    minute = (wall - monday) // timedelta(minutes=1)
    for start, end in week:
        if start <= minute < end:
            if end == WEEK and week[0][0] == 0:
                end += week[0][1]
            until = None if end - start >= WEEK else (monday + timedelta(minutes=end)).replace(tzinfo=zone)
            return OpenState("open", until=until)
    later = next((start for start, _ in week if start > minute), week[0][0] + WEEK)
    return OpenState("closed", opens=(monday + timedelta(minutes=later)).replace(tzinfo=zone))


def _by_calendar(rules: Sequence[Rule], now: datetime, today: date, zone: tzinfo) -> OpenState:
    """The state at the naive UTC instant `now`, by listing shifts: the coming days first, then up to the horizon."""
    state = UNKNOWN
    for days in (_NEAR_DAYS, HORIZON_DAYS):
        # Two days more than are looked at: a shift of the last day may run on into the next.
        sure = now + days * _DAY
        spans = _instants(rules, zone, today - _LOOK_BACK_DAYS * _DAY, today + (days + 2) * _DAY)
        begun = next((end for start, end in spans if start <= now < end), None)
        change = begun or next((start for start, _ in spans if start > now), None)
        moment = change.replace(tzinfo=UTC).astimezone(zone) if change and change <= sure else None
        if begun:
            state = OpenState("open", until=moment)
        elif _in_force(rules, today):
            state = OpenState("closed", opens=moment)
        else:
            return UNKNOWN
        if moment:
            break
    return state


def _in_force(rules: Sequence[Rule], today: date) -> bool:
    """Whether the hours still say something about today: an end that has passed leaves them unknown, not closed."""
    if any(not rule.closure and (rule.last is None or rule.last >= today) for rule in rules):
        return True
    return any(rule.closure and list(occurrences(rule, today, today + _DAY)) for rule in rules)


def _instants(rules: Sequence[Rule], zone: tzinfo, first: date, last: date) -> list[tuple[datetime, datetime]]:
    """The open stretches of the shifts that begin on these days, as naive UTC instants: sorted, apart."""
    shifts = _shifts(rules, zone, first, last)
    return merged([span for opens, closes, clock in shifts for span in _on_clock(opens, closes, clock)])


def _shifts(
    rules: Sequence[Rule], zone: tzinfo, first: date, last: date
) -> Iterator[tuple[datetime, datetime, tzinfo]]:
    """Each shift that begins from `first` to before `last`: its naive start and end, and the clock they are read on."""
    by_day: dict[date, list[Rule]] = {}
    for rule in rules:
        for day in occurrences(rule, first, last):
            by_day.setdefault(day, []).append(rule)
    for day, falling in by_day.items():
        narrowest = min(rule.span or _WIDEST for rule in falling)
        holding = [rule for rule in falling if (rule.span or _WIDEST) == narrowest]
        if any(rule.closure for rule in holding):
            continue
        midnight = datetime.combine(day, time.min)
        for rule in holding:
            clock = _clock(rule.offset, zone, day.year)
            yield midnight + timedelta(minutes=rule.opens), midnight + timedelta(minutes=rule.closes), clock


def _clock(offset: int | None, zone: tzinfo, year: int) -> tzinfo:
    """The place's own zone where none is stated, or where the number is one of that zone's in that year."""
    if offset is None or offset in _offsets(zone, year):
        return zone
    return timezone(timedelta(minutes=offset))


@lru_cache(maxsize=512)
def _offsets(zone: tzinfo, year: int) -> frozenset[float]:
    """The minutes ahead of UTC that a zone uses in a year, seen on the first of each month."""
    return frozenset(_ahead(zone, datetime(year, month, 1)).total_seconds() / 60 for month in range(1, 13))


def _on_clock(opens: datetime, closes: datetime, clock: tzinfo) -> list[tuple[datetime, datetime]]:
    """The instants (naive UTC) at which a clock shows a time from `opens` to before `closes`.

    On the night the clocks change that may be no stretch, or two: each offset counts while it is in use.
    """
    before, after = _ahead(clock, opens - _DAY), _ahead(clock, closes + _DAY)
    if before == after:
        return [(opens - before, closes - before)]
    change = _change(clock, opens - _DAY - before, closes + _DAY - after, before)
    return [(opens - before, min(closes - before, change)), (max(opens - after, change), closes - after)]


def _change(clock: tzinfo, low: datetime, high: datetime, before: timedelta) -> datetime:
    """The minute (naive UTC) at which a clock leaves its offset `before`, by halving."""
    minutes = (high - low) // timedelta(minutes=1)
    left, right = 0, minutes
    while right - left > 1:
        middle = (left + right) // 2
        moment = (low + timedelta(minutes=middle)).replace(tzinfo=UTC).astimezone(clock)
        left, right = (middle, right) if moment.utcoffset() == before else (left, middle)
    return low + timedelta(minutes=right)


def _ahead(zone: tzinfo, wall: datetime) -> timedelta:
    return zone.utcoffset(wall) or timedelta(0)


def merged(spans: Iterable[tuple[Point, Point]]) -> list[tuple[Point, Point]]:
    """Stretches in order, those that touch or overlap made one, empty ones left out."""
    merged: list[tuple[Point, Point]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
