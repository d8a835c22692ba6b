"""Signing in and out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from dooryard.desk import browsers, entering, passkeys
from dooryard.desk.actions import sessions
from dooryard.desk.entering import Refused
from dooryard.desk.views.door import behind, here, let_in, let_out, open_to_all, posted, see, with_browser
from dooryard.desk.views.pages import page
from dooryard.desk.wording import WRONG


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """`/desk/enter`: the two ways to sign in, and what a passkey answers."""
    if request.method != "POST":
        asked = passkeys.ask(here(request), entering.ENTER)
        return page(request, "desk/enter.html", {"asked": asked, "problem": WRONG.get(request.GET.get("said", ""))})
    try:
        return let_in(request, entering.by_passkey(posted(request, "answer"), posted(request, "asked"), here(request)))
    except Refused as refusal:
        return see(request, f"/desk/enter?said={refusal.why}")


@open_to_all
@require_POST
def enter_with_passphrase(request: HttpRequest) -> HttpResponse:
    """`/desk/enter/search`: what a person types who has no passkey."""
    name, passphrase, code = (posted(request, field) for field in ("name", "passphrase", "code"))
    before = request.COOKIES.get(browsers.COOKIE, "")
    try:
        session, browser = entering.by_passphrase(name, passphrase, code, before)
        return with_browser(let_in(request, session), browser)
    except Refused as refusal:
        return see(request, f"/desk/enter?said={refusal.why}")


@behind()
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """`/desk/leave`: the session ends on the server, so that its cookie opens nothing for anybody."""
    if request.method != "POST":
        return page(request, "desk/leave.html")
    sessions.go(request.desk.session, by=request.desk.account.by)
    return let_out(see(request, "/desk/enter"))
