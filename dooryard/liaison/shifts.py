"""Who reads a county's conversations, its own team or the one that covers it, and when somebody is there."""

from __future__ import annotations

import datetime

import msgspec
from django.utils import timezone

from dooryard.desk.models import Account
from dooryard.directory import current
from dooryard.liaison import hours
from dooryard.liaison.hours import Presence
from dooryard.liaison.models import Cover, Held, Shift, Team


class Standing(msgspec.Struct, frozen=True):
    """Who reads for whom as things stand: the counties whose team has somebody in it, and who covers which other."""

    teams: frozenset[str]
    covers: dict[str, str]

    def reader(self, county: str) -> str | None:
        """The county whose team reads for this one; of who named none, only the cover of ""."""
        if county and county in self.teams:
            return county
        return next((by for one in (county, "") if (by := self.covers.get(one)) in self.teams), None)

    def doors(self) -> tuple[str, ...]:
        """The counties that can be written to: with a team of their own, or covered by one."""
        covered = {county for county, by in self.covers.items() if county and by in self.teams}
        return tuple(sorted(self.teams | covered))


def standing() -> Standing:
    """Who reads for whom now."""
    return Standing(frozenset(enrolled()), dict(Cover.objects.values_list("county", "by")))


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
    """The counties that can be written to."""
    return standing().doors()


def presence(county: str, at: datetime.datetime | None = None) -> Presence:
    """When somebody of a county's team reads. Whoever has left the desk is not there, whatever they put down."""
    rows = list(Shift.objects.filter(county=county))
    accounts = {account for shift in rows if (account := shift.account.partition(":")[2]).isdigit()}
    left = {one.by for one in Account.objects.filter(pk__in=accounts) if not one.roles_now} if accounts else set()
    return hours.presence([one for one in rows if one.account not in left], at or timezone.now(), zone())


def zone() -> datetime.tzinfo | None:
    """The zone of the clocks of the place served; None while there is no directory."""
    try:
        return current.directory().zone
    except current.NoBundle:
        return None
