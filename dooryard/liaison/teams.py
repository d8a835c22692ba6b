"""Teams: whose key a county's conversations are sealed to, who holds it, and how it is handed on.

Each holder has a key pair of their own, wrapped by their passphrase or passkey. A team's private key is sealed to each
holder's public one, so that it can be handed to somebody who is not there to type a passphrase.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TypeVar

import msgspec
from django.db.models import Q

from dooryard.liaison import shifts
from dooryard.liaison.copies import Copying
from dooryard.liaison.keeping import noted, written
from dooryard.liaison.leaving import given_back, taken_from
from dooryard.liaison.models import Held, Holder, Recovery, Row, Team, Wrapping
from dooryard.liaison.sealing import (
    NotOpened,
    TeamKey,
    name_of,
    public_of,
    seal,
    unseal,
    unwrap,
    unwrap_with,
    wrap,
    wrap_with,
)

T = TypeVar("T")
SALT = 16


class Refused(Exception):
    """It cannot be done as things stand; the text says why."""


class Ring(msgspec.Struct, frozen=True):
    """What a holder has open for a session: their own private key, and the teams' by the id of the team."""

    account: str
    own: bytes
    keys: dict[int, bytes]

    def __repr__(self) -> str:
        return "Ring"


def new_holder(account: str, passphrase: str, *, by: str) -> Holder:
    """Give an account a key pair of its own, wrapped by a passphrase. Raises Refused where it has one."""
    own = TeamKey.new()
    salt = secrets.token_bytes(SALT)
    return _new_holder(account, own, _by_passphrase(own.private, passphrase, salt), by)


def new_holder_with(account: str, credential: bytes, secret: bytes, *, by: str) -> Holder:
    """The same with the 32 bytes that a passkey's PRF gave; `credential` is the passkey's id."""
    own = TeamKey.new()
    return _new_holder(account, own, _by_passkey(own.private, credential, secret), by)


def add_passphrase(ring: Ring, passphrase: str, *, by: str) -> None:
    """Wrap a holder's key by a passphrase as well, in place of the one before."""
    _add_wrapping(ring, _by_passphrase(ring.own, passphrase, secrets.token_bytes(SALT)), by)


def add_passkey(ring: Ring, credential: bytes, secret: bytes, *, by: str) -> None:
    """Wrap a holder's key by a passkey as well."""
    _add_wrapping(ring, _by_passkey(ring.own, credential, secret), by)


def unlock(account: str, passphrase: str) -> Ring:
    """All that a holder may open; raises NotOpened, and the desk's Busy where too many sign in at once."""
    row = Wrapping.objects.filter(holder__account=account, how="passphrase").first()
    if row is None:
        raise NotOpened
    return _ring(account, unwrap(bytes(row.wrapped), passphrase, bytes(row.salt)))


def unlock_with(account: str, credential: bytes, secret: bytes) -> Ring:
    """The same by a passkey's PRF."""
    row = Wrapping.objects.filter(holder__account=account, how="passkey", credential=name_of(credential)).first()
    if row is None:
        raise NotOpened
    return _ring(account, unwrap_with(bytes(row.wrapped), secret))


def enrol(county: str, account: str, *, by: str) -> Team:
    """Begin a county's team with its first holder, where nobody reads; raises Refused, also for who has no key."""
    holder = _holder(account)
    _check_free(county)

    def work(copying: Copying) -> Team:
        _check_free(county)  # of two who begin it at once, the second would put the first out
        return _begin(copying, county, [holder])

    return _audited("enrol", county, account, by, work)


def _check_free(county: str) -> None:
    if not county or county in shifts.enrolled():
        raise Refused("This county has a team.")


def add_holder(county: str, account: str, ring: Ring, *, by: str) -> None:
    """Hand a team's keys to one more holder, by one who has them open: all the generations that this one has."""
    holder = _holder(account)
    teams = [team for team in Team.objects.filter(county=county) if team.pk in ring.keys]
    if not any(team.state == "open" for team in teams):
        raise Refused("Only who has the team's key open can hand it on.")

    def work(copying: Copying) -> None:
        for team in teams:
            _hold(copying, team, holder, ring.keys[team.pk])

    _audited("add holder", county, account, by, work)


def leave(county: str, account: str, *, by: str) -> Team | None:
    """Take a holder out of a team: a new key pair begins for those who stay, None where nobody does.

    Those who stay keep the old key until what it opens has expired, and what the leaver had taken is everybody's again.
    The two who can recover the team stay the same unless one of them is the one who leaves.
    """
    holder = _holder(account)

    def work(copying: Copying) -> Team | None:
        for held in Held.objects.filter(team__county=county, holder=holder):
            _gone(copying, held)
        given_back(copying, county, holder)
        stay = list(Holder.objects.filter(held__team__county=county).distinct())
        team = _begin(copying, county, stay) if stay else None
        for old in Team.objects.filter(county=county).exclude(pk=team.pk if team else 0):
            taken_from(copying, old, holder)
        named = Recovery.objects.filter(Q(first=holder) | Q(second=holder))
        if not (Held.objects.filter(holder=holder).exists() or named.exists()):
            for wrapping in Wrapping.objects.filter(holder=holder):
                _gone(copying, wrapping)
        return team

    return _audited("leave", county, account, by, work)


def set_recovery(county: str, first: str, second: str, ring: Ring, *, by: str) -> None:
    """Let two named people together open a team's keys, those of before too, when nobody else can.

    Each needs a key pair of their own.
    """
    teams = [team for team in Team.objects.filter(county=county) if team.pk in ring.keys]
    one, other = _holder(first), _holder(second)
    if not any(team.state == "open" for team in teams) or one == other:
        raise Refused("It takes the team's key, open, and two different people.")

    def work(copying: Copying) -> None:
        for team in teams:
            _recover(copying, team, one, other, ring.keys[team.pk])

    _audited("set recovery", county, f"{first}, {second}", by, work)


def recovered(county: str, rings: tuple[Ring, Ring], account: str, *, by: str) -> None:
    """Hand a county's keys to a holder, by the two people who can recover them, each with their own key open.

    Where nobody reads there, the county's team begins anew with that holder.
    """
    holder = _holder(account)
    own = {ring.account: ring.own for ring in rings}
    keys: list[tuple[Team, bytes]] = []
    for recovery in Recovery.objects.filter(team__county=county).select_related("team", "first", "second"):
        if not {recovery.first.account, recovery.second.account} <= set(own):
            raise NotOpened
        outer = unseal(bytes(recovery.sealed), own[recovery.second.account])
        keys.append((recovery.team, unseal(outer, own[recovery.first.account])))
    if not keys:
        raise Refused("Nobody was named who could recover this team's key.")

    def work(copying: Copying) -> None:
        for team, key in keys:
            _hold(copying, team, holder, key)
        if county not in shifts.enrolled():
            _begin(copying, county, [holder])

    _audited("recover", county, account, by, work)


def _begin(copying: Copying, county: str, holders: list[Holder]) -> Team:
    """A new generation, open to these holders; the one before it is closing."""
    old = Team.objects.select_for_update().filter(county=county).order_by("generation").last()
    if old:
        old.state = "closing"
        old.save()
        copying.row(old)
    key = TeamKey.new()
    team = Team.objects.create(county=county, public=key.public, generation=old.generation + 1 if old else 1)
    copying.row(team)
    for holder in holders:
        _hold(copying, team, holder, key.private)
    before = Recovery.objects.filter(team=old).select_related("first", "second").first() if old else None
    if before:
        _recover(copying, team, before.first, before.second, key.private)
    return team


def _hold(copying: Copying, team: Team, holder: Holder, key: bytes) -> None:
    _fits(team, key)
    held, _new = Held.objects.update_or_create(
        team=team, holder=holder, defaults={"sealed": seal(key, bytes(holder.public))}
    )
    copying.row(held)


def _recover(copying: Copying, team: Team, first: Holder, second: Holder, key: bytes) -> None:
    sealed = seal(seal(key, bytes(first.public)), bytes(second.public))
    row, _new = Recovery.objects.update_or_create(
        team=team, defaults={"first": first, "second": second, "sealed": sealed}
    )
    copying.row(row)


def _ring(account: str, own: bytes) -> Ring:
    holder = Holder.objects.get(account=account)
    if public_of(own) != bytes(holder.public):
        raise NotOpened
    held = Held.objects.filter(holder=holder).select_related("team")
    keys = {one.team_id: unseal(bytes(one.sealed), own) for one in held}
    for one in held:
        _fits(one.team, keys[one.team_id])
    return Ring(account, own, keys)


def _fits(team: Team, key: bytes) -> None:
    """Whoever put another public key in place of a team's would read what is written from then on: it is noticed."""
    if public_of(key) != bytes(team.public):
        raise NotOpened


def _holder(account: str) -> Holder:
    found = Holder.objects.filter(account=account).first()
    if found is None or not Wrapping.objects.filter(holder=found).exists():
        raise Refused("This account has no key of its own yet.")
    return found


def _by_passphrase(private: bytes, passphrase: str, salt: bytes) -> Wrapping:
    return Wrapping(how="passphrase", salt=salt, wrapped=wrap(private, passphrase, salt))


def _by_passkey(private: bytes, credential: bytes, secret: bytes) -> Wrapping:
    return Wrapping(how="passkey", credential=name_of(credential), salt=b"", wrapped=wrap_with(private, secret))


def _new_holder(account: str, own: TeamKey, wrapping: Wrapping, by: str) -> Holder:
    _check_keyless(account)

    def work(copying: Copying) -> Holder:
        _check_keyless(account)  # of two made at once, the second would make the first one's wrapping open nothing
        holder, _new = Holder.objects.update_or_create(account=account, defaults={"public": own.public})
        wrapping.holder = holder
        wrapping.save()
        copying.row(holder)
        copying.row(wrapping)
        return holder

    return _audited("new holder", "", account, by, work)


def _check_keyless(account: str) -> None:
    if not account or Wrapping.objects.filter(holder__account=account).exists():
        raise Refused("This account has a key of its own.")


def _add_wrapping(ring: Ring, wrapping: Wrapping, by: str) -> None:
    holder = _holder(ring.account)
    if public_of(ring.own) != bytes(holder.public):
        raise NotOpened

    def work(copying: Copying) -> None:
        for old in Wrapping.objects.filter(holder=holder, how=wrapping.how, credential=wrapping.credential):
            _gone(copying, old)
        wrapping.holder = holder
        wrapping.save(force_insert=True)
        copying.row(wrapping)

    _audited("add wrapping", "", ring.account, by, work)


def _gone(copying: Copying, row: Row) -> None:
    copying.drop(row)
    row.delete()


def _audited(what: str, county: str, account: str, by: str, work: Callable[[Copying], T]) -> T:
    """The audit log's row, committed before the write it tells of, and the write."""
    noted(by=by, action=f"liaison: {what}", table="liaison.team", key=county, details={"account": account})
    return written(work)
