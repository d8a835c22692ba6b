"""Coming back: seven words open a conversation; whatever is wrong with them, the answer is the same."""

from __future__ import annotations

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from dooryard.core.words import BadCode
from dooryard.directory import limits
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
    return shown(request, "talk_back.html", told.problem, {"most": LONGEST, "typed": told.typed})


def _open(request: HttpRequest) -> HttpResponse:
    form, problem = reading.posted(request)
    found = None
    try:
        found = None if problem else _found(form.get("words", "")[:LONGEST])
    except Error:
        problem = "closed"
    # Only who is wrong is held up: at two tries a second a stranger would keep everybody from their own words.
    if not found and not problem and not bucket.take():
        problem = "busy"
    typed = reading.typed(form)
    lookup, key = found or (b"", b"")
    wrong = "" if found else problem or "wrong"
    opened = Reading(lookup=lookup, key=key, since=carrying.now(), part="reply", typed=typed, problem=wrong)
    return see_other(f"/talk/{'thread' if found else 'back'}/{carrying.in_address(opened)}")


def _found(words: str) -> tuple[bytes, bytes] | None:
    """The keys of these words; None for a misspelled code, an unknown, expired or deleted one alike."""
    try:
        code = Code.read(words)
        return (code.lookup, code.key) if threads.read(code.key, code.lookup) else None
    except (BadCode, NotOpened):
        return None
