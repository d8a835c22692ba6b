"""The audit log, for administrators: who did what to which record, the newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.core.saying import mark
from dooryard.desk import doors, log, policies
from dooryard.desk.doors import Door
from dooryard.desk.models import Account, AuditEntry
from dooryard.desk.views.door import behind
from dooryard.desk.views.pages import page

LOG = "/desk/log"
AT_ONCE = 50
doors.add(Door(LOG, mark("What was done here"), policies.can_keep_accounts))


@behind(policies.check_can_keep_accounts)
@require_safe
def read(request: HttpRequest) -> HttpResponse:
    """`/desk/log`: all of it, or what concerns one person (`who`), in pages (`before`)."""
    who = _account(request.GET.get("who", ""))
    rows = log.concerning(who) if who else AuditEntry.objects.all()
    lines, older = log.page(rows, _number(request.GET.get("before", "")), AT_ONCE)
    context = {"lines": lines, "older": older, "who": who, "people": Account.objects.all()}
    return page(request, "desk/log.html", context)


def _account(key: str) -> Account | None:
    found: Account | None = Account.objects.filter(pk=_number(key)).first()
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
