"""One HSDS schedule read strictly into the days and minutes it names, or refused with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal, TypeAlias

import msgspec
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from dooryard.core.hsds import Schedule
from dooryard.core.hsds.values import Maybe

Clock: TypeAlias = tuple[int, int | None]
"""A time of day: minutes after midnight, and minutes ahead of UTC where the text states a zone."""

MINUTES_A_DAY = 1440
CLOSURE_DAYS = 92
"""A schedule with both bounds and no clock times closes its days if it spans at most a season; else it is only text."""

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?(?:\d\d)?)?", re.IGNORECASE | re.ASCII)
_FREQUENCIES: dict[str, Literal[1, 2]] = {"WEEKLY": WEEKLY, "MONTHLY": MONTHLY}
_YEARS = range(1900, 2201)


class ScheduleError(ValueError):
    """A schedule that no clock or calendar can follow; the message names the field and what it may hold."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What a schedule says, in whole minutes of local days.

    `opens` is minutes after midnight, `closes` is later and passes 1440 when the shift runs overnight; both are 0 in a
    closure. `offset` is minutes ahead of UTC where the schedule states one. `first` and `last` are the days it holds,
    both included; `span` counts them, None without both bounds. `days` are weekdays (Monday 0) with their ordinal
    in the month (0: each). `freq` is dateutil's number; None is every day between the bounds, or the one day `start`.
    """

    opens: int
    closes: int
    offset: int | None = None
    first: date | None = None
    last: date | None = None
    start: date | None = None
    until: date | None = None
    count: int | None = None
    freq: Literal[1, 2] | None = None
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
    def every_week(self) -> bool:
        """Whether the weekday alone decides, once the bounds are passed."""
        return (
            self.freq == WEEKLY
            and self.interval == 1
            and not (self.count or self.monthdays or self.yeardays or self.weeks)
        )

    @property
    def plain(self) -> bool:
        """Whether it is the same in every week of every year, on the clock of its own place."""
        bounds = (self.first, self.last, self.start, self.until, self.offset)
        return self.every_week and not self.closure and all(bound is None for bound in bounds)


def check(schedule: Schedule) -> None:
    """Refuse (ScheduleError) what no calendar can follow; times that are missing are no error."""
    read(schedule)


@lru_cache(maxsize=8192)
def read(schedule: Schedule) -> Rule | None:
    """The rule of a schedule, or None where it holds text only (no times, or no day to apply them to)."""
    first, last = _date("valid_from", schedule.valid_from), _date("valid_to", schedule.valid_to)
    if first and last and last < first:
        raise ScheduleError("valid_to is before valid_from")
    opens, closes = _clock("opens_at", schedule.opens_at), _clock("closes_at", schedule.closes_at)
    # Every field is read before anything is set aside, so that `check` also refuses a text with an impossible rule.
    rule = Rule(
        opens=opens[0] if opens and closes else 0,
        closes=_closing(opens[0], closes[0]) if opens and closes else 0,
        offset=_offset(schedule, opens, closes),
        first=first,
        last=last,
        start=_date("dtstart", schedule.dtstart),
        until=_date("until", schedule.until),
        count=_whole("count", schedule.count),
        interval=_whole("interval", schedule.interval) or 1,
        wkst=_weekday_number("wkst", schedule.wkst) if schedule.wkst else 0,
        days=_byday(schedule.byday or ""),
        monthdays=_numbers("bymonthday", schedule.bymonthday or "", 31),
        yeardays=_numbers("byyearday", schedule.byyearday or "", 366),
        weeks=_numbers("byweekno", schedule.byweekno or "", 53),
    )
    return _settled(msgspec.structs.replace(rule, freq=_frequency(schedule.freq or "", rule)))


def occurrences(rule: Rule, start: date, end: date) -> Iterator[date]:
    """The days from `start` to before `end` on which a shift of this rule begins, in order."""
    low = max(day for day in (start, rule.first, rule.start) if day)
    high = min(day for day in (end, _after(rule.last), _after(rule.until)) if day)
    if rule.freq is None:
        high = min(high, _after(rule.start) or high)
        return _each_day(low, high)
    if rule.every_week:
        weekdays = {day for day, _ in rule.days}
        return (day for day in _each_day(low, high) if day.weekday() in weekdays)
    return (day for day in _by_calendar(rule, start, high) if low <= day)


def _by_calendar(rule: Rule, start: date, high: date) -> Iterator[date]:
    """python-dateutil's answer; `until` always bounds it: a rule that never happens would run to the year 9999."""
    recurrence = rrule(
        rule.freq or WEEKLY,
        dtstart=datetime.combine(_anchor(rule, start), time.min),
        until=datetime.combine(high, time.min) - timedelta(days=1),
        interval=rule.interval,
        wkst=rule.wkst,
        byweekday=[weekday(day, ordinal or None) for day, ordinal in rule.days] or None,
        bymonthday=rule.monthdays or None,
        byyearday=rule.yeardays or None,
        byweekno=rule.weeks or None,
    )
    begun = (moment.date() for moment in recurrence if not rule.start or moment.date() >= rule.start)
    return islice(begun, rule.count)


def _anchor(rule: Rule, start: date) -> date:
    """Where counting begins: the rule's own start, moved on by whole intervals when nothing is lost by it."""
    origin = rule.start or rule.first or start
    if rule.freq == MONTHLY:
        # From the first of the month: the rule's days decide, and a start on the 31st would skip short months.
        months = (start.year - origin.year) * 12 + start.month - origin.month
        moved = (
            origin.year * 12 + origin.month - 1 + (0 if rule.count else max(0, months) // rule.interval * rule.interval)
        )
        return date(moved // 12, moved % 12 + 1, 1)
    weeks = 0 if rule.count else max(0, (start - origin).days) // 7 // rule.interval * rule.interval
    return origin + timedelta(weeks=weeks)


def _settled(rule: Rule) -> Rule | None:
    """The rule with the days that its start implies, or None for times without days and days without times."""
    if (rule.interval > 1 or rule.count) and not (rule.start or rule.first):
        raise ScheduleError("interval and count need dtstart (or valid_from) to count from")
    if rule.closure and (rule.span is None or rule.span > CLOSURE_DAYS):
        return None
    if rule.freq is None:
        return rule if rule.start or rule.span else None
    if rule.days or rule.monthdays or rule.yeardays or rule.weeks:
        return rule
    if rule.closure:
        return msgspec.structs.replace(rule, freq=None)
    if rule.start is None:
        return None
    if rule.freq == MONTHLY:
        return msgspec.structs.replace(rule, monthdays=(rule.start.day,))
    return msgspec.structs.replace(rule, days=((rule.start.weekday(), 0),))


def _frequency(text: str, rule: Rule) -> Literal[1, 2] | None:
    """WEEKLY or MONTHLY; where it is left out, what the other parts can only mean."""
    ordinals = any(ordinal for _, ordinal in rule.days)
    if not text:
        if rule.monthdays or ordinals:
            return MONTHLY
        return WEEKLY if rule.days or rule.weeks or rule.yeardays else None
    if text not in _FREQUENCIES:
        raise ScheduleError("freq is WEEKLY or MONTHLY")
    if text == "WEEKLY" and ordinals:
        raise ScheduleError("byday has an ordinal (2MO), which a WEEKLY schedule cannot follow")
    return _FREQUENCIES[text]


def _closing(opens: int, closes: int) -> int:
    """Minutes after the opening day's midnight: 23:59 is HSDS for midnight; no later than opening is the next day."""
    closes = MINUTES_A_DAY if closes == MINUTES_A_DAY - 1 else closes
    return closes if closes > opens else closes + MINUTES_A_DAY


def _offset(schedule: Schedule, opens: Clock | None, closes: Clock | None) -> int | None:
    """Minutes ahead of UTC: the suffix of opens_at, else of closes_at, else `timezone` in hours; None: not stated."""
    stated = [clock[1] for clock in (opens, closes) if clock and clock[1] is not None]
    if stated:
        # A summer and a winter offset of one zone differ by an hour; further apart they are two clocks.
        if abs(stated[0] - stated[-1]) > 60:
            raise ScheduleError("opens_at and closes_at are on different clocks")
        return stated[0]
    if not isinstance(schedule.timezone, int | float):
        return None
    if not -14 <= schedule.timezone <= 14:
        raise ScheduleError("timezone is a number of hours ahead of UTC, from -14 to 14")
    return round(schedule.timezone * 60)


@lru_cache(maxsize=4096)
def _clock(field: str, text: Maybe[str]) -> Clock | None:
    """Minutes after midnight (0 to 1440, seconds dropped) and the stated minutes ahead of UTC; None: no time."""
    if not text:
        return None
    found = _CLOCK.fullmatch(text.strip())
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3]) if found else (99, 0, 0)
    if hours > 24 or minutes > 59 or seconds > 60 or (hours == 24 and (minutes or seconds)):
        raise ScheduleError(f"{field} is HH:MM from 00:00 to 24:00, with or without a zone")
    suffix = found.group(4) if found else None
    return hours * 60 + minutes, _suffix(field, suffix.upper()) if suffix else None


def _suffix(field: str, text: str) -> int:
    if text == "Z":
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    ahead = int(digits[:2]) * 60 + int(digits[2:])
    if ahead > 14 * 60:
        raise ScheduleError(f"{field} has a zone more than 14 hours from UTC")
    return -ahead if text[0] == "-" else ahead


@lru_cache(maxsize=1024)
def _byday(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(_ordinal_day(part) for part in text.upper().replace(" ", "").split(",") if part)


def _ordinal_day(part: str) -> tuple[int, int]:
    found = _BYDAY.fullmatch(part)
    ordinal = int(found.group(1) or 0) if found else 9
    if found is None or abs(ordinal) > 5 or (found.group(1) and not ordinal):
        raise ScheduleError("byday is days like MO,WE or, in a month, 2MO and -1FR (from -5 to 5)")
    return _DAYS.index(found.group(2)), ordinal


def _weekday_number(field: str, text: str) -> int:
    if text not in _DAYS:
        raise ScheduleError(f"{field} is one of {', '.join(_DAYS)}")
    return _DAYS.index(text)


@lru_cache(maxsize=1024)
def _numbers(field: str, text: str, most: int) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(re.fullmatch(r"[+-]?[0-9]{1,3}", part) and 1 <= abs(int(part)) <= most for part in parts):
        raise ScheduleError(f"{field} is numbers from 1 to {most}, or below 0 to count from the end")
    return tuple(int(part) for part in parts)


def _whole(field: str, value: object) -> int | None:
    """A positive whole number, None where it is not stated."""
    if not isinstance(value, int | float):
        return None
    if value != value or not 1 <= value <= 10_000 or value != int(value):
        raise ScheduleError(f"{field} is a whole number from 1 to 10000")
    return int(value)


@lru_cache(maxsize=4096)
def _date(field: str, text: Maybe[str]) -> date | None:
    """A day of the years 1900 to 2200; a time after it ("2026-01-01T00:00:00Z") is left off."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text.partition("T")[0])
    except ValueError:
        day = date.min
    if day.year not in _YEARS:
        raise ScheduleError(f"{field} is a date YYYY-MM-DD between 1900 and 2200")
    return day


def _after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


def _each_day(low: date, high: date) -> Iterator[date]:
    return (low + timedelta(days=number) for number in range((high - low).days))
