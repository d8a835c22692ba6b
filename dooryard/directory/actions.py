"""What stewards do to the directory: so far, to confirm a number, a field or a whole record."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from dooryard.core import numbers
from dooryard.desk import actions as desk
from dooryard.directory import models as d
from dooryard.directory.models.sources import CONFIRMED_HOW

FIELDS = ("", "phone", "address", "hours", "status", "category")
"""What can be confirmed of a service; "" is the whole of it."""

PUBLISHER = "Dooryard"
LONGEST_BY = 80


class CannotConfirm(ValueError):
    """A confirmation that cannot be true, or tells too little; the message is for the person who made it."""


def confirm(
    service: d.Service, *, by: str, how: str, when: date | None = None, field: str = "", phone: d.Phone | None = None
) -> d.Confirmation:
    """Record that somebody checked a service, a field of it, or one of its numbers; raises CannotConfirm.

    `by` is the role or account that did it ("steward:17"), never a caller's name; `how` is "called", "visited", "own
    page" or "peer"; `when` the day, today unless told. A confirmed number is of the first tier from the next compile
    on (core/tiers.py), and `dooryard check --go-live` no longer lists it. There is no command for it yet.
    """
    today = timezone.localdate()
    day = when or today
    field = "phone" if phone and not field else field
    _check(by, how, day, today)
    _check_field(service, field, phone)
    with transaction.atomic():
        confirmation = d.Confirmation.objects.create(
            service=service, phone=phone, field=field, when=day, how=how, by=by.strip()
        )
        d.Provenance.objects.create(
            service=service,
            resource_type="phone" if phone else "service",
            resource_id=phone.pk if phone else service.pk,
            field=field,
            value=phone.number if phone else "",
            publisher=PUBLISHER,
            seen=day.isoformat(),
            how=how,
        )
        key = phone.pk if phone else service.pk
        details = {"field": field, "how": how, "when": day.isoformat(), "confirmation": confirmation.pk}
        desk.record(by=by.strip(), action="confirm", table="phone" if phone else "service", key=key, details=details)
    return confirmation


def _check(by: str, how: str, day: date, today: date) -> None:
    if not by.strip() or len(by) > LONGEST_BY:
        raise CannotConfirm(f"Say who confirmed it: a role or an account, of up to {LONGEST_BY} characters.")
    if how not in CONFIRMED_HOW:
        raise CannotConfirm(f"“{how[:40]}” is not a way to confirm. There are: {', '.join(CONFIRMED_HOW)}.")
    if day > today:
        raise CannotConfirm(f"{day.isoformat()} has not come yet.")


def _check_field(service: d.Service, field: str, phone: d.Phone | None) -> None:
    if field not in FIELDS:
        raise CannotConfirm(f"“{field[:40]}” cannot be confirmed. What can: {', '.join(filter(None, FIELDS))}.")
    if (phone is not None) != (field == "phone"):
        raise CannotConfirm("Say which number was confirmed, and with a number no other field.")
    if phone is None:
        return
    if phone.service_id != service.pk:
        raise CannotConfirm("That number is not one of this service.")
    never = frozenset(d.NeverPublish.objects.values_list("digest", flat=True))
    if numbers.never_shown(phone.number, never):
        raise CannotConfirm("That number must never be shown, and confirming it would not change that.")
