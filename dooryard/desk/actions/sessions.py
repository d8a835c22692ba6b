"""Coming in and going out: sessions begin and end here, and what was used to sign in is used up."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import Error, IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from dooryard.desk import tokens
from dooryard.desk.actions.audit import record
from dooryard.desk.models import IDLE, LONGEST, Account, Passkey, Passphrase, Session, Spent

NOTED = timedelta(minutes=1)
"""How often at most it is written down that somebody is still there."""
FORGOTTEN = timedelta(hours=1)
"""When a challenge that was answered is forgotten: it was too old for an answer long before."""


class AlreadyUsed(Exception):
    """The code, or the challenge, was used before."""


class Ended(Exception):
    """The session has ended meanwhile, or has another cookie."""


def enter(account: Account, how: str, *, by: str) -> str:
    """Begin a session, where an invitation was just taken; what goes into the cookie."""
    with transaction.atomic(durable=True):
        return _begun(account, how, by)


def enter_with_passkey(passkey: Passkey, challenge: bytes, sign_count: int, *, by: str) -> str:
    """Begin a session for an answer of a passkey; AlreadyUsed where the challenge was answered before."""
    with transaction.atomic(durable=True):
        signed(passkey, challenge, sign_count, by=by)
        return _begun(passkey.account, Session.PASSKEY, by)


def enter_with_code(passphrase: Passphrase, step: int, *, by: str) -> str:
    """Begin a session for a passphrase and the code of a half minute; AlreadyUsed where that was used before."""
    with transaction.atomic(durable=True):
        if not Passphrase.objects.filter(pk=passphrase.pk, last_step__lt=step).update(last_step=step):
            raise AlreadyUsed
        return _begun(passphrase.account, Session.PASSPHRASE, by)


def signed(passkey: Passkey, challenge: bytes, sign_count: int, *, by: str) -> None:
    """Keep how often a passkey has signed, within a transaction, so that a copy of it shows; spend the challenge."""
    spend(challenge, by=by)
    Passkey.objects.filter(pk=passkey.pk).update(sign_count=sign_count)


def prove_with_passkey(session: Session, passkey: Passkey, challenge: bytes, sign_count: int, *, by: str) -> str:
    """Note that who is signed in has just signed once more; the cookie that the session has from now on."""
    with transaction.atomic(durable=True):
        signed(passkey, challenge, sign_count, by=by)
        return _proven(session, Session.PASSKEY, by)


def prove_with_code(session: Session, passphrase: Passphrase, step: int, *, by: str) -> str:
    """The same for a passphrase and the code of a half minute."""
    with transaction.atomic(durable=True):
        if not Passphrase.objects.filter(pk=passphrase.pk, last_step__lt=step).update(last_step=step):
            raise AlreadyUsed
        return _proven(session, Session.PASSPHRASE, by)


def _proven(session: Session, how: str, by: str) -> str:
    cookie = renew(session, by=by)
    Session.objects.filter(pk=session.pk).update(proven=timezone.now())
    record(by=by, action="prove", table="account", key=session.account_id, details={"how": how})
    return cookie


def renew(session: Session, *, by: str) -> str:
    """Give a session another cookie, within a transaction: whoever has the one before it has nothing any more."""
    cookie = tokens.new()
    same = Session.objects.filter(pk=session.pk, digest=session.digest)
    if not same.update(digest=tokens.digest(cookie)):
        raise Ended
    return cookie


def end_others(session: Session, *, by: str) -> int:
    """End all sessions of the account but this one, within a transaction; how many."""
    return _ended(Session.objects.filter(account=session.account_id).exclude(pk=session.pk))


def end(sessions: Collection[int], account: Account, *, by: str) -> int:
    """End some of an account's sessions: their cookies open nothing any more; how many there were."""
    with transaction.atomic(durable=True):
        ended = _ended(account.sessions.filter(pk__in=sessions))
        record(by=by, action="end sessions", table="account", key=account.pk, details={"sessions": ended})
    return ended


def _ended(sessions: QuerySet[Session]) -> int:
    return int(sessions.delete()[0])


def spend(challenge: bytes, *, by: str) -> None:
    """Use a challenge up, within the transaction of what it was answered for."""
    now = timezone.now()
    Spent.objects.filter(at__lt=now - FORGOTTEN).delete()
    try:
        with transaction.atomic():
            Spent.objects.create(digest=tokens.digest_of(challenge), at=now)
    except IntegrityError:
        raise AlreadyUsed from None


def spend_alone(challenge: bytes, *, by: str) -> None:
    """Use a challenge up, before what it was answered for."""
    with transaction.atomic(durable=True):
        spend(challenge, by=by)


def _begun(account: Account, how: str, by: str) -> str:
    now = timezone.now()
    # Locked: who is told to leave meanwhile is not let in after that.
    if Account.objects.select_for_update().get(pk=account.pk).state != Account.ACTIVE:
        raise AlreadyUsed
    over = Q(seen__lte=now - IDLE) | Q(started__lte=now - LONGEST)
    ended = Session.objects.filter(over).delete()[0]
    cookie = tokens.new()
    account.sessions.create(digest=tokens.digest(cookie), started=now, seen=now, how=how)
    record(by=by, action="enter", table="account", key=account.pk, details={"how": how, "ended": ended})
    return cookie


def still_there(session: Session, now: datetime, *, by: str) -> None:
    """Note that somebody is still there, once a minute: it changes nothing but when the session ends by itself.

    Where the disk is full the session ends sooner, and its pages are shown until then.
    """
    if now - session.seen >= NOTED:
        with suppress(Error):
            Session.objects.filter(pk=session.pk).update(seen=now)


def go(session: Session, *, by: str) -> None:
    """End a session: its cookie opens nothing any more, whoever has it."""
    with transaction.atomic(durable=True):
        session.delete()
        record(by=by, action="go", table="account", key=session.account_id)


def refuse(how: str, times: int, *, by: str) -> None:
    """Tell the audit log that so many tries to sign in were refused. No name: it may be a passphrase, mistyped."""
    with transaction.atomic():
        record(by=by, action="refuse", table="session", details={"how": how, "times": times})
