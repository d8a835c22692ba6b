"""Changing how an account signs in: a way more, a way less, another passphrase. It is never left without one.

Each change ends every other session of the account and gives this one another cookie, so that whoever has copied a
cookie before has nothing after it. All of it is one transaction, with its row in the audit log.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from dooryard.desk.actions import sessions
from dooryard.desk.actions.audit import record
from dooryard.desk.models import Account, Passkey, Passphrase, Session
from dooryard.desk.passkeys import NewPasskey


class LastWay(Exception):
    """Nobody could sign in with the account any more."""


class Taken(Exception):
    """This passkey is one of an account already."""


class NoSuch(Exception):
    """The account has no such way to sign in."""


def add_passkey(session: Session, new: NewPasskey, label: str, *, by: str) -> str:
    """Let one passkey more sign in; the session's new cookie."""
    with _changing(session) as account:
        sessions.spend(new.challenge, by=by)
        if Passkey.objects.filter(credential_id=new.credential_id).exists():
            raise Taken
        keep_passkey(account, new, label, by=by)
        return _changed(session, "add passkey", by)


def keep_passkey(account: Account, new: NewPasskey, label: str = "", *, by: str) -> Passkey:
    """Write down a passkey that was made just now, within a transaction."""
    made: Passkey = account.passkeys.create(
        credential_id=new.credential_id,
        public_key=new.public_key,
        sign_count=new.sign_count,
        transports=list(new.transports),
        label=label,
        made_on=timezone.now().date(),
    )
    return made


def name_passkey(account: Account, key: int, label: str, *, by: str) -> None:
    """Give a passkey another name: it signs in as before."""
    with transaction.atomic(durable=True):
        if not account.passkeys.filter(pk=key).update(label=label):
            raise NoSuch
        record(by=by, action="name passkey", table="account", key=account.pk, details={"passkey": key})


def remove_passkey(session: Session, key: int, *, by: str) -> str:
    """Let a passkey sign in no more; the session's new cookie. Raises LastWay where nothing else signs in."""
    with _changing(session) as account:
        found = account.passkeys.filter(pk=key).first()
        if found is None:
            raise NoSuch
        if account.passkeys.count() == 1 and not _passphrase(account):
            raise LastWay
        found.delete()
        return _changed(session, "remove passkey", by, passkey=key)


def add_passphrase(session: Session, hashed: str, secret: str, step: int, *, by: str) -> str:
    """Let a passphrase with an app's codes sign in as well; the session's new cookie."""
    with _changing(session) as account:
        if _passphrase(account):
            raise Taken
        Passphrase.objects.create(account=account, hash=hashed, totp_secret=secret, last_step=step)
        return _changed(session, "add passphrase", by)


def set_passphrase(session: Session, hashed: str, *, by: str) -> str:
    """Another passphrase, with the app as it is; the session's new cookie."""
    with _changing(session) as account:
        if not Passphrase.objects.filter(account=account).update(hash=hashed):
            raise NoSuch
        return _changed(session, "set passphrase", by)


def set_app(session: Session, secret: str, step: int, *, by: str) -> str:
    """Another app, with the passphrase as it is; the codes of the one before are worth nothing."""
    with _changing(session) as account:
        if not Passphrase.objects.filter(account=account).update(totp_secret=secret, last_step=step):
            raise NoSuch
        return _changed(session, "set app", by)


def remove_passphrase(session: Session, *, by: str) -> str:
    """Let only passkeys sign in; the session's new cookie. Raises LastWay where there is none."""
    with _changing(session) as account:
        if not account.passkeys.exists():
            raise LastWay
        if not _passphrase(account):
            raise NoSuch
        Passphrase.objects.filter(account=account).delete()
        return _changed(session, "remove passphrase", by)


@contextmanager
def _changing(session: Session) -> Iterator[Account]:
    """The account, locked: two changes at once, each leaving the way that the other takes, come one after the other."""
    with transaction.atomic(durable=True):
        account = Account.objects.select_for_update().get(pk=session.account_id)
        if not account.roles_now:
            raise sessions.Ended
        yield account


def _passphrase(account: Account) -> bool:
    return Passphrase.objects.filter(account=account).exists()


def _changed(session: Session, action: str, by: str, **details: int) -> str:
    ended = sessions.end_others(session, by=by)
    cookie = sessions.renew(session, by=by)
    record(by=by, action=action, table="account", key=session.account_id, details=details | {"ended": ended})
    return cookie
