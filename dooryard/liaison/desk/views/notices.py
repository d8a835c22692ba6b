"""Where a liaison asks to be told by e-mail that there is something to read, and nothing else."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from dooryard.core.saying import mark
from dooryard.desk import doors, policies
from dooryard.desk.actions import notices
from dooryard.desk.doors import Door
from dooryard.desk.models import Notice
from dooryard.desk.views.door import behind, posted
from dooryard.liaison.desk.views.asking import back, shown

HERE = "/desk/liaison/notices"
LONGEST = 254


def _can_ask(account: policies.HasRoles) -> bool:
    return bool(settings.EMAIL_HOST) and policies.can_answer(account)


doors.note(Door(HERE, mark("Be told by e-mail that there is something to read."), _can_ask))


@behind(policies.check_can_answer)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/notices`: give an address, or take it back. It is not shown again."""
    account = request.desk.account
    if request.method != "POST":
        # An address that does not open any more (desk.key was lost) reaches nobody: it is asked for anew.
        asked = any(one.address for one in Notice.objects.filter(account=account))
        return shown(request, "notices.html", {"can": bool(settings.EMAIL_HOST), "asked": asked})
    address = "" if posted(request, "end") else posted(request, "address").strip()[: LONGEST + 1]
    try:
        if not posted(request, "end"):
            validate_email(address)
        notices.ask(account, address, by=account.by)
    except ValidationError:
        return back(request, HERE, "address")
    except (Error, OSError):
        return back(request, HERE, "unkept")
    return back(request, HERE, "told" if address else "untold")
