"""Answers that all pages of the door share: where a form leads, and a page with the status of what was refused."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from dooryard.core.saying import mark
from dooryard.directory import languages
from dooryard.directory.tokens import sealer
from dooryard.directory.views.pages import page
from dooryard.liaison.seeker import beside
from dooryard.liaison.seeker.carrying import Told
from dooryard.liaison.seeker.checking import LONGEST, SHORT
from dooryard.liaison.seeker.refusing import refusal
from dooryard.liaison.threads import CHOICES

WAYS = {
    "call": mark("They may call me"),
    "text": mark("They may text me"),
    "email": mark("They may send an e-mail"),
    "meet": mark("They may meet me"),
}
"""What is ticked for each of the ways of being answered."""


def see_other(path: str) -> HttpResponse:
    """303: whatever was posted, fetch that address. Django's own redirects end before our longest address does."""
    return HttpResponse(status=303, headers={"Location": languages.at(path)})


def shown(
    request: HttpRequest, template: str, problem: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page with what went wrong, if anything did, and who answers now."""
    refused = refusal(problem)
    form = {"longest": LONGEST, "short": SHORT, "choices": CHOICES, "ways": _ways()}
    told = {"refusal": refused, "foreign": languages.code() != languages.ENGLISH} | form | beside.lines() | context
    response = page(request, template, told, status=refused.status if refused else status)
    if refused and refused.after:
        response.headers["Retry-After"] = str(refused.after)
    return response


def _ways() -> dict[str, str]:
    return {way: languages.gettext(label) for way, label in WAYS.items()}


def crowded() -> HttpResponse:
    """Where a message leads that could not even be read: to a page that says so, behind a neutral address."""
    return see_other(f"/talk/sent/{sealer.seal(Told(what='crowded'))}")


def expired(request: HttpRequest) -> HttpResponse:
    """410: the address does not open any more."""
    return shown(request, "talk_expired.html", "", {}, status=410)
