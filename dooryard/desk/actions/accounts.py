"""Inviting, joining, other roles and leaving: an account is made by an invitation, and ended once and for all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from dooryard.core.edge import BadInput
from dooryard.desk import invitations, names, policies, tokens
from dooryard.desk.actions.audit import record
from dooryard.desk.actions.ways import keep_passkey
from dooryard.desk.invitations import NoInvitation
from dooryard.desk.models import Account, Invitation, Notice, Passkey, Passphrase, folded
from dooryard.desk.passkeys import NewPasskey
from dooryard.desk.policies import ROLES

VALID = timedelta(hours=72)
LONGEST_NAME = 60


def invite(name: str, roles: Collection[str], *, by: str) -> str:
    """A token for a link that works once, for somebody new or for somebody who lost the way they sign in.

    Links made for them before stop working. Raises BadInput for a name or a role that cannot be.
    """
    name, roles = names.written(name), _known(roles)
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(f"Give a name of up to {LONGEST_NAME} characters.")
    if names.is_mixed(name) and not Account.objects.filter(folded=folded(name)).exists():
        raise BadInput("Write the name in one alphabet: letters of two may look like another name.")
    token = tokens.new()
    now = timezone.now()
    with transaction.atomic(durable=True):
        account = Account.objects.filter(folded=folded(name)).first() or Account.objects.create(
            name=name, folded=folded(name), handle=tokens.random(32), made_on=now.date()
        )
        if account.state == Account.LEFT:
            raise BadInput(f"{account.name} has left. Invite them under another name.")
        account.invitations.filter(used_at=None).delete()
        account.invitations.create(digest=tokens.digest(token), roles=roles, expires_at=now + VALID)
        record(by=by, action="invite", table="account", key=account.pk, details={"roles": roles})
    return token


def _known(roles: Collection[str]) -> list[str]:
    if not roles or not set(roles) <= set(ROLES):
        raise BadInput(f"Give at least one of the roles: {', '.join(ROLES)}.")
    return [role for role in ROLES if role in roles]


def join_with_passkey(token: str, new: NewPasskey, *, by: str) -> Account:
    """Take an invitation with a passkey; how the account signed in before stops working."""
    with transaction.atomic(durable=True):
        taken = _taken(token)
        if Passkey.objects.filter(credential_id=new.credential_id).exists():
            raise NoInvitation
        keep_passkey(taken.account, new, by=by)
        _recorded(taken, "passkey", by)
    return taken.account


def join_with_passphrase(token: str, hashed: str, secret: str, step: int, *, by: str) -> Account:
    """Take an invitation with a passphrase, as its hash, and the secret of its codes; `step` is the code just used."""
    with transaction.atomic(durable=True):
        taken = _taken(token)
        Passphrase.objects.create(account=taken.account, hash=hashed, totp_secret=secret, last_step=step)
        _recorded(taken, "passphrase", by)
    return taken.account


def _taken(token: str) -> Invitation:
    """The invitation, used up, and its account with nothing of how it signed in before."""
    found = invitations.found(token, locked=True)
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    account = found.account
    _shut(account)
    account.state, account.roles = Account.ACTIVE, found.roles
    account.save(update_fields=["state", "roles"])
    return found


def _shut(account: Account) -> int:
    """Take away all the ways in; how many sessions ended."""
    account.passkeys.all().delete()
    Passphrase.objects.filter(account=account).delete()
    account.browsers.all().delete()
    Notice.objects.filter(account=account).delete()
    return int(account.sessions.all().delete()[0])


def _recorded(taken: Invitation, how: str, by: str) -> None:
    record(by=by, action="join", table="account", key=taken.account.pk, details={"how": how, "roles": taken.roles})


def give_roles(key: int, roles: Collection[str], *, by: str) -> frozenset[str]:
    """Give an account other roles, from its next page on; those that it has no more.

    A link that was made for them before gives these too, and none that was taken away. Raises NotAllowed where nobody
    would keep the accounts any more.
    """
    roles = _known(roles)
    with transaction.atomic(durable=True):
        keeping = _who_keep_accounts()
        account = Account.objects.select_for_update().get(pk=key, state=Account.ACTIVE)
        if policies.ADMINISTRATOR not in roles:
            _check_others(account, keeping)
        before, account.roles = account.roles, roles
        account.save(update_fields=["roles"])
        account.invitations.filter(used_at=None).update(roles=roles)
        details = {"before": before, "roles": roles}
        record(by=by, action="roles", table="account", key=account.pk, details=details)
    return frozenset(before) - frozenset(roles)


def _who_keep_accounts() -> list[int]:
    """Locked, before anything else is: of two administrators who give it up at once, the second sees the first."""
    active = Account.objects.select_for_update().filter(state=Account.ACTIVE).order_by("pk")
    return [one.pk for one in active if policies.can_keep_accounts(one)]


def _check_others(account: Account, keeping: list[int]) -> None:
    if account.pk in keeping:
        policies.check_can_go_on_without(account.pk, keeping)


def leave(name: str, *, by: str, keep_one: bool = False) -> Account:
    """End an account: it never signs in again, and who is signed in with it is out at once.

    `keep_one` raises NotAllowed where nobody would keep the accounts any more.
    """
    with transaction.atomic(durable=True):
        keeping = _who_keep_accounts()
        account = Account.objects.filter(folded=folded(name)).first()
        if account is None:
            raise BadInput("There is no account of that name. dooryard desk accounts lists them.")
        if account.state == Account.LEFT:
            raise BadInput(f"{account.name} has left already.")
        if keep_one:
            _check_others(account, keeping)
        account.invitations.filter(used_at=None).delete()
        ended = _shut(account)
        account.state = Account.LEFT
        account.save(update_fields=["state"])
        record(by=by, action="leave", table="account", key=account.pk, details={"sessions": ended})
    return account
