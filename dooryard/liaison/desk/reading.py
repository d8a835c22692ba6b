"""What the pages of the liaisons' desk are made of: counties, teams, colleagues, shifts. Nothing that anybody wrote."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import msgspec
from django.db.models import Q

from dooryard.core.answer_times import Times, published
from dooryard.desk.models import Account
from dooryard.desk.policies import LIAISON
from dooryard.directory import current
from dooryard.directory.presenters import county_name
from dooryard.liaison.desk.wording import WEEKDAY
from dooryard.liaison.models import Answered, Cover, Held, Holder, Recovery, Shift, Team, Wrapping

DAYS = 14
"""How many days ahead a shift can be taken."""


class Colleague(msgspec.Struct, frozen=True):
    """Somebody who holds a team's key; `gone` where their account has ended, or is a liaison's no more."""

    account: str
    name: str
    gone: bool


class Shown(msgspec.Struct, frozen=True):
    """A team as its page shows it."""

    county: str
    name: str
    colleagues: tuple[Colleague, ...]
    recovery: tuple[str, ...]


class Day(msgspec.Struct, frozen=True):
    """A day of a county: whether I am there, and who else."""

    iso: str
    weekday: str
    mine: bool
    others: tuple[str, ...]


def counties() -> list[tuple[str, str]]:
    """Every county of the place with its name on a page; none while there is no directory."""
    try:
        rows = current.directory().finder.gazetteer.rows.counties
    except current.NoBundle:
        return []
    return [(one.county, county_name(one.county)) for one in rows]


def without_team() -> list[tuple[str, str]]:
    """The counties that nobody has begun a team for."""
    taken = set(Team.objects.filter(state="open").values_list("county", flat=True))
    return [one for one in counties() if one[0] not in taken]


def coverable() -> list[tuple[str, str]]:
    """The counties without a team that nobody answers for yet, "" for who names no county among them."""
    covered = set(Cover.objects.values_list("county", flat=True))
    return [one for one in [("", ""), *without_team()] if one[0] not in covered]


def held(account: str) -> tuple[int, ...]:
    """The teams whose key somebody holds, all generations."""
    return tuple(Held.objects.filter(holder__account=account).values_list("team", flat=True))


def opens_something(account: str) -> bool:
    """Whether somebody's own key opens a team's, or helps to bring one back."""
    named = Recovery.objects.filter(Q(first__account=account) | Q(second__account=account))
    return bool(held(account)) or named.exists()


def my_counties(account: str) -> list[str]:
    """The counties whose team somebody belongs to now."""
    mine = Held.objects.filter(holder__account=account, team__state="open")
    return sorted(mine.values_list("team__county", flat=True))


def counties_of(account: str) -> list[str]:
    """The counties of which somebody holds a key of whatever age, or helps to bring one back."""
    holds = set(Held.objects.filter(holder__account=account).values_list("team__county", flat=True))
    helps = Recovery.objects.filter(Q(first__account=account) | Q(second__account=account))
    return sorted(holds | set(helps.values_list("team__county", flat=True)))


def is_alone(county: str, account: str) -> bool:
    """Whether nobody but this account holds the key of a county's team."""
    return not Held.objects.filter(team__county=county, team__state="open").exclude(holder__account=account).exists()


def names(accounts: Iterable[str]) -> dict[str, Account]:
    """The accounts of the desk by what the liaison's room calls them."""
    keys = [int(one.partition(":")[2]) for one in accounts if one.partition(":")[2].isdigit()]
    return {one.by: one for one in Account.objects.filter(pk__in=keys)}


def teams_of(account: str) -> list[Shown]:
    """The teams that somebody belongs to, with their colleagues and the two who can bring the key back."""
    return [_team(county) for county in my_counties(account)]


def _team(county: str) -> Shown:
    holding = [one.account for one in Holder.objects.filter(held__team__county=county, held__team__state="open")]
    two = Recovery.objects.filter(team__county=county, team__state="open").select_related("first", "second").first()
    recovering = [two.first.account, two.second.account] if two else []
    known = names({*holding, *recovering})
    colleagues = [_colleague(one, known) for one in holding]
    named = tuple(_colleague(one, known).name for one in recovering)
    return Shown(county, county_name(county), tuple(sorted(colleagues, key=lambda one: one.name)), named)


def _colleague(account: str, known: dict[str, Account]) -> Colleague:
    found = known.get(account)
    return Colleague(account, found.name if found else account, not found or LIAISON not in found.roles_now)


def with_keys() -> list[tuple[str, str]]:
    """Everybody active who has a key of their own, to be added to a team or named for its recovery."""
    holders = set(Wrapping.objects.values_list("holder__account", flat=True))
    active = [one for one in names(holders).values() if "liaison" in one.roles_now]
    return sorted(((one.by, one.name) for one in active), key=lambda one: one[1])


def recoverable() -> list[tuple[str, str]]:
    """The counties whose key two people can bring back."""
    found = set(Recovery.objects.values_list("team__county", flat=True))
    return [(one, county_name(one)) for one in sorted(found)]


def days(county: str, account: str, today: datetime.date) -> list[Day]:
    """The days ahead of a county's team."""
    ahead = [today + datetime.timedelta(step) for step in range(DAYS)]
    taken = list(Shift.objects.filter(county=county, day__in=ahead).values_list("day", "account"))
    known = names({one for _day, one in taken})
    return [
        Day(
            day.isoformat(),
            WEEKDAY[day.weekday()],
            (day, account) in taken,
            tuple(sorted(_colleague(one, known).name for at, one in taken if at == day and one != account)),
        )
        for day in ahead
    ]


def covers(mine: Iterable[str]) -> list[tuple[str, str]]:
    """Who answers for whom, as far as it concerns these counties: the covered county and the one that covers it."""
    return sorted(Cover.objects.filter(by__in=list(mine)).values_list("county", "by"))


def answer_times(today: datetime.date) -> list[tuple[str, Times]]:
    """How long answers took by county, of the months that are over, where there are enough to say so."""
    found: dict[str, list[int]] = {}
    over = Answered.objects.filter(month__lt=today.replace(day=1)).exclude(county="")
    for county, took in over.values_list("county", "days"):
        found.setdefault(county, []).append(took)
    told = [(county_name(county), published(took)) for county, took in sorted(found.items())]
    return [(county, times) for county, times in told if times]


def team_now(county: str) -> int | None:
    """The team of a county that is open now."""
    return Team.objects.filter(county=county, state="open").values_list("pk", flat=True).first()
