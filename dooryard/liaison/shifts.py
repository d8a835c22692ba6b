"""Who reads a county's conversations: its own team or the one that covers it, and who is there today."""

from __future__ import annotations

import datetime

from dooryard.liaison.keeping import day
from dooryard.liaison.models import Cover, Held, Shift, Team


def reading(county: str) -> Team | None:
    """The team whose key a new word for this county is sealed to: its own, the one that covers it, or the one for all.

    Somebody who named no county is read by the cover of "", and where there is none, by nobody.
    """
    if county and (own := _open(county)):
        return own
    for one in dict.fromkeys((county, "")):
        for by in Cover.objects.filter(county=one).values_list("by", flat=True):
            if found := _open(by):
                return found
    return None


def _open(county: str) -> Team | None:
    return Team.objects.filter(county=county, state="open").first()


def known(county: str) -> bool:
    """Whether a county may be written into a row: one with a team or a cover, and nothing that somebody made up."""
    return Team.objects.filter(county=county).exists() or Cover.objects.filter(county=county).exists()


def enrolled() -> tuple[str, ...]:
    """The counties with a team that has somebody in it, in the order of their names; no other county has a form."""
    with_somebody = Held.objects.filter(team__state="open").values_list("team__county", flat=True)
    return tuple(sorted(set(with_somebody)))


def doors() -> tuple[str, ...]:
    """The counties that can be written to: with a team of their own, or covered by one."""
    teams = set(enrolled())
    covered = {county for county, by in Cover.objects.values_list("county", "by") if county and by in teams}
    return tuple(sorted(teams | covered))


def on_shift(county: str, *, today: datetime.date | None = None) -> bool:
    """Whether somebody answers today for a county, in its own team or in the one that reads for it."""
    team = reading(county)
    counties = {county, team.county} if team else {county}
    return Shift.objects.filter(county__in=counties - {""}, day=today or day()).exists()
