"""One HSDS schedule read strictly into the days and minutes it names, or refused with the reason."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from dooryard.core.hours_days import LATEST, Rule
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
_YEARS = range(1900, LATEST.year)


class ScheduleError(ValueError):
    """A schedule that no clock or calendar can follow; the message names the field and what it may hold."""


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
    if rule.freq == "MONTHLY":
        return msgspec.structs.replace(rule, monthdays=(rule.start.day,))
    return msgspec.structs.replace(rule, days=((rule.start.weekday(), 0),))


def _frequency(text: str, rule: Rule) -> Literal["WEEKLY", "MONTHLY"] | None:
    """WEEKLY or MONTHLY; where it is left out, what the other parts can only mean."""
    ordinals = any(ordinal for _, ordinal in rule.days)
    if not text:
        if rule.monthdays or ordinals:
            return "MONTHLY"
        return "WEEKLY" if rule.days or rule.weeks or rule.yeardays else None
    if text == "MONTHLY":
        return "MONTHLY"
    if text != "WEEKLY":
        raise ScheduleError("freq is WEEKLY or MONTHLY")
    if ordinals:
        raise ScheduleError("byday has an ordinal (2MO), which a WEEKLY schedule cannot follow")
    return "WEEKLY"


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
