"""The public holidays of the place served: hours that hold every week may not hold on them, and no source says so."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays as calendars
from django.utils import timezone

from dooryard.directory import current, languages, wording
from dooryard.directory.languages import gettext as _

AHEAD = 3
"""Days of which a holiday is told: as far as somebody plans who was told "opens Thursday 9 am"."""


def notes() -> list[str]:
    """What to say of today and the days to come, a sentence for each holiday; none where there is no directory."""
    try:
        bundle = current.directory().bundle
    except current.NoBundle:
        return []
    zone = ZoneInfo(bundle.document(0).zone) if bundle.count else None
    return _said(bundle.manifest.region, timezone.localdate(timezone=zone), languages.code())


@lru_cache(maxsize=64)
def _said(region: str, today: date, code: str) -> list[str]:
    return said(region, today)


def said(region: str, today: date) -> list[str]:
    """The sentences of a region as seen from a day."""
    found = [(day, names_of(region, day)) for day in (today + timedelta(days=ahead) for ahead in range(AHEAD + 1))]
    return [_sentence(day, name, today) for day, name in found if name]


def _sentence(day: date, name: str, today: date) -> str:
    if day == today:
        return _("Today is a holiday (%(name)s). Hours may be different: call first.") % {"name": name}
    told = {"day": wording.day(day.isoformat()), "name": name}
    return _("%(day)s is a holiday (%(name)s). Hours may be different: call first.") % told


@lru_cache(maxsize=64)
def names_of(region: str, day: date) -> str:
    """What a day is called in a region, "" where it is no holiday or nobody keeps the region's calendar."""
    country, _between, part = region.partition("-")
    try:
        return str(calendars.country_holidays(country, subdiv=part or None, years=day.year).get(day, ""))
    except NotImplementedError:
        return ""
