"""The days on which a rule of opening hours falls: the calendar of RFC 5545, one day at a time."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal

import msgspec

LATEST = date(2201, 1, 1)
"""No rule is followed beyond this day."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What a schedule says, in whole minutes of local days.

    `opens` is minutes after midnight, `closes` is later and passes 1440 when the shift runs overnight; both are 0 in a
    closure. `offset` is minutes ahead of UTC where the schedule states one. `first` and `last` are the days it holds,
    both included; `span` counts them, None without both bounds. `days` are weekdays (Monday 0) with their ordinal
    in the month (0: each). Without `freq` it is every day between the bounds, or the one
    day `start`.
    """

    opens: int
    closes: int
    offset: int | None = None
    first: date | None = None
    last: date | None = None
    start: date | None = None
    until: date | None = None
    count: int | None = None
    freq: Literal["WEEKLY", "MONTHLY"] | None = None
    interval: int = 1
    wkst: int = 0
    days: tuple[tuple[int, int], ...] = ()
    monthdays: tuple[int, ...] = ()
    yeardays: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()

    @property
    def closure(self) -> bool:
        """Whether it closes its days instead of opening them."""
        return self.closes == 0

    @property
    def span(self) -> int | None:
        """How many days it holds, None without both bounds: the narrower of two schedules is the exception."""
        return (self.last - self.first).days + 1 if self.first and self.last else None

    @property
    def plain(self) -> bool:
        """Whether it is the same in every week of every year, on the clock of its own place."""
        bounds = (self.first, self.last, self.start, self.until, self.offset, self.count)
        parts = self.monthdays or self.yeardays or self.weeks or self.interval > 1
        return self.freq == "WEEKLY" and not (parts or self.closure) and all(bound is None for bound in bounds)


def occurrences(rule: Rule, start: date, end: date) -> Iterator[date]:
    """The days from `start` to before `end` on which a shift of this rule begins, in order.

    Each day is asked whether it falls, instead of following the recurrence: a rule that never falls (a 30th that is
    also a first Monday) would be followed to the year 9999, and its `until` is not looked at before it falls.
    """
    ended = _last_of(rule) if rule.count else None
    low = max(day for day in (start, rule.first, rule.start) if day)
    high = min(day for day in (end, _after(rule.last), _after(rule.until), _after(ended)) if day)
    return (day for day in _each_day(low, high) if _falls(rule, day))


@lru_cache(maxsize=1024)
def _last_of(rule: Rule) -> date:
    """The last day that `count` allows."""
    days = _each_day(rule.start or rule.first or LATEST, _after(rule.until) or LATEST)
    return next(islice((day for day in days if _falls(rule, day)), (rule.count or 1) - 1, None), LATEST)


def _falls(rule: Rule, day: date) -> bool:
    """Whether a day between the bounds is one of the rule's: RFC 5545, with the day parts limiting each other."""
    if rule.freq is None:
        return rule.start in (None, day)
    ahead = _days_left(day.year, day.month, day.day)
    return (
        (not rule.days or any(_is_weekday(day, ahead, *which) for which in rule.days))
        and (not rule.monthdays or day.day in rule.monthdays or -ahead in rule.monthdays)
        and (not rule.yeardays or _in_year(rule.yeardays, day))
        and (not rule.weeks or _in_week(rule.weeks, rule.wkst, day))
        and (rule.interval == 1 or _in_turn(rule, day))
    )


def _days_left(year: int, month: int, day: int) -> int:
    """How many days the month still has, this one counted: 1 on the last."""
    return monthrange(year, month)[1] - day + 1


def _is_weekday(day: date, ahead: int, weekday: int, ordinal: int) -> bool:
    if day.weekday() != weekday:
        return False
    return ordinal in (0, (day.day + 6) // 7, -((ahead + 6) // 7))


def _in_year(yeardays: tuple[int, ...], day: date) -> bool:
    number = day.timetuple().tm_yday
    return number in yeardays or number - 366 - isleap(day.year) in yeardays


def _in_week(weeks: tuple[int, ...], wkst: int, day: date) -> bool:
    """A week belongs to the year that has its fourth day, as in ISO 8601, here with any first day."""
    fourth = _week_start(day, wkst) + timedelta(days=3)
    before, left = divmod(fourth.timetuple().tm_yday - 1, 7)
    return before + 1 in weeks or before - (364 + isleap(fourth.year) - left) // 7 - 1 in weeks


def _in_turn(rule: Rule, day: date) -> bool:
    """Whether the day's week or month is a whole number of intervals from the one that counting begins in."""
    origin = rule.start or rule.first or day
    if rule.freq == "MONTHLY":
        return ((day.year - origin.year) * 12 + day.month - origin.month) % rule.interval == 0
    weeks = (_week_start(day, rule.wkst) - _week_start(origin, rule.wkst)).days // 7
    return weeks % rule.interval == 0


def _week_start(day: date, wkst: int) -> date:
    return day - timedelta(days=(day.weekday() - wkst) % 7)


def _after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


def _each_day(low: date, high: date) -> Iterator[date]:
    return (low + timedelta(days=number) for number in range((high - low).days))
