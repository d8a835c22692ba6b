"""What the liaisons' room does when something happens to an account of the desk: the desk tells, the room follows."""

from __future__ import annotations

from typing import Any

from django.db import Error

from dooryard.core.saying import mark
from dooryard.desk import signals
from dooryard.desk.models import Account, Passkey
from dooryard.desk.policies import LIAISON
from dooryard.desk.sessions import Desk
from dooryard.liaison import keeping
from dooryard.liaison.desk import actions, keys, missing, reading
from dooryard.liaison.letters import NotKept
from dooryard.liaison.sealing import name_of
from dooryard.liaison.teams import Refused

ALONE = mark(
    "Only this passkey opens your keys to messages. Add another way on the page Your keys first. If it is lost or "
    "stolen, remove it now, and ask a colleague to take you out of the team and add you again."
)
NOBODY_ELSE = mark(
    "Nobody else is in the team of one of their counties. Without them nobody can write there, and nobody can open "
    "what was written, unless two people can bring its key back."
)
SHUT_IN = mark(
    "In a county conversations wait that nobody can open any more. See how many, and what can be done: Liaisons and "
    "their counties."
)
NOT_NOW = (NotKept, Error, Refused)
"""What the room meets that keeps it from following: what was done at the desk stays done all the same."""
UNDONE = mark("The keys of their team could not be changed just now.")


def listen() -> None:
    """Called when the site or a command starts."""
    followed = {
        signals.session_renewed: _carry_on,
        signals.passkey_opens: _what_it_opens,
        signals.passkey_gone: _without_passkey,
        signals.stands_alone: _nobody_else,
        signals.roles_gone: _out_of_the_teams,
        signals.to_know: _nobody_opens,
    }
    for signal, does in followed.items():
        signal.connect(does, dispatch_uid=f"{__name__}.{does.__name__}")


def _carry_on(before: Desk, after: Desk, **_told: Any) -> str:
    """What a session has open stays open under its new cookie, and the old one opens nothing of it."""
    keys.move(before, after)
    return ""


def _what_it_opens(passkey: Passkey, **_told: Any) -> str:
    """Whether somebody's keys could be opened by nothing else."""
    ways = keys.wrapped_by(passkey.account.by)
    return ALONE if ways == {name_of(bytes(passkey.credential_id))} else ""


def _without_passkey(passkey: Passkey, by: str, **_told: Any) -> str:
    """A passkey that is gone opens no keys any more, where something else does."""
    try:
        actions.forget_passkey(passkey.account.by, name_of(bytes(passkey.credential_id)), by=by)
    except NOT_NOW:
        return UNDONE
    return ""


def _nobody_else(account: Account, **_told: Any) -> str:
    """Whether a county's team would be empty."""
    return (
        NOBODY_ELSE if any(reading.is_alone(county, account.by) for county in reading.my_counties(account.by)) else ""
    )


def _nobody_opens(**_told: Any) -> str:
    """Whether conversations wait that nobody can open any more: how many is on the page of the counties."""
    try:
        return SHUT_IN if missing.unreadable(keeping.day()) else ""
    except Error:
        return ""


def _out_of_the_teams(account: Account, roles: frozenset[str], by: str, **_told: Any) -> str:
    """Whoever is a liaison no more is out of every team: a new key begins for those who stay."""
    if LIAISON not in roles:
        return ""
    try:
        actions.end_keys(account.by, reading.counties_of(account.by), by=by)
    except NOT_NOW:
        return UNDONE
    return ""
