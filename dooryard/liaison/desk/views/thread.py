"""A conversation: read it, take it, answer it, hand it over, close it, note that the word was wrong."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from dooryard.desk import policies
from dooryard.desk.models.accounts import IDLE
from dooryard.desk.views.door import behind, note_denied, posted, see
from dooryard.directory.languages import at
from dooryard.liaison import threads
from dooryard.liaison.desk import drafts, presenting, reading
from dooryard.liaison.desk.drafts import Draft
from dooryard.liaison.desk.views.asking import back, shown, with_keys
from dooryard.liaison.letters import Conversation
from dooryard.liaison.sealing import NotOpened, TooLong
from dooryard.liaison.seeker.reading import lines

ONCE = 16
LATE = 90
"""Seconds after the end of the session: that somebody is still there is noted once a minute."""


@behind(policies.check_can_answer)
@require_safe
@with_keys
def thread(request: HttpRequest, thread: int) -> HttpResponse:
    """`/desk/liaison/thread/<id>`: the conversation, how the person wants to be reached, and what can be done."""
    found = _opened(request, thread)
    draft = drafts.unseal(request.GET.get("draft", ""), request.desk.session.digest, thread)
    once = draft.once if draft and request.GET.get("said") != "again" else secrets.token_hex(ONCE)
    context = {
        "thread": thread,
        "conversation": presenting.opened(found),
        "wishes": presenting.wished(found.wishes),
        "form": once,
        "text": draft.text if draft else "",
        "longest": drafts.LONGEST,
        **_whose(request, found),
        "counties": reading.others_than(thread),
        "colleagues": reading.holding(thread),
    }
    response = shown(request, "thread.html", context)
    # Once the session is over the browser asks again, and the words leave the screen.
    response.headers["Refresh"] = f"{int(IDLE.total_seconds()) + LATE}; url={at('/desk/liaison/')}"
    return response


@behind(policies.check_can_answer)
@require_POST
@with_keys
def answer(request: HttpRequest, thread: int) -> HttpResponse:
    """`/desk/liaison/thread/<id>/search`: an answer, kept once however often the form is sent."""
    text, once, by = lines(posted(request, "text")), posted(request, "once"), request.desk.account.by
    if why := _unfit(text, once):
        return _again(request, thread, why, text, once)

    def work() -> object:
        # Who has left the desk answers nothing any more: what they had taken is everybody's.
        instead = bool(posted(request, "instead")) or _whose(request, _opened(request, thread))["whose"] != "theirs"
        return threads.answer(thread, request.ring.keys, text, bytes.fromhex(once), by=by, instead=instead)

    why = _done(request, work)
    return _again(request, thread, why, text, once) if why else back(request, _at(thread), "answered")


@behind(policies.check_can_answer)
@require_POST
@with_keys
def assign(request: HttpRequest, thread: int) -> HttpResponse:
    """`/desk/liaison/thread/<id>/assign`: a colleague of the team, or I, take it; or it is everybody's again."""
    to = posted(request, "account")
    if to and to not in dict(reading.holding(thread)):
        return back(request, _at(thread), "team")
    why = _done(request, lambda: threads.assign(thread, request.ring.keys, to, by=request.desk.account.by))
    return back(request, _at(thread), why or ("assigned" if to else "free"))


@behind(policies.check_can_answer)
@require_POST
@with_keys
def close(request: HttpRequest, thread: int) -> HttpResponse:
    """`/desk/liaison/thread/<id>/close`: nothing is waited for any more."""
    why = _done(request, lambda: threads.close(thread, request.ring.keys, by=request.desk.account.by))
    return back(request, _at(thread), why or "closed")


@behind(policies.check_can_answer)
@require_POST
@with_keys
def hand_over(request: HttpRequest, thread: int) -> HttpResponse:
    """`/desk/liaison/thread/<id>/over`: another county's team reads it from now on, and this one no more."""
    to, found = posted(request, "county"), _opened(request, thread)
    if to not in dict(reading.others_than(thread)):
        return back(request, _at(thread), "nobody")
    if not found.whole:
        return back(request, _at(thread), "part")
    if posted(request, "sure") != "yes":
        return back(request, _at(thread), "sure")
    why = _done(request, lambda: threads.hand_over(thread, request.ring.keys, to, by=request.desk.account.by))
    return back(request, _at(thread), why) if why else back(request, "/desk/liaison/", "over")


@behind(policies.check_can_answer)
@require_POST
@with_keys
def missed(request: HttpRequest, thread: int) -> HttpResponse:
    """`/desk/liaison/thread/<id>/missed`: the word was wrong. `seen` is how often it was when the page was shown."""
    channel = posted(request, "channel")
    found = _opened(request, thread)
    if channel not in found.wishes.open() or posted(request, "seen") != str(found.wishes.failures.get(channel, 0)):
        return back(request, _at(thread), "seen")
    why = _done(request, lambda: threads.missed(thread, request.ring.keys, channel, by=request.desk.account.by))
    return back(request, _at(thread), why or "missed")


def _opened(request: HttpRequest, thread: int) -> Conversation:
    """The conversation. One of another team is no more to be found than one that is not there."""
    try:
        found = threads.opened(thread, request.ring.keys)
    except NotOpened:
        note_denied(request, "team", by=request.desk.account.by)
        found = None
    if found is None:
        raise Http404
    return found


def _whose(request: HttpRequest, found: Conversation) -> dict[str, object]:
    """Who has taken it, and who could."""
    me = request.desk.account.by
    known = reading.active([found.assigned])
    return {
        "whose": presenting.whose(found.assigned, me, known),
        "taken_by": known.get(found.assigned, ""),
        "assigned": found.assigned if found.assigned in known else "",
        "me": me,
    }


def _done(request: HttpRequest, work: Callable[[], object]) -> str:
    """A word of wording.WRONG for why something was not done, "" where it was."""
    try:
        done = work()
    except threads.NotKept:
        return "unkept"
    except threads.NoTeam:
        return "nobody"
    except threads.NotAgreed:
        return "agreed"
    except threads.Otherwise:
        return "again"
    except threads.Theirs:
        return "theirs"
    except threads.Deleted:
        return "deleted"
    except TooLong:
        return "long"
    except NotOpened:
        note_denied(request, "team", by=request.desk.account.by)
        done = None
    if not done:
        raise Http404
    return ""


def _unfit(text: str, once: str) -> str:
    if not text:
        return "empty"
    if len(text) > drafts.LONGEST:
        return "long"
    try:
        return "" if len(bytes.fromhex(once)) == ONCE else "unread"
    except ValueError:
        return "unread"


def _again(request: HttpRequest, thread: int, why: str, text: str, once: str) -> HttpResponse:
    """Back to the form, with what was typed."""
    kept = once if why not in ("unread", "empty") else secrets.token_hex(ONCE)
    token = drafts.seal(Draft(request.desk.session.digest, thread, kept, text)) if text.strip() else ""
    return see(request, f"{_at(thread)}?said={why}&draft={token}")


def _at(thread: int) -> str:
    return f"/desk/liaison/thread/{thread}"
