"""Notices: where somebody asked to be told that there is something to read, and when they were told last."""

from __future__ import annotations

import datetime

from django.db import transaction

from dooryard.desk.actions.audit import record
from dooryard.desk.models import Account, Notice


def ask(account: Account, address: str, *, by: str) -> None:
    """Tell somebody at this address from now on, "" for nowhere. The log says neither the address nor its end."""
    with transaction.atomic(durable=True):
        if address:
            Notice.objects.update_or_create(account=account, defaults={"address": address})
        else:
            Notice.objects.filter(account=account).delete()
        record(by=by, action="ask for notices" if address else "end notices", table="account", key=account.pk)


def told(notice: Notice, day: datetime.date, *, by: str) -> bool:
    """Note that somebody is told on a day, before they are; False where they were told already."""
    with transaction.atomic(durable=True):
        first = Notice.objects.filter(pk=notice.pk).exclude(day=day).update(day=day)
        if first:
            record(by=by, action="notice", table="account", key=notice.account_id, to_the_day=True)
    return bool(first)


def not_told(notice: Notice, *, by: str) -> None:
    """It did not go: they are as before, to be told at the next run."""
    with transaction.atomic(durable=True):
        Notice.objects.filter(pk=notice.pk).update(day=notice.day)
        record(by=by, action="no notice", table="account", key=notice.account_id, to_the_day=True)
