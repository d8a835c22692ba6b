"""How times, dates and lists are written in the language spoken now.

English is written here by hand: it is what most are asked for, and needs nothing else. Other languages are written as
CLDR has them for their region, through Babel, which is imported for them only.
"""

from __future__ import annotations

from datetime import date, datetime

from dooryard.directory import languages
from dooryard.directory.languages import ENGLISH, filled
from dooryard.directory.languages import gettext as _

DAYS_OF_A_WEEK = 7


def clock(at: datetime) -> str:
    """The time of day: 8 pm, 8:30 am, noon, midnight."""
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return _("noon") if at.hour else _("midnight")
    if languages.code() == ENGLISH:
        minutes = f":{at.minute:02}" if at.minute else ""
        return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"
    from babel.dates import format_time

    language = languages.spoken()
    if language.hour and not at.minute:
        return _cldr(at, language.hour)
    return format_time(at.replace(tzinfo=None), "short", locale=language.region)


def moment(at: datetime, now: datetime) -> str:
    """A moment to come as seen from `now`: today only the time, this week the day, later the date."""
    days = (at.date() - now.date()).days
    if days == 0 or (days == 1 and (at.hour, at.minute) == (0, 0)):
        return clock(at)
    english = languages.code() == ENGLISH
    if days < DAYS_OF_A_WEEK:
        return filled(_("{weekday} {time}"), weekday=f"{at:%A}" if english else _weekday(at), time=clock(at))
    when = f"{at:%B} {at.day}" if english else _cldr(at, "MMMMd")
    return filled(_("{date}, {time}"), date=when, time=clock(at))


def day(iso: str) -> str:
    """An ISO date or the start of one in words: September 24, 2022; September 2022; 2022; "date not stated"."""
    parts = iso.split("-") if iso else []
    if not parts or not all(part.isdigit() for part in parts):
        return _("undated") if iso == "undated" else iso or _("date not stated")
    if len(parts) == 1:
        return iso
    first = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) > 2 else 1)
    if languages.code() != ENGLISH:
        return _long(first) if len(parts) > 2 else _cldr(first, "yMMMM")
    return f"{first:%B} {first.day}, {first.year}" if len(parts) > 2 else f"{first:%B %Y}"


def listed(names: tuple[str, ...]) -> str:
    """Names as a sentence has them: A, B and C."""
    if languages.code() == ENGLISH:
        return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    from babel.lists import format_list

    return format_list([languages.apart(name) for name in names], locale=languages.spoken().region)


def _cldr(at: date, skeleton: str) -> str:
    """The parts of a date or a time that a skeleton of CLDR names."""
    from babel.dates import format_skeleton

    wall = at.replace(tzinfo=None) if isinstance(at, datetime) else at
    return format_skeleton(skeleton, wall, locale=languages.spoken().region)


def _weekday(at: date) -> str:
    from babel.dates import format_date

    return format_date(at, "cccc", locale=languages.spoken().region)


def _long(at: date) -> str:
    from babel.dates import format_date

    return format_date(at, "long", locale=languages.spoken().region)
