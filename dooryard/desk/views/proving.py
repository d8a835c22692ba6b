"""Showing once more that it is you, before an account is changed: a copied cookie alone changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dooryard.desk import changing
from dooryard.desk.entering import Refused
from dooryard.desk.views.door import SAFE, View, behind, here, posted, see, with_cookie
from dooryard.desk.views.pages import page
from dooryard.desk.wording import WRONG

PROVE, ACCOUNT = "/desk/account/prove", "/desk/account"
OURS = re.compile(r"/desk/(?:accounts?|liaison)(?:/[a-z0-9]{1,20}){0,3}")
"""Where somebody may be brought after that."""


def proven(view: View) -> View:
    """A view for who has shown within the last minutes that it is them; others are asked, and brought back.

    It stands below `@behind`. A form is sent to an address one step below its page, which is where they come back to.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if request.desk.session.is_proven(timezone.now()):
            return view(request, *args, **named)
        path = request.path_info
        return _asked(request, path if request.method in SAFE else path.rpartition("/")[0])

    return guarded


def _asked(request: HttpRequest, to: str, **told: str) -> HttpResponse:
    return see(request, f"{PROVE}?{urlencode({'to': to} | told)}")


@behind()
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """`/desk/account/prove`: the ways that the account signs in, and what a passkey answers."""
    desk = request.desk
    if request.method != "POST":
        context = {
            "to": _to(request.GET.get("to", "")),
            "asked": changing.ask_to_prove(desk, here(request)),
            "passphrase": changing.has_passphrase(desk),
            "problem": WRONG.get(request.GET.get("said", "")),
        }
        return page(request, "desk/prove.html", context)
    answer = posted(request, "answer"), posted(request, "asked")
    return _done(request, lambda: changing.prove_by_passkey(desk, *answer, here(request)))


@behind()
@require_POST
def prove_with_passphrase(request: HttpRequest) -> HttpResponse:
    """`/desk/account/prove/search`: the passphrase and a code, once more."""
    typed = posted(request, "passphrase"), posted(request, "code")
    return _done(request, lambda: changing.prove_by_passphrase(request.desk, *typed))


def _done(request: HttpRequest, work: Callable[[], str]) -> HttpResponse:
    to = _to(posted(request, "to"))
    try:
        return with_cookie(see(request, to), work())
    except Refused as refusal:
        return _asked(request, to, said={"wrong": "proof"}.get(refusal.why, refusal.why))


def _to(path: str) -> str:
    return path if OURS.fullmatch(path) else ACCOUNT
