"""The door of the desk: who is signed in, what they may, and whether a form that is sent is one of theirs.

Every page below /desk/ stands behind it: `@behind(policies.check_can_answer)` for those who are signed in and may,
`@open_to_all` for signing in. Only here is the cookie read, set and taken away.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from dooryard.desk import browsers, policies
from dooryard.desk.actions import refusals, sessions
from dooryard.desk.entering import NOBODY
from dooryard.desk.guessing import guard
from dooryard.desk.passkeys import Site
from dooryard.desk.policies import HasRoles, NotAllowed
from dooryard.desk.sessions import COOKIE, FORM, Desk, opened
from dooryard.desk.views.pages import page
from dooryard.desk.wording import REFUSED

View = Callable[..., HttpResponse]
SAFE = ("GET", "HEAD")


class SeeOther(HttpResponseRedirect):
    """303: whatever was posted, fetch that address."""

    status_code = 303


def behind(check: Callable[[HasRoles], None] = policies.check_can_use_desk) -> Callable[[View], View]:
    """A view for who is signed in and whom `check` lets: `request.desk` is who (desk/sessions.py).

    A form must be sent from our own pages with the word of the session: each has
    `<input name="word" type="hidden" value="{{ desk.word }}">`. The door comes first, above `@require_safe`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            cookie = request.COOKIES.get(COOKIE, "")
            desk = opened(cookie, timezone.now()) if cookie else None
            if desk is None:
                said = "" if request.method in SAFE else "?said=ended"
                return _without(see(request, f"/desk/enter{said}"), cookie)
            request.desk = desk
            try:
                check(desk.account)
                return _answered(view, request, desk, args, named)
            except NotAllowed:
                return denied(request, "role", by=desk.account.by)

        guarded.stands = check  # type: ignore[attr-defined]
        return guarded

    return decorate


def _answered(view: View, request: HttpRequest, desk: Desk, args: Any, named: Any) -> HttpResponse:
    if request.method not in SAFE:
        if is_from_elsewhere(request):
            return denied(request, "elsewhere", by=desk.account.by)
        if not desk.knows(posted(request, FORM)):
            return denied(request, "forged", by=desk.account.by)
    return view(request, *args, **named)


def open_to_all(view: View) -> View:
    """A view for who is not signed in yet; what is sent to it must come from our own pages too."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if request.method not in SAFE and is_from_elsewhere(request):
            return denied(request, "elsewhere", by=NOBODY)
        return view(request, *args, **named)

    guarded.stands = None  # type: ignore[attr-defined]
    return guarded


def posted(request: HttpRequest, name: str) -> str:
    """A field of a form that was sent; "" where there is none. Without NUL, which PostgreSQL takes in no text."""
    return str(request.POST.get(name, "")).replace("\x00", "")


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site made the browser send this.

    Browsers say so in Sec-Fetch-Site where they reached us by https. Older ones send Origin, which our own pages leave
    "null", because they send no referrer; then the cookie, which other sites' forms do not bring, and the word decide.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return bool(site != "same-origin")
    return request.headers.get("Origin", "null") not in ("null", here(request).origin)


def here(request: HttpRequest) -> Site:
    """The host that was asked for, as passkeys and browsers name it.

    Its port is the one that we listen on, or that of whoever speaks TLS in front of us, and never what the request
    says: another service on the same name could else pass on what somebody answered to it.
    """
    name = request.get_host()
    host = name if name.endswith("]") else name.rpartition(":")[0] or name
    standard, listening = ("443", "443") if request.is_secure() else ("80", str(request.META["SERVER_PORT"]))
    port = settings.PORTS.get(host, listening)
    return Site(host=host, origin=f"{request.scheme}://{host}{f':{port}' if port != standard else ''}")


def see(request: HttpRequest, path: str) -> HttpResponse:
    """Go to a page of ours, in the language that the address has now."""
    return SeeOther(request.path.removesuffix(request.path_info) + path)


def let_in(request: HttpRequest, cookie: str) -> HttpResponse:
    """To the desk, with the cookie of a session that has just begun; the one that the browser had is over."""
    if before := opened(request.COOKIES.get(COOKIE, ""), timezone.now()):
        sessions.go(before.session, by=before.account.by)
    return with_cookie(see(request, "/desk/"), cookie)


def with_cookie(response: HttpResponse, cookie: str) -> HttpResponse:
    """The same answer, with the cookie that a session has from now on."""
    response.set_cookie(COOKIE, cookie, path="/", secure=True, httponly=True, samesite="Strict")
    return response


def with_browser(response: HttpResponse, cookie: str) -> HttpResponse:
    """The same answer, with the cookie by which the browser is known again; it lets nobody in."""
    age = int(browsers.KEPT.total_seconds())
    response.set_cookie(browsers.COOKIE, cookie, max_age=age, path="/", secure=True, httponly=True, samesite="Strict")
    return response


def let_out(response: HttpResponse) -> HttpResponse:
    """The same answer, taking the cookie away."""
    response.delete_cookie(COOKIE, path="/", samesite="Strict")
    return response


def _without(response: HttpResponse, cookie: str) -> HttpResponse:
    return let_out(response) if cookie else response


def denied(request: HttpRequest, why: str, *, by: str) -> HttpResponse:
    """Refuse what somebody tried: the page that says why not, and a row in the audit log, of many at once how many."""
    note_denied(request, why, by=by)
    return refused(request, why)


def note_denied(request: HttpRequest, why: str, *, by: str) -> None:
    """The row alone, where the answer must not say that anything was refused."""
    if times := guard.noted(f"{by} {why}"):
        refusals.deny(why, str(request.resolver_match.route) if request.resolver_match else "", times, by=by)


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """A page that says why not; what was posted is shown it behind an address, so that no browser keeps it."""
    if request.method not in SAFE:
        return see(request, f"/desk/refused?why={why}")
    return page(request, "desk/refused.html", {"why": REFUSED.get(why, REFUSED["role"])}, status=403)
