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
from dooryard.liaison import hours, shifts
from dooryard.liaison.desk import missing
from dooryard.liaison.desk.wording import WEEKDAY
from dooryard.liaison.models import Answered, Cover, Held, Holder, Named, Recovery, Shift, Team, Wrapping

DAYS = 60
"""How many days ahead a day can be made different."""


class Colleague(msgspec.Struct, frozen=True):
    """Somebody who holds a team's key; `gone` where their account has ended, or is a liaison's no more."""

    account: str
    name: str
    gone: bool


class Shown(msgspec.Struct, frozen=True):
    """A team as its page shows it; `recovers`: the two who are named could bring its key back as things stand."""

    county: str
    name: str
    colleagues: tuple[Colleague, ...]
    recovery: tuple[str, ...]
    recovers: bool
    addable: tuple[tuple[str, str], ...]


class Rota(msgspec.Struct, frozen=True):
    """A county's hours as their page shows them: mine to change, everybody's to read, and what people are told."""

    county: str
    name: str
    week: tuple[tuple[str, str, str], ...]
    days: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    told: str


def counties() -> list[tuple[str, str]]:
    """Every county of the place with its name on a page; none while there is no directory."""
    try:
        rows = current.directory().finder.gazetteer.rows.counties
    except current.NoBundle:
        return []
    return [(one.county, county_name(one.county)) for one in rows]


def without_team() -> list[tuple[str, str]]:
    """The counties that nobody reads for as their own team."""
    taken = shifts.enrolled()
    return [one for one in counties() if one[0] not in taken]


def coverable(account: str) -> list[tuple[str, str]]:
    """The counties without a team that nobody answers for, of those that somebody is named for; "" is no county."""
    covered = set(Cover.objects.values_list("county", flat=True))
    mine = named_for(account) - covered
    return [one for one in [("", ""), *without_team()] if one[0] in mine]


def held(account: str) -> tuple[int, ...]:
    """The teams whose key somebody holds, all generations."""
    return tuple(Held.objects.filter(holder__account=account).values_list("team", flat=True))


def holders(teams: Iterable[int]) -> set[str]:
    """Who holds the key of one of these teams."""
    return set(Held.objects.filter(team__in=list(teams)).values_list("holder__account", flat=True))


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


def active(accounts: Iterable[str]) -> dict[str, str]:
    """What those of these accounts are called who are still liaisons."""
    return dict(_called(accounts))


def teams_of(account: str) -> list[Shown]:
    """The teams that somebody belongs to, with their colleagues and the two who can bring the key back."""
    return [_team(county) for county in my_counties(account)]


def _team(county: str) -> Shown:
    holding = [one.account for one in Holder.objects.filter(held__team__county=county, held__team__state="open")]
    two = Recovery.objects.filter(team__county=county, team__state="open").select_related("first", "second").first()
    recovering = [two.first.account, two.second.account] if two else []
    known = names({*holding, *recovering})
    colleagues = [_colleague(one, known) for one in holding]
    two_names = tuple(_colleague(one, known).name for one in recovering)
    addable = tuple(one for one in with_keys(county) if one[0] not in holding)
    ordered = tuple(sorted(colleagues, key=lambda one: one.name))
    recovers = bool(recovering) and missing.is_of_use(county, recovering[0], recovering[1])
    return Shown(county, county_name(county), ordered, two_names, recovers, addable)


def _colleague(account: str, known: dict[str, Account]) -> Colleague:
    found = known.get(account)
    return Colleague(account, found.name if found else account, not found or LIAISON not in found.roles_now)


def with_keys(county: str | None = None) -> list[tuple[str, str]]:
    """Everybody active who has a key of their own; of a county, who was named for it."""
    holders = set(Wrapping.objects.values_list("holder__account", flat=True))
    if county is not None:
        holders &= set(Named.objects.filter(county=county).values_list("account", flat=True))
    return _called(holders)


def liaisons() -> list[tuple[str, str]]:
    """Everybody who may answer, to be named for a county."""
    return sorted(
        ((one.by, one.name) for one in Account.objects.all() if LIAISON in one.roles_now), key=lambda one: one[1]
    )


def named() -> list[tuple[str, str, str, str]]:
    """Who is named for which county: the county and its name, the account and its name."""
    rows = list(Named.objects.order_by("county").values_list("county", "account"))
    known = names({account for _county, account in rows})
    return [
        (county, county_name(county) if county else "", account, _colleague(account, known).name)
        for county, account in rows
    ]


def named_for(account: str) -> set[str]:
    """The counties that somebody is named for."""
    return set(Named.objects.filter(account=account).values_list("county", flat=True))


def _called(accounts: Iterable[str]) -> list[tuple[str, str]]:
    active = [one for one in names(accounts).values() if LIAISON in one.roles_now]
    return sorted(((one.by, one.name) for one in active), key=lambda one: one[1])


def holding(thread: int) -> list[tuple[str, str]]:
    """Who holds the key of a conversation's team and is still at the desk: who can take it."""
    return _called(Held.objects.filter(team__thread=thread).values_list("holder__account", flat=True))


def others_than(thread: int) -> list[tuple[str, str]]:
    """The counties that a conversation can be handed over to: somebody reads there, and it is not there already."""
    own = Team.objects.filter(thread=thread).values_list("county", flat=True).first()
    return [(one, county_name(one)) for one in shifts.enrolled() if one != own]


def are_named(county: str, one: str, other: str) -> bool:
    """Whether these are the two who can bring a county's key back: nobody else's passphrase is tried."""
    pairs = Recovery.objects.filter(team__county=county).values_list("first__account", "second__account")
    return any({*pair} == {one, other} for pair in pairs)


def rota(county: str, account: str, at: datetime.datetime) -> Rota:
    """The hours of a county: this account's week and days, the others' seven days in words, what people are told."""
    people: dict[str, list[Shift]] = {account: []}
    for shift in Shift.objects.filter(county=county).order_by("day"):
        people.setdefault(shift.account, []).append(shift)
    zone, known = shifts.zone(), names(people)
    mine, today = people.pop(account), at.astimezone(zone or datetime.UTC).date()
    week = {one.weekday: (hours.time(one.starts), hours.time(one.ends)) for one in mine if one.day is None}
    days = [(one.day.isoformat(), hours.times_words(one)) for one in mine if one.day and one.day >= today]
    others = [(_colleague(one, known).name, hours.own_words(rows, at, zone)) for one, rows in people.items()]
    found = shifts.presence(county, at)
    return Rota(
        county,
        county_name(county),
        tuple((weekday, *week.get(number, ("", ""))) for number, weekday in enumerate(WEEKDAY)),
        tuple(days),
        tuple(sorted((name, said) for name, said in others if said)),
        f"{hours.now_words(found)} {hours.hours_words(found)}",
    )


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
