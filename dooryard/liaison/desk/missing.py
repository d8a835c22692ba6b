"""What nobody can open any more, in numbers, and whose keys two people can bring back."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db.models import Count

from dooryard.directory.presenters import county_name
from dooryard.liaison import shifts
from dooryard.liaison.models import Held, Recovery, Thread, Wrapping


def unreadable(today: datetime.date, counties: Collection[str] | None = None) -> list[tuple[str, int]]:
    """The counties, of these or of all, in whose teams conversations wait that nobody can open, and how many."""
    waits = Thread.objects.filter(expires__gte=today).values_list("team", "team__county").annotate(many=Count("pk"))
    rows = [row for row in waits if counties is None or row[1] in counties]
    readable = shifts.readable({team for team, _county, _many in rows})
    found: dict[str, int] = {}
    for team, county, many in rows:
        if team not in readable:
            found[county] = found.get(county, 0) + many
    return [(county_name(county), many) for county, many in sorted(found.items())]


def recoverable(account: str) -> list[tuple[str, str]]:
    """The counties whose key somebody can bring back together with another."""
    rows = Recovery.objects.values_list("team__county", "first__account", "second__account")
    found = {county for county, *two in rows if account in two}
    return [(one, county_name(one)) for one in sorted(found)]


def can_prove(one: str, other: str) -> bool:
    """Whether two people can bring a key back: one is signed in, the other types a passphrase beside them."""
    rows = Wrapping.objects.filter(holder__account__in=[one, other])
    ways = set(rows.values_list("holder__account", "how"))
    return {account for account, _how in ways} == {one, other} and any(how == "passphrase" for _who, how in ways)


def is_of_use(county: str, one: str, other: str) -> bool:
    """Whether these two could bring a county's key back when nobody of its team can open it.

    Both must be liaisons still, and neither may be of the team: somebody of the team who has their own key has the
    team's as well.
    """
    members = Held.objects.filter(team__county=county, team__state="open", holder__account__in=[one, other])
    return can_prove(one, other) and not shifts.gone([one, other]) and not members.exists()
