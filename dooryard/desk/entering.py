"""Signing in and joining: what was typed or signed is checked, and a session begins or one answer is given to all."""

from __future__ import annotations

import unicodedata

import msgspec
from django.utils import timezone

from dooryard.desk import hashing, invitations, passkeys, sealed, tokens, totp
from dooryard.desk.actions import accounts, sessions
from dooryard.desk.actions.sessions import AlreadyUsed
from dooryard.desk.guessing import guard
from dooryard.desk.models import Passphrase, Session, folded
from dooryard.desk.passkeys import NotProven, Site

NOBODY = "nobody"
ENTER = "enter"
SHORTEST, LONGEST = 14, 200
DIFFERENT = 6
"""A passphrase has so many different characters at least: “aaaaaaaaaaaaaa” is none."""
PATIENCE = 1_800.0
"""Seconds that somebody has to set up an app."""


class Refused(Exception):
    """Nobody was let in; `why` is a word of desk/wording.py, the same for all that somebody could have got wrong."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Setup(msgspec.Struct, frozen=True, array_like=True):
    """The secret of an app that is being set up, for one invitation."""

    invitation: str
    secret: str


def by_passkey(answer: str, token: str, site: Site) -> str:
    """What goes into the cookie of whoever signed with a passkey."""
    try:
        found = passkeys.proven(answer, token, site, ENTER)
        account = found.passkey.account
        return sessions.enter_with_passkey(found.passkey, found.challenge, found.sign_count, by=account.by)
    except (NotProven, AlreadyUsed):
        raise _refused(Session.PASSKEY, "passkey") from None


def by_passphrase(name: str, passphrase: str, code: str) -> str:
    """What goes into the cookie of whoever knows name, passphrase and code. Whatever is wrong, the work is the same."""
    name = folded(name[:LONGEST])
    if not guard.lets(name):
        raise _refused(Session.PASSPHRASE, "slow")
    kept = Passphrase.objects.select_related("account").filter(account__folded=name).first()
    fits = _matches(kept.hash if kept else "", passphrase)
    step = totp.step(kept.totp_secret if kept else totp.NOBODYS, code, timezone.now())
    if kept is None or not fits or step is None or not kept.account.roles_now:
        raise _refused(Session.PASSPHRASE, "wrong")
    try:
        return sessions.enter_with_code(kept, step, by=kept.account.by)
    except AlreadyUsed:
        raise _refused(Session.PASSPHRASE, "wrong") from None


def _matches(stored: str, passphrase: str) -> bool:
    try:
        return hashing.matches(stored, same(passphrase[:LONGEST]))
    except hashing.Busy:
        raise Refused("busy") from None


def _refused(how: str, why: str) -> Refused:
    if times := guard.noted():
        sessions.refuse(how, times, by=NOBODY)
    return Refused(why)


def same(passphrase: str) -> str:
    """A passphrase as it is hashed: the same however a keyboard puts its letters together."""
    return unicodedata.normalize("NFKC", passphrase)


def set_up(token: str, sealed_setup: str = "") -> tuple[str, str]:
    """The secret to show for an invitation, and the same sealed for the form: the one begun, or a new one."""
    found = _setup(token, sealed_setup)
    if found:
        return found.secret, sealed_setup
    begun = Setup(tokens.digest(token), totp.new_secret())
    return begun.secret, sealed.seal(begun)


def _setup(token: str, sealed_setup: str) -> Setup | None:
    found = sealed.unseal(sealed_setup, Setup, seconds=PATIENCE) if sealed_setup else None
    return found if found and found.invitation == tokens.digest(token) else None


def join_by_passkey(token: str, answer: str, challenge: str, site: Site) -> str:
    """Take an invitation with a new passkey; what goes into the cookie."""
    invited = invitations.found(token).account
    try:
        new = passkeys.new(answer, challenge, site, tokens.digest(token))
    except NotProven:
        raise Refused("passkey") from None
    account = accounts.join_with_passkey(token, new, by=invited.by)
    return sessions.enter(account, Session.PASSKEY, by=account.by)


def join_by_passphrase(token: str, passphrase: str, again: str, code: str, sealed_setup: str) -> str:
    """Take an invitation with a passphrase and the first code of an app; what goes into the cookie."""
    invited = invitations.found(token).account
    setup = _setup(token, sealed_setup)
    if setup is None:
        raise Refused("stale")
    if why := weak(passphrase, invited.name) or ("differ" if passphrase != again else ""):
        raise Refused(why)
    step = totp.step(setup.secret, code, timezone.now())
    if step is None:
        raise Refused("code")
    try:
        hashed = hashing.make(same(passphrase))
    except hashing.Busy:
        raise Refused("busy") from None
    account = accounts.join_with_passphrase(token, hashed, setup.secret, step, by=invited.by)
    return sessions.enter(account, Session.PASSPHRASE, by=account.by)


def weak(passphrase: str, name: str) -> str:
    """Why a passphrase will not do, "" where it will."""
    said = same(passphrase)
    if len(said) < SHORTEST or max(len(said), len(passphrase)) > LONGEST:
        return "length"
    if len(set(said.casefold())) < DIFFERENT or folded(name) in said.casefold():
        return "weak"
    return ""
