"""The public holidays of the place served: hours that hold every week may not hold on them, and no source says so."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays as calendars
from django.utils import timezone
from markupsafe import Markup, escape

from dooryard.directory import current, languages, wording
from dooryard.directory.languages import gettext as _

AHEAD = 3
"""Days of which a holiday is told: as far as somebody plans who was told "opens Thursday 9 am"."""


def notes() -> list[Markup]:
    """What to say of today and the days to come, a sentence for each holiday; none where there is no directory."""
    try:
        directory = current.directory()
    except current.NoBundle:
        return []
    today = timezone.localdate(timezone=directory.zone)
    return _said(directory.bundle.manifest.region, today, languages.code())


@lru_cache(maxsize=64)
def _said(region: str, today: date, code: str) -> list[Markup]:
    return said(region, today)


def said(region: str, today: date) -> list[Markup]:
    """The sentences of a region as seen from a day."""
    found = [(day, names_of(region, day)) for day in (today + timedelta(days=ahead) for ahead in range(AHEAD + 1))]
    return [_sentence(day, name, today) for day, name in found if name]


def _sentence(day: date, name: Markup, today: date) -> Markup:
    if day == today:
        return escape(_("Today is a holiday (%(name)s). Hours may be different: call first.")) % {"name": name}
    told = {"day": wording.day(day.isoformat()), "name": name}
    return escape(_("%(day)s is a holiday (%(name)s). Hours may be different: call first.")) % told


def names_of(region: str, day: date) -> Markup:
    """What a day is called in a region, "" where it is no holiday or nobody keeps the region's calendar.

    In the language spoken now where the calendar has it, else marked as the language that it is in.
    """
    name, language = _named(region, day, languages.code())
    if not name or language == languages.code():
        return escape(name)
    return Markup('<bdi lang="{}">{}</bdi>').format(language, name)


@lru_cache(maxsize=64)
def _named(region: str, day: date, code: str) -> tuple[str, str]:
    """The name of a day, as near to a language as the calendar comes, and the language that it is in."""
    country, _between, part = region.partition("-")
    try:
        kept = calendars.country_holidays(country, subdiv=part or None)
        own = kept.default_language or languages.ENGLISH
        best = next((one for one in kept.supported_languages if one.partition("_")[0] == code), own)
        days = calendars.country_holidays(country, subdiv=part or None, years=day.year, language=best)
        return str(days.get(day, "")), best.partition("_")[0]
    except NotImplementedError:
        return "", code
