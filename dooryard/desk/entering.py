"""Signing in and joining: what was typed or signed is checked, and a session begins or one answer is given to all."""

from __future__ import annotations

import unicodedata

import msgspec
from django.utils import timezone

from dooryard.desk import browsers, hashing, invitations, passkeys, sealed, signals, tokens, totp
from dooryard.desk.actions import accounts, sessions
from dooryard.desk.actions import browsers as browser_actions
from dooryard.desk.actions.sessions import AlreadyUsed
from dooryard.desk.guessing import Guard, guard
from dooryard.desk.models import Account, Passphrase, Session, folded
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
    """The secret of an app that is being set up, for one invitation or one session."""

    bound: str
    secret: str


def by_passkey(answer: str, token: str, site: Site) -> str:
    """What goes into the cookie of whoever signed with a passkey."""
    try:
        found = passkeys.proven(answer, token, site, ENTER)
        account = found.passkey.account
        return sessions.enter_with_passkey(found.passkey, found.challenge, found.sign_count, by=account.by)
    except (NotProven, AlreadyUsed):
        raise refused(Session.PASSKEY, "passkey") from None


def by_passphrase(name: str, passphrase: str, code: str, browser: str = "") -> tuple[str, str]:
    """What goes into the cookies of whoever knows name, passphrase and code: the session's, and the browser's."""
    kept, step = known(name, passphrase, code, browser=browsers.mark(browser, name[:LONGEST]))
    try:
        session = sessions.enter_with_code(kept, step, by=kept.account.by)
    except AlreadyUsed:
        raise refused(Session.PASSPHRASE, "wrong") from None
    return session, browser_actions.know(kept.account, browser, by=kept.account.by)


def known(name: str, passphrase: str, code: str, tries: Guard = guard, *, browser: str = "") -> tuple[Passphrase, int]:
    """Whose name, passphrase and code these are, and of which half minute. Whatever is wrong, the work is the same."""
    name = folded(name[:LONGEST])
    if not tries.lets(name, browser):
        raise refused(Session.PASSPHRASE, "slow")
    kept = Passphrase.objects.select_related("account").filter(account__folded=name).first()
    fits = _matches(kept.hash if kept else "", passphrase)
    step = totp.step(kept.totp_secret if kept else totp.NOBODYS, code, timezone.now())
    if kept is None or not fits or step is None or not kept.account.roles_now:
        raise refused(Session.PASSPHRASE, "wrong")
    return kept, step


def _matches(stored: str, passphrase: str) -> bool:
    try:
        return hashing.matches(stored, same(passphrase[:LONGEST]))
    except hashing.Busy:
        raise Refused("busy") from None


def refused(how: str, why: str) -> Refused:
    """That nobody was let in, for the audit log to count."""
    if times := guard.noted():
        sessions.refuse(how, times, by=NOBODY)
    return Refused(why)


def same(passphrase: str) -> str:
    """A passphrase as it is hashed: the same however a keyboard puts its letters together."""
    return unicodedata.normalize("NFKC", passphrase)


def set_up(bound: str, sealed_setup: str = "") -> tuple[str, str]:
    """The secret to show for an app, and the same sealed for the form: the one begun, or a new one.

    `bound` is what it is for, which nobody else has: the digest of an invitation, or a session.
    """
    found = begun(bound, sealed_setup)
    if found:
        return found.secret, sealed_setup
    new = Setup(bound, totp.new_secret())
    return new.secret, sealed.seal(new)


def begun(bound: str, sealed_setup: str) -> Setup | None:
    """The app that is being set up; None where it was begun too long ago, or for something else."""
    found = sealed.unseal(sealed_setup, Setup, seconds=PATIENCE) if sealed_setup else None
    return found if found and found.bound == bound else None


def first_code(bound: str, sealed_setup: str, code: str) -> tuple[str, int]:
    """The secret of an app that is set up, proven by its first code, and the half minute of that."""
    setup = begun(bound, sealed_setup)
    if setup is None:
        raise Refused("stale")
    step = totp.step(setup.secret, code, timezone.now())
    if step is None:
        raise Refused("code")
    return setup.secret, step


def chosen(passphrase: str, again: str, name: str) -> None:
    """Refuse a passphrase that will not do, before any slow work."""
    if why := weak(passphrase, name) or ("differ" if passphrase != again else ""):
        raise Refused(why)


def hash_of(passphrase: str) -> str:
    """The hash of a passphrase that somebody has chosen."""
    try:
        return hashing.make(same(passphrase))
    except hashing.Busy:
        raise Refused("busy") from None


def join_by_passkey(token: str, answer: str, challenge: str, site: Site) -> str:
    """Take an invitation with a new passkey; what goes into the cookie."""
    invited = invitations.found(token).account
    try:
        new = passkeys.new(answer, challenge, site, tokens.digest(token))
    except NotProven:
        raise Refused("passkey") from None
    return _joined(invited, accounts.join_with_passkey(token, new, by=invited.by), Session.PASSKEY)


def join_by_passphrase(token: str, passphrase: str, again: str, code: str, sealed_setup: str) -> str:
    """Take an invitation with a passphrase and the first code of an app; what goes into the cookie."""
    invited = invitations.found(token).account
    chosen(passphrase, again, invited.name)
    secret, step = first_code(tokens.digest(token), sealed_setup, code)
    hashed = hash_of(passphrase)
    joined = accounts.join_with_passphrase(token, hashed, secret, step, by=invited.by)
    return _joined(invited, joined, Session.PASSPHRASE)


def _joined(before: Account, account: Account, how: str) -> str:
    """The first session; whoever was invited anew with fewer roles has lost the others."""
    if lost := frozenset(before.roles) - frozenset(account.roles):
        signals.said(signals.roles_gone, account=account, roles=lost, by=account.by)
    return sessions.enter(account, how, by=account.by)


def weak(passphrase: str, name: str) -> str:
    """Why a passphrase will not do, "" where it will."""
    said = same(passphrase)
    if len(said) < SHORTEST or max(len(said), len(passphrase)) > LONGEST:
        return "length"
    if len(set(said.casefold())) < DIFFERENT or folded(name) in said.casefold():
        return "weak"
    return ""
