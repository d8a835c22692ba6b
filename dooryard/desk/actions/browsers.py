"""Knowing a browser again: the SHA-256 of its cookie is kept with the account that signed in."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dooryard.desk import browsers, tokens
from dooryard.desk.actions.audit import record
from dooryard.desk.models import Account


def know(account: Account, cookie: str, *, by: str) -> str:
    """What the browser keeps from now on: the cookie that it has, where that is this account's, or a new one."""
    if cookie and browsers.mark(cookie, account.name):
        return cookie
    cookie, today = tokens.new(), timezone.now().date()
    with transaction.atomic(durable=True):
        account.browsers.filter(made_on__lte=today - browsers.KEPT).delete()
        account.browsers.create(digest=tokens.digest(cookie), made_on=today)
        newest = account.browsers.order_by("-pk").values_list("pk", flat=True)[: browsers.MOST]
        account.browsers.exclude(pk__in=list(newest)).delete()
        record(by=by, action="know browser", table="account", key=account.pk)
    return cookie
