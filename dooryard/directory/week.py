"""The hours of the coming seven days in words, the days that are alike taken together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from dooryard.core import hours
from dooryard.core.hsds import Schedule
from dooryard.directory import languages, wording
from dooryard.directory.languages import gettext as _

DAYS = 7
DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


def words(schedules: Sequence[Schedule], at: datetime, zone: tzinfo) -> list[tuple[str, str]]:
    """Days and their hours, Monday first, as from the day of `at` on the clock of the place; nothing where unknown."""
    if hours.open_state(schedules, at, zone).state == "unknown":
        return []
    today = at.astimezone(zone).date()
    told = _told(hours.intervals(schedules, *around(today), zone), today)
    return [(days, said or _("closed")) for days, said in told]


def open_days(spans: list[Span], today: date) -> list[tuple[str, str]]:
    """The same of stretches that lie `around` a day, without the days that have none."""
    return [(days, said) for days, said in _told(spans, today) if said]


def around(today: date) -> Span:
    """What has to be known to tell of the seven days from one on: a night that began before, and what lasts on."""
    first = datetime.combine(today, time.min)
    return first - DAYS * DAY, first + 2 * DAYS * DAY


def _told(spans: list[Span], today: date) -> list[tuple[str, str]]:
    first = datetime.combine(today, time.min)
    days = [first + ahead * DAY for ahead in range(DAYS)]
    told = {day.weekday(): (day.date(), _of_a_day(_on(spans, day))) for day in days}
    return _joined([told[number] for number in range(DAYS)])


def _on(spans: list[Span], day: datetime) -> list[Span]:
    """The stretches of one day: a night belongs to the day it begins on, of what lasts longer each day has its part."""
    begun = [(start, end) for start, end in spans if end - start <= DAY and day <= start < day + DAY]
    parts = [(max(start, day), min(end, day + DAY)) for start, end in spans if end - start > DAY]
    return sorted(begun + [(start, end) for start, end in parts if start < end])


def _of_a_day(spans: list[Span]) -> str:
    """The hours of one day, "" where it has none."""
    return ", ".join(_stretch(start, end) for start, end in spans)


def _stretch(start: datetime, end: datetime) -> str:
    if start.time() == time.min and end - start == DAY:
        return _("day and night")
    return languages.filled(_("{opens} to {closes}"), opens=wording.clock(start), closes=wording.clock(end))


def _joined(told: list[tuple[date, str]]) -> list[tuple[str, str]]:
    """Days that follow one another and are alike, as one."""
    runs: list[tuple[list[date], str]] = []
    for day, said in told:
        if runs and runs[-1][1] == said:
            runs[-1][0].append(day)
        else:
            runs.append(([day], said))
    return [(_named(days), said) for days, said in runs]


def _named(days: list[date]) -> str:
    """One day by its name, two as a pair, more from the first to the last."""
    if len(days) == DAYS:
        return _("Every day")
    names = [_weekday(day) for day in days]
    if len(names) < 3:
        return wording.listed(tuple(names))
    return languages.filled(_("{first} to {last}"), first=names[0], last=names[-1])


def _weekday(day: date) -> str:
    if languages.code() == languages.ENGLISH:
        return f"{day:%A}"
    from babel.dates import format_date  # an English page need not wait for it

    return format_date(day, "cccc", locale=languages.spoken().region)
