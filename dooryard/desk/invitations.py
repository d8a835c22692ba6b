"""Finding the invitation of a link: one that was used, is too old or never was is not told apart."""

from __future__ import annotations

from django.utils import timezone

from dooryard.desk import tokens
from dooryard.desk.models import Invitation


class NoInvitation(Exception):
    """The link was used, is too old, or never was one: nobody is told which."""


def found(token: str, *, locked: bool = False) -> Invitation:
    """The invitation of a link that can still be taken; `locked` keeps others from it until the transaction ends."""
    rows = Invitation.objects.select_related("account")
    one = (rows.select_for_update() if locked else rows).filter(digest=tokens.digest(token)).first()
    if one is None or not one.is_open(timezone.now()):
        raise NoInvitation
    return one
