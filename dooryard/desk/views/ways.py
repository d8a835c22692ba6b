"""Changing one's own ways to sign in: passkeys, the passphrase, the app."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from dooryard.desk import changing, signals
from dooryard.desk.entering import Refused
from dooryard.desk.models import Passkey
from dooryard.desk.policies import LIAISON
from dooryard.desk.views.account import told
from dooryard.desk.views.apps import LONGEST, app_to_set_up
from dooryard.desk.views.door import behind, here, posted, see, with_cookie
from dooryard.desk.views.proving import ACCOUNT, proven

PASSKEYS, PASSPHRASE, APP = f"{ACCOUNT}/passkeys", f"{ACCOUNT}/passphrase", f"{ACCOUNT}/app"


@behind()
@proven
@require_safe
def passkeys(request: HttpRequest) -> HttpResponse:
    """`/desk/account/passkeys`: one more."""
    context = {"asked": changing.ask_for_another(request.desk, here(request)), "longest": changing.LONGEST_LABEL}
    return told(request, "desk/passkeys.html", context)


@behind()
@proven
@require_POST
def add_passkey(request: HttpRequest) -> HttpResponse:
    """`/desk/account/passkeys/search`: the one that was made."""
    made = posted(request, "answer"), posted(request, "asked"), here(request), posted(request, "label")
    return _changed(request, lambda: changing.add_passkey(request.desk, *made), "added", PASSKEYS)


@behind()
@proven
@require_safe
def passkey(request: HttpRequest, key: int) -> HttpResponse:
    """`/desk/account/passkeys/<key>`: its name, and taking it away."""
    found = _own(request, key)
    context = {
        "passkey": found,
        "longest": changing.LONGEST_LABEL,
        "opens": signals.said(signals.passkey_opens, passkey=found),
    }
    return told(request, "desk/one_passkey.html", context)


@behind()
@proven
@require_POST
def name_passkey(request: HttpRequest, key: int) -> HttpResponse:
    """`/desk/account/passkeys/<key>/search`: another name."""
    try:
        changing.name_passkey(request.desk, key, posted(request, "label"))
    except Refused as refusal:
        return see(request, f"{ACCOUNT}?said={refusal.why}")
    return see(request, f"{ACCOUNT}?said=label")


@behind()
@proven
@require_POST
def remove_passkey(request: HttpRequest, key: int) -> HttpResponse:
    """`/desk/account/passkeys/<key>/remove`: it signs in no more."""
    if not posted(request, "sure"):
        return see(request, f"{PASSKEYS}/{key}?said=sure")
    try:
        cookie, undone = changing.remove_passkey(request.desk, _own(request, key))
    except Refused as refusal:
        return see(request, f"{PASSKEYS}/{key}?said={refusal.why}")
    return _kept(request, cookie, "unwrapped" if undone else "removed")


@behind()
@proven
@require_safe
def passphrase(request: HttpRequest) -> HttpResponse:
    """`/desk/account/passphrase`: another one, or the first with an app."""
    desk = request.desk
    has = changing.has_passphrase(desk)
    context = {"has": has, "passkeys": desk.account.passkeys.exists(), "liaison": LIAISON in desk.account.roles_now}
    return told(request, "desk/passphrase.html", context | ({} if has else _setup(request)))


@behind()
@proven
@require_POST
def set_passphrase(request: HttpRequest) -> HttpResponse:
    """`/desk/account/passphrase/search`: what was typed."""
    typed = [posted(request, name) for name in ("passphrase", "again", "code", "setup")]
    return _changed(request, lambda: changing.set_passphrase(request.desk, *typed), "passphrase", PASSPHRASE)


@behind()
@proven
@require_POST
def remove_passphrase(request: HttpRequest) -> HttpResponse:
    """`/desk/account/passphrase/remove`: passkeys alone from now on."""
    if not posted(request, "sure"):
        return see(request, f"{PASSPHRASE}?said=sure")
    return _changed(request, lambda: changing.remove_passphrase(request.desk), "removed", PASSPHRASE)


@behind()
@proven
@require_safe
def app(request: HttpRequest) -> HttpResponse:
    """`/desk/account/app`: another app for the codes."""
    if not changing.has_passphrase(request.desk):
        return see(request, PASSPHRASE)
    return told(request, "desk/app.html", _setup(request))


@behind()
@proven
@require_POST
def set_app(request: HttpRequest) -> HttpResponse:
    """`/desk/account/app/search`: the first code of it."""
    typed = posted(request, "code"), posted(request, "setup")
    return _changed(request, lambda: changing.set_app(request.desk, *typed), "app", APP)


def _own(request: HttpRequest, key: int) -> Passkey:
    found: Passkey | None = request.desk.account.passkeys.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _setup(request: HttpRequest) -> dict[str, object]:
    desk = request.desk
    return app_to_set_up(request, changing.bound(desk), desk.account.name)


def _changed(request: HttpRequest, work: Callable[[], str], said: str, form: str) -> HttpResponse:
    """To the account's page, or back to the form, with the app that is being set up."""
    try:
        return _kept(request, work(), said)
    except Refused as refusal:
        begun = {"setup": posted(request, "setup")[:LONGEST]} if posted(request, "setup") else {}
        return see(request, f"{form}?{urlencode({'said': refusal.why} | begun)}")


def _kept(request: HttpRequest, cookie: str, said: str) -> HttpResponse:
    return with_cookie(see(request, f"{ACCOUNT}?said={said}"), cookie)
