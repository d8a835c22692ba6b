"""One's own account: how one signs in, where one is signed in, and ending that elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dooryard.desk import changing, doors
from dooryard.desk.actions import sessions
from dooryard.desk.models import Account, Session
from dooryard.desk.views.door import behind, posted, see
from dooryard.desk.views.pages import page
from dooryard.desk.views.proving import ACCOUNT, proven
from dooryard.desk.wording import DONE, WRONG

SESSIONS = f"{ACCOUNT}/sessions"


@behind()
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """`/desk/account`: the ways to sign in, and the sessions."""
    desk = request.desk
    context = {
        "passkeys": desk.account.passkeys.order_by("pk"),
        "passphrase": changing.has_passphrase(desk),
        "sessions": signed_in(desk.account, desk.session),
        "notes": doors.notes_of(desk.account),
    }
    return told(request, "desk/account.html", context)


@behind()
@proven
@require_safe
def own_sessions(request: HttpRequest) -> HttpResponse:
    """`/desk/account/sessions`: where one is signed in, each with a button that ends it."""
    return told(request, "desk/sessions.html", {"sessions": signed_in(request.desk.account, request.desk.session)})


@behind()
@proven
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """`/desk/account/sessions/end`: one of them, or all but this one."""
    desk, which = request.desk, posted(request, "session")
    others = set(desk.account.sessions.exclude(pk=desk.session.pk).values_list("pk", flat=True))
    chosen = others if which == "others" else {one for one in others if str(one) == which}
    sessions.end(chosen, desk.account, by=desk.account.by)
    return see(request, f"{SESSIONS}?said=ended")


def told(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page, with what was done, or not, said above it."""
    said = request.GET.get("said", "")
    return page(request, template, {"done": DONE.get(said), "problem": WRONG.get(said)} | context)


def signed_in(of: Account, this: Session) -> list[dict[str, Any]]:
    """The sessions of an account that are open now: this one first, then who was there last."""
    now = timezone.now()
    found = [one for one in of.sessions.order_by("-seen") if one.is_open(now)]
    return [_shown(one, this, now) for one in sorted(found, key=lambda one: one.pk != this.pk)]


def _shown(one: Session, this: Session, now: datetime) -> dict[str, Any]:
    """How long ago, in hours and minutes: no place of the server's or the reader's clock is needed for it."""
    return {
        "key": one.pk,
        "this": one.pk == this.pk,
        "passkey": one.how == Session.PASSKEY,
        "began": divmod(int((now - one.started) / timedelta(minutes=1)), 60),
        "seen": int((now - one.seen) / timedelta(minutes=1)),
    }
