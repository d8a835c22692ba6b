"""A liaison's keys for one session: opened with a passphrase or a passkey, read at each request, closed with it."""

from __future__ import annotations

from django.db import transaction

from dooryard.desk.actions import record
from dooryard.desk.sessions import Desk
from dooryard.liaison.desk import carrying
from dooryard.liaison.models import Held, Holder, Team, Wrapping
from dooryard.liaison.sealing import NotOpened, public_of, unseal
from dooryard.liaison.teams import Ring

LABEL = "liaison keys"


def ways(account: str) -> tuple[str, ...]:
    """How somebody can open their keys: "passphrase", "passkey", both, or nothing where they have none yet."""
    found = Wrapping.objects.filter(holder__account=account).values_list("how", flat=True)
    return tuple(sorted(set(found)))


def wrapped_by(account: str) -> set[bytes]:
    """Every way that opens somebody's keys: the name of a passkey, and b"" for the passphrase."""
    return {bytes(one) for one in Wrapping.objects.filter(holder__account=account).values_list("credential", flat=True)}


def opened(desk: Desk) -> Ring | None:
    """What this session has open, with the teams' keys as they are held now; None where nothing is.

    Who was taken out of a team meanwhile has its key no more, and who was added has it at once.
    """
    sealed = carrying.kept(desk.session)
    if sealed is None:
        return None
    try:
        return _now(carrying.unpacked(sealed, desk.secret(LABEL)), desk.account.by)
    except (NotOpened, ValueError):
        return None


def open_for(desk: Desk, ring: Ring, *, by: str) -> None:
    """Carry the liaison's own key for as long as this session lasts, sealed by its cookie."""
    if ring.account != desk.account.by:
        raise NotOpened
    own = Ring(ring.account, ring.own, {})
    with transaction.atomic():
        carrying.keep(desk.session, carrying.packed(own, desk.secret(LABEL)))
        record(by=by, action="liaison: open keys", table="liaison.holder", key=ring.account)


def move(before: Desk, after: Desk) -> None:
    """Carry what is open on under another cookie of the same session; nothing stays under the one before."""
    sealed = carrying.kept(before.session)
    if sealed is None:
        return
    try:
        ring = carrying.unpacked(sealed, before.secret(LABEL))
        carrying.keep(after.session, carrying.packed(ring, after.secret(LABEL)))
    except (NotOpened, ValueError, OSError):
        carrying.drop(after.session)
    carrying.drop(before.session)


def close(desk: Desk, *, by: str) -> None:
    """Close them before the session ends."""
    with transaction.atomic():
        carrying.drop(desk.session)
        record(by=by, action="liaison: close keys", table="liaison.holder", key=desk.account.by)


def _now(carried: Ring, account: str) -> Ring:
    holder = Holder.objects.filter(account=account, wrapping__isnull=False).first()
    if holder is None or carried.account != account or public_of(carried.own) != bytes(holder.public):
        raise NotOpened
    held = Held.objects.filter(holder=holder).select_related("team")
    return Ring(account, carried.own, {one.team_id: _key(one.team, bytes(one.sealed), carried.own) for one in held})


def _key(team: Team, sealed: bytes, own: bytes) -> bytes:
    key = unseal(sealed, own)
    if public_of(key) != bytes(team.public):
        raise NotOpened
    return key
