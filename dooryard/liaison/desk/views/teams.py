"""Teams: begin one, add a colleague, take one out, name who can bring the key back, and bring it back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from dooryard.desk import entering, hashing, policies
from dooryard.desk.actions import sessions
from dooryard.desk.guessing import inside
from dooryard.desk.views.door import behind, posted
from dooryard.liaison import teams, threads
from dooryard.liaison.desk import missing, reading
from dooryard.liaison.desk.policies import check_can_keep_team
from dooryard.liaison.desk.views.asking import back, shown, with_keys
from dooryard.liaison.sealing import NotOpened

HERE = "/desk/liaison/teams"


@behind(policies.check_can_answer)
@require_safe
@with_keys
def mine(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/teams`: my teams, and what can be done with them."""
    account = request.desk.account.by
    context = {
        "me": account,
        "teams": reading.teams_of(account),
        "people": reading.with_keys(),
        "free": _free(account),
        "recoverable": missing.recoverable(account),
    }
    return shown(request, "teams.html", context)


@behind(policies.check_can_answer)
@require_POST
@with_keys
def enrol(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/teams/enrol`: the first liaison of a county, if named for it; people can write to it then."""
    county, by = posted(request, "county"), request.desk.account.by
    if county not in dict(_free(by)):
        return back(request, HERE, "not-named" if county in dict(reading.without_team()) else "team")
    return _done(request, lambda: teams.enrol(county, by, by=by), "enrolled")


@behind(policies.check_can_answer)
@require_POST
@with_keys
def add(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/teams/add`: a colleague who was named for the county and has a key gets the team's."""
    county, who, by = posted(request, "county"), posted(request, "account"), request.desk.account.by
    _check(request, county)
    if county in reading.my_counties(who):
        return back(request, HERE, "already")
    if who not in _people(county):
        return back(request, HERE, "not-named")
    return _done(request, lambda: teams.add_holder(county, who, request.ring, by=by), "added")


@behind(policies.check_can_answer)
@require_POST
@with_keys
def leave(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/teams/leave`: somebody is taken out, or goes; a new key begins."""
    county, who, by = posted(request, "county"), posted(request, "account"), request.desk.account.by
    _check(request, county)
    if posted(request, "sure") != "yes":
        return back(request, HERE, "sure")
    if county not in reading.my_counties(who):
        return back(request, HERE, "team")
    said = "left-empty" if reading.is_alone(county, who) else "left-me" if who == by else "left"
    return _done(request, lambda: teams.leave(county, who, by=by), said)


@behind(policies.check_can_answer)
@require_POST
@with_keys
def recovery(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/teams/recovery`: the two people who together can bring the key back."""
    county, by = posted(request, "county"), request.desk.account.by
    first, second = posted(request, "first"), posted(request, "second")
    _check(request, county)
    if not {first, second} <= _people():
        return back(request, HERE, "team")
    if first == second:
        return back(request, HERE, "twice")
    if not missing.can_prove(first, second):
        return back(request, HERE, "no-passphrase")
    return _done(request, lambda: teams.set_recovery(county, first, second, request.ring, by=by), "recovery")


@behind(policies.check_can_answer)
@require_POST
@with_keys
def recover(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/teams/search`: one of the two is signed in, the other types their passphrase beside them."""
    county, to, other = (posted(request, name) for name in ("county", "account", "other"))
    by = request.desk.account.by
    if not inside.lets(by):
        return back(request, HERE, "slow")
    if to not in _people(county) or other not in _people():
        return back(request, HERE, "team")
    if not reading.are_named(county, by, other):
        return back(request, HERE, "two")
    passphrase = posted(request, "passphrase")[: entering.LONGEST]

    def work() -> None:
        rings = request.ring, teams.unlock(other, passphrase)
        teams.recovered(county, rings, to, by=by)

    return _done(request, work, "recovered")


def _free(account: str) -> list[tuple[str, str]]:
    """The counties without a team whose first liaison somebody may be."""
    mine = reading.named_for(account)
    return [one for one in reading.without_team() if one[0] in mine]


def _people(county: str | None = None) -> set[str]:
    return {account for account, _name in reading.with_keys(county)}


def _check(request: HttpRequest, county: str) -> None:
    """Only who has the key of the county's team open may say who else has it."""
    check_can_keep_team(reading.team_now(county), request.ring.keys)


def _done(request: HttpRequest, work: Callable[[], object], said: str) -> HttpResponse:
    try:
        work()
    except threads.NotKept:
        said = "unkept"
    except hashing.Busy:
        said = "busy"
    except teams.Refused:
        said = "team"
    except NotOpened:
        if times := inside.noted():
            sessions.refuse("liaison keys", times, by=request.desk.account.by)
        said = "two"
    return back(request, HERE, said)
