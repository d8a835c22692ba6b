"""Taking an invitation: a link that works once, and opens nothing by being looked at."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from dooryard.desk import entering, invitations, passkeys, policies, tokens
from dooryard.desk.entering import Refused
from dooryard.desk.invitations import NoInvitation
from dooryard.desk.views.apps import LONGEST, app_to_set_up
from dooryard.desk.views.door import here, let_in, open_to_all, posted, see
from dooryard.desk.views.pages import page
from dooryard.desk.wording import WRONG


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """`/desk/join/<token>`: the two ways to sign in from now on, and the passkey that was made."""
    try:
        if request.method != "POST":
            return _form(request, token)
        made = posted(request, "answer"), posted(request, "asked")
        return let_in(request, entering.join_by_passkey(token, *made, here(request)))
    except NoInvitation:
        return _over(request)
    except Refused as refusal:
        return see(request, f"/desk/join/{token}?said={refusal.why}")


@open_to_all
@require_POST
def join_with_passphrase(request: HttpRequest, token: str) -> HttpResponse:
    """`/desk/join/<token>/search`: a passphrase, and the first code of an app."""
    setup = posted(request, "setup")
    passphrase, again, code = (posted(request, name) for name in ("passphrase", "again", "code"))
    try:
        return let_in(request, entering.join_by_passphrase(token, passphrase, again, code, setup))
    except NoInvitation:
        return _over(request)
    except Refused as refusal:
        told = urlencode({"said": refusal.why, "setup": setup[:LONGEST]})
        return see(request, f"/desk/join/{token}?{told}")


def _form(request: HttpRequest, token: str) -> HttpResponse:
    invited = invitations.found(token)
    context = {
        "token": token,
        "account": invited.account,
        "roles": [sentence for role, sentence in policies.ROLES.items() if role in invited.roles],
        "asked": passkeys.ask_for_new(invited.account, here(request), tokens.digest(token)),
        "problem": WRONG.get(request.GET.get("said", "")),
    }
    context |= app_to_set_up(request, tokens.digest(token), invited.account.name)
    return page(request, "desk/join.html", context)


def _over(request: HttpRequest) -> HttpResponse:
    """The same page for a link that was used, is too old, or never was one."""
    if request.method == "POST":
        return see(request, "/desk/join/over")
    return page(request, "desk/over.html", status=410)
