"""Keeping other people's accounts: inviting, other roles, signing out, closing; and what other rooms do about it."""

from __future__ import annotations

import msgspec

from dooryard.core.edge import BadInput
from dooryard.desk import names, policies, sealed, signals, tokens
from dooryard.desk.actions import accounts, sessions
from dooryard.desk.actions.accounts import LONGEST_NAME
from dooryard.desk.entering import Refused
from dooryard.desk.models import Account, folded
from dooryard.desk.policies import NotAllowed
from dooryard.desk.sessions import Desk

PATIENCE = 1_800.0
"""Seconds that a form for an invitation is good for."""


class Once(msgspec.Struct, frozen=True, array_like=True):
    """A form for an invitation: it makes one link, for one session."""

    once: bytes
    session: str


def form(desk: Desk) -> str:
    """What a form for an invitation carries."""
    return sealed.seal(Once(tokens.random(32), desk.session.digest))


def invite_new(desk: Desk, name: str, roles: list[str], carried: str) -> str:
    """The token of a link for somebody who has no account yet."""
    if Account.objects.filter(folded=folded(name[: 4 * LONGEST_NAME])).exists():
        raise Refused("named")
    if not 0 < len(names.written(name[: 4 * LONGEST_NAME])) <= LONGEST_NAME:
        raise Refused("name")
    if names.is_mixed(name):
        raise Refused("mixed")
    return _invited(desk, name, roles, carried)


def invite_again(desk: Desk, account: Account, roles: list[str], carried: str) -> str:
    """The token of a link for somebody who lost how they sign in, or their link: who has joined keeps their roles."""
    if account.state == Account.LEFT:
        raise Refused("left")
    return _invited(desk, account.name, list(account.roles_now) or roles, carried)


def _invited(desk: Desk, name: str, roles: list[str], carried: str) -> str:
    if not roles:
        raise Refused("no-role")
    sent = sealed.unseal(carried, Once, seconds=PATIENCE)
    if sent is None or sent.session != desk.session.digest:
        raise Refused("stale")
    try:
        sessions.spend_alone(sent.once, by=desk.account.by)
        return accounts.invite(name, roles, by=desk.account.by)
    except sessions.AlreadyUsed:
        raise Refused("again") from None
    except BadInput:
        raise Refused("unread") from None


def give_roles(desk: Desk, account: Account, roles: list[str]) -> list[str]:
    """Other roles for somebody who has joined; what another room could not do about it, in sentences."""
    if not roles:
        raise Refused("no-role")
    try:
        policies.check_can_give_roles(desk.account.pk, account.pk, account.roles, roles)
    except NotAllowed:
        raise Refused("own-role") from None
    try:
        lost = accounts.give_roles(account.pk, roles, by=desk.account.by)
    except NotAllowed:
        raise Refused("administrator") from None
    except (BadInput, Account.DoesNotExist):
        raise Refused("unread") from None
    return _lost(account, lost, desk.account.by)


def close(account: Account, *, by: str, keep_one: bool = True) -> list[str]:
    """Close an account; what another room could not do about it, in sentences. Closed once more, it is tried again.

    Whoever keeps the server may close the last administrator's, and invite another.
    """
    roles = frozenset(account.roles)
    if account.state != Account.LEFT:
        try:
            accounts.leave(account.name, by=by, keep_one=keep_one)
        except NotAllowed:
            raise Refused("administrator") from None
        except BadInput:
            raise Refused("left") from None
    return _lost(account, roles, by)


def found(name: str) -> Account:
    """The account of a name, for whoever keeps the server."""
    account = Account.objects.filter(folded=folded(name)).first()
    if account is None:
        raise BadInput("There is no account of that name. dooryard desk accounts lists them.")
    return account


def _lost(account: Account, roles: frozenset[str], by: str) -> list[str]:
    return signals.said(signals.roles_gone, account=account, roles=roles, by=by) if roles else []
