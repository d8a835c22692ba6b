"""One's own ways to sign in: shown once more that it is you, then a way more, a way less, another passphrase or app.

What was typed or signed is checked here, the change is made, and what goes into the cookie from now on comes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from dooryard.core.edge import plain
from dooryard.desk import entering, passkeys, signals
from dooryard.desk.actions import sessions, ways
from dooryard.desk.entering import Refused
from dooryard.desk.guessing import inside
from dooryard.desk.models import Passkey, Session
from dooryard.desk.passkeys import Asked, NotProven, Site
from dooryard.desk.sessions import Desk, opened

LONGEST_LABEL = 40


def ask_to_prove(desk: Desk, site: Site) -> Asked | None:
    """Ask a passkey of the account to sign once more; None where it has none."""
    own = tuple(desk.account.passkeys.all())
    return passkeys.ask(site, _purpose("prove", desk), own) if own else None


def ask_for_another(desk: Desk, site: Site) -> Asked:
    """Ask the browser for one passkey more, on a device that has none of the account yet."""
    own = tuple(desk.account.passkeys.all())
    return passkeys.ask_for_new(desk.account, site, _purpose("add", desk), own)


def _purpose(what: str, desk: Desk) -> str:
    """What a passkey signs for: this session, as long as it has this cookie."""
    return f"{what} {desk.session.digest}"


def prove_by_passkey(desk: Desk, answer: str, token: str, site: Site) -> str:
    """Who is signed in has signed once more."""
    try:
        found = passkeys.proven(answer, token, site, _purpose("prove", desk))
        if found.passkey.account_id != desk.account.pk:
            raise NotProven
        signed = found.passkey, found.challenge, found.sign_count
        return _renewed(desk, sessions.prove_with_passkey(desk.session, *signed, by=desk.account.by))
    except (NotProven, sessions.AlreadyUsed, sessions.Ended):
        raise entering.refused(Session.PASSKEY, "passkey") from None


def prove_by_passphrase(desk: Desk, passphrase: str, code: str) -> str:
    """Who is signed in has typed the passphrase and a code once more."""
    kept, step = entering.known(desk.account.name, passphrase, code, inside)
    try:
        return _renewed(desk, sessions.prove_with_code(desk.session, kept, step, by=desk.account.by))
    except (sessions.AlreadyUsed, sessions.Ended):
        raise entering.refused(Session.PASSPHRASE, "wrong") from None


def add_passkey(desk: Desk, answer: str, token: str, site: Site, label: str) -> str:
    """One passkey more."""
    try:
        new = passkeys.new(answer, token, site, _purpose("add", desk))
    except NotProven:
        raise Refused("passkey") from None
    with _refusing():
        return _renewed(desk, ways.add_passkey(desk.session, new, _label(label), by=desk.account.by))


def name_passkey(desk: Desk, key: int, label: str) -> None:
    """Another name for a passkey."""
    with _refusing():
        ways.name_passkey(desk.account, key, _label(label), by=desk.account.by)


def _label(typed: str) -> str:
    return plain(typed[: 4 * LONGEST_LABEL])[:LONGEST_LABEL]


def remove_passkey(desk: Desk, passkey: Passkey) -> tuple[str, list[str]]:
    """One passkey less; and what another room could not do about it just now, in sentences."""
    by = desk.account.by
    with _refusing():
        cookie = _renewed(desk, ways.remove_passkey(desk.session, passkey.pk, by=by))
    return cookie, signals.said(signals.passkey_gone, passkey=passkey, by=by)


def set_passphrase(desk: Desk, passphrase: str, again: str, code: str, setup: str) -> str:
    """Another passphrase; with an app, where the account has had neither."""
    entering.chosen(passphrase, again, desk.account.name)
    has = has_passphrase(desk)
    secret, step = ("", 0) if has else entering.first_code(bound(desk), setup, code)
    hashed, by = entering.hash_of(passphrase), desk.account.by
    with _refusing():
        if has:
            return _renewed(desk, ways.set_passphrase(desk.session, hashed, by=by))
        return _renewed(desk, ways.add_passphrase(desk.session, hashed, secret, step, by=by))


def set_app(desk: Desk, code: str, setup: str) -> str:
    """Another app for the codes."""
    secret, step = entering.first_code(bound(desk), setup, code)
    with _refusing():
        return _renewed(desk, ways.set_app(desk.session, secret, step, by=desk.account.by))


def remove_passphrase(desk: Desk) -> str:
    """Passkeys alone."""
    with _refusing():
        return _renewed(desk, ways.remove_passphrase(desk.session, by=desk.account.by))


def has_passphrase(desk: Desk) -> bool:
    """Whether the account signs in with a passphrase and an app."""
    return hasattr(desk.account, "passphrase")


def bound(desk: Desk) -> str:
    """What an app that is set up here is for: this account, in this session, as long as it has this cookie."""
    return _purpose("app", desk)


def _renewed(before: Desk, cookie: str) -> str:
    """The cookie, once every room has what it opened for this session under the new one."""
    if after := opened(cookie, timezone.now()):
        signals.said(signals.session_renewed, before=before, after=after)
    return cookie


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except ways.LastWay:
        raise Refused("last") from None
    except ways.Taken:
        raise Refused("taken") from None
    except (ways.NoSuch, sessions.Ended, sessions.AlreadyUsed):
        raise Refused("stale") from None
