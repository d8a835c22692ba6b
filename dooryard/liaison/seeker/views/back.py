"""Coming back: seven words open a conversation. What is said of those that do not depends on the list alone."""

from __future__ import annotations

from contextlib import suppress

import msgspec
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from dooryard.core.words import BadCode
from dooryard.directory import languages, limits
from dooryard.liaison import threads
from dooryard.liaison.sealing import Code, NotOpened
from dooryard.liaison.seeker import carrying, reading
from dooryard.liaison.seeker.carrying import Reading
from dooryard.liaison.seeker.views.answering import expired, see_other, shown

LONGEST = 1_000
"""Letters of what is read as seven words."""
AT_ONCE, A_SECOND = 60.0, 1.0
"""Wrong tries that a process answers at once, and then each second, whoever makes them: we cannot tell people apart."""

bucket = limits.Bucket(AT_ONCE, A_SECOND)


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, token: str = "") -> HttpResponse:
    """`/talk/back`: the form; `/talk/back/search`, where it is sent; `/talk/back/<token>`, why nothing opened."""
    if request.method == "POST":
        return _open(request)
    told = carrying.from_address(token, Reading) if token else Reading()
    if told is None:
        return expired(request)
    context = {"most": LONGEST, "typed": told.typed, "told": told.told, "over": told.problem == "over"}
    return shown(request, "talk_back.html", told.problem, context)


def _open(request: HttpRequest) -> HttpResponse:
    form, problem = reading.posted(request)
    found, told = None, ""
    try:
        found = None if problem else _found(form.get("words", "")[:LONGEST])
    except Error:
        problem = "closed"
    except BadCode as refused:
        problem, told = "unlike", languages.said(refused.said)
    # Only who is wrong is held up: at two tries a second a stranger would keep everybody from their own words.
    if not found and problem in ("", "unlike") and not bucket.take():
        problem, told = "busy", ""
    wrong = "" if found else problem or "wrong"
    lookup, key = found or (b"", b"")
    draft = Reading(part="reply", typed=reading.typed(form), problem=wrong, told=told)
    opened = msgspec.structs.replace(draft, lookup=lookup, key=key, since=carrying.now())
    return see_other(f"/talk/{'thread' if found else 'back'}/{carrying.in_address(opened)}")


def _found(words: str) -> tuple[bytes, bytes] | None:
    """The keys of these words; None for an unknown code, an expired and a deleted one alike. Raises BadCode."""
    code = threads.among(Code.readings(words))
    with suppress(NotOpened):
        return (code.lookup, code.key) if code and threads.read(code.key, code.lookup) else None
    return None
