"""Who reads a county's conversations, its own team or the one that covers it, and when somebody is there."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import msgspec
from django.utils import timezone

from dooryard.desk import policies
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
    team = Team.objects.filter(county=county, state="open").first()
    return team if team and team.pk in readable({team.pk}) else None


def known(county: str) -> bool:
    """Whether a county may be written into a row: one with a team or a cover, and nothing that somebody made up."""
    return Team.objects.filter(county=county).exists() or Cover.objects.filter(county=county).exists()


def enrolled() -> tuple[str, ...]:
    """The counties with a team that has somebody in it, in the order of their names; no other county has a form."""
    open_now = dict(Team.objects.filter(state="open").values_list("pk", "county"))
    return tuple(sorted(open_now[team] for team in readable(open_now)))


def readable(teams: Iterable[int]) -> set[int]:
    """Those of these teams whose key somebody can open: who is a liaison still, and has a key of their own."""
    held = Held.objects.filter(team__in=list(teams), holder__wrapping__isnull=False)
    rows = set(held.values_list("team", "holder__account"))
    left = gone({account for _team, account in rows})
    return {team for team, account in rows if account not in left}


def gone(accounts: Iterable[str]) -> set[str]:
    """Those of these accounts of the desk that answer nobody any more: closed, or with another role."""
    numbers = {int(number): one for one in accounts if (number := one.partition(":")[2]).isdigit()}
    if not numbers:
        return set()
    answering = {one.pk for one in Account.objects.filter(pk__in=numbers) if policies.can_answer(one)}
    return {one for number, one in numbers.items() if number not in answering}


def doors() -> tuple[str, ...]:
    """The counties that can be written to."""
    return standing().doors()


def presence(county: str, at: datetime.datetime | None = None) -> Presence:
    """When somebody of a county's team reads. Whoever has left the desk is not there, whatever they put down."""
    rows = list(Shift.objects.filter(county=county))
    left = gone({one.account for one in rows})
    return hours.presence([one for one in rows if one.account not in left], at or timezone.now(), zone())


def zone() -> datetime.tzinfo | None:
    """The zone of the clocks of the place served; None while there is no directory."""
    try:
        return current.directory().zone
    except current.NoBundle:
        return None
