"""A conversation that is open: read it, add to it, change how to be reached and how long it is kept, delete it."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
from django.db import Error
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods
from nacl.utils import random

from dooryard.directory.presenters import bare_county
from dooryard.directory.tokens import sealer
from dooryard.liaison import ceilings, threads
from dooryard.liaison.sealing import NotOpened, TooLong
from dooryard.liaison.seeker import beside, carrying, checking, doors, reading
from dooryard.liaison.seeker.carrying import Reading, Ticket, Told, Typed
from dooryard.liaison.seeker.views.answering import expired, see_other, shown


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, token: str) -> HttpResponse:
    """`/talk/thread/<token>`: the conversation; `/talk/thread/search`, where its forms are sent."""
    if request.method != "POST":
        opened = carrying.from_address(token, Reading)
        return (
            _conversation(request, opened) if opened and (opened.asked or carrying.shows(opened)) else expired(request)
        )
    form, problem = reading.posted(request)
    ticket = carrying.from_form(form.get("ticket", ""))
    if ticket is None or not ticket.since:
        return _words_again(reading.typed(form), problem)
    opened = Reading(lookup=ticket.lookup, key=ticket.key, since=ticket.since, problem=problem)
    return _DOING.get(form.get("do", ""), _shown)(form, opened, ticket)


def _words_again(typed: Typed, problem: str = "") -> HttpResponse:
    """Lead to where the words are typed, with the message that was."""
    stale = Reading(part="reply", typed=typed, problem=problem or "stale-thread")
    return see_other(f"/talk/back/{carrying.in_address(stale)}")


def _shown(form: QueryDict, opened: Reading, ticket: Ticket) -> HttpResponse:
    return _back(opened)


def _reply(form: QueryDict, opened: Reading, ticket: Ticket) -> HttpResponse:
    """Keep a further message, or lead back with it."""
    draft = msgspec.structs.replace(opened, part="reply", typed=reading.typed(form), once=ticket.once)
    if problem := checking.message(draft.typed):
        return _back(msgspec.structs.replace(draft, problem=problem))
    if "warned" not in form and (danger := beside.dangers(draft.typed.message, draft.typed.urgency)):
        return _back(msgspec.structs.replace(draft, danger=danger))
    sent, urgency = (ticket.key, ticket.lookup, draft.typed.message, ticket.once), draft.typed.urgency
    return _kept(opened, draft, lambda: threads.reply(*sent, urgency=urgency, check=ceilings.check_further))


def _change(form: QueryDict, opened: Reading, ticket: Ticket) -> HttpResponse:
    """Change how to be reached and how long all is kept, or lead back with what was typed.

    What was taken back is taken back all the same: no mistake beside it undoes a no.
    """
    draft = msgspec.structs.replace(opened, part="change", typed=reading.typed(form), once=ticket.once)
    try:
        found = threads.read(ticket.key, ticket.lookup)
    except (Error, NotOpened):
        return _back(msgspec.structs.replace(draft, problem="unkept"))
    before = found.wishes if found else threads.Wishes()
    forgotten = checking.unasked(draft.typed) and not before.phone
    if not (problem := "unasked" if forgotten else checking.how(draft.typed)):
        wishes, days = checking.wishes(draft.typed), draft.typed.days or None
        return _kept(opened, draft, lambda: threads.change(ticket.key, ticket.lookup, wishes, ticket.once, days=days))
    refused = msgspec.structs.replace(draft, problem=problem)
    if (fewer := checking.fewer(before, draft.typed)) is None:
        return _back(refused)
    taken = msgspec.structs.replace(refused, said="withdrawn")
    return _kept(taken, draft, lambda: threads.change(ticket.key, ticket.lookup, fewer, random(16)))


def _kept(opened: Reading, draft: Reading, write: Any) -> HttpResponse:
    """Write, and lead to the conversation; where it was not kept, with all that was typed and why."""
    try:
        if write() is None:
            return _words_again(draft.typed, "over")
    except threads.NotKept:
        return _back(msgspec.structs.replace(draft, problem="unkept"))
    except threads.NoTeam:
        return _back(msgspec.structs.replace(draft, problem="nobody"))
    except threads.Full:
        return _back(msgspec.structs.replace(draft, problem="full"))
    except threads.Otherwise:
        return _back(msgspec.structs.replace(draft, once=b"", problem="again"))
    except threads.Deleted:
        return _words_again(draft.typed, "over")
    except TooLong:
        return _back(msgspec.structs.replace(draft, problem="long"))
    except Exception:
        # Whatever it was, what somebody typed is not lost to it, and to send it again keeps it once.
        logging.getLogger("dooryard.liaison").exception("a reply")
        return _back(msgspec.structs.replace(draft, problem="unkept"))
    if draft.part == "reply" and not carrying.shows(opened):
        return see_other(f"/talk/sent/{sealer.seal(Told(what='received'))}")
    return _back(msgspec.structs.replace(opened, said=opened.said or draft.part))


def _ask(form: QueryDict, opened: Reading, ticket: Ticket) -> HttpResponse:
    return _back(msgspec.structs.replace(opened, asked=True))


def _delete(form: QueryDict, opened: Reading, ticket: Ticket) -> HttpResponse:
    try:
        threads.delete_now(ticket.lookup)
    except threads.NotKept:
        return _back(msgspec.structs.replace(opened, asked=True, problem="standing"))
    return see_other(f"/talk/sent/{sealer.seal(Told(what='deleted'))}")


def _back(opened: Reading) -> HttpResponse:
    """To the conversation; where the words were typed too long ago, to where they are typed once more."""
    if not opened.asked and not carrying.shows(opened):
        return _words_again(opened.typed)
    return see_other(f"/talk/thread/{carrying.in_address(opened)}")


def _conversation(request: HttpRequest, opened: Reading) -> HttpResponse:
    """The page of a conversation; the same answer as for an old address where it has gone meanwhile."""
    try:
        found = threads.read(opened.key, opened.lookup)
    except (Error, NotOpened):
        return shown(request, "talk_closed.html", "closed", {})
    if found is None:
        return _words_again(opened.typed, "over") if opened.typed.message else expired(request)
    before = reading.typed_before(found)
    context = {
        "opened": opened,
        "found": found,
        "county": bare_county(found.county),
        "door": doors.door(found.county),
        "reader": bare_county(found.reader),
        "shut": [one for one in found.wishes.channels if one not in found.wishes.open()],
        "reply": opened.typed if opened.part == "reply" else Typed(),
        "typed": opened.typed if opened.part == "change" else before,
        "tickets": {part: _ticket(opened, part) for part in ("reply", "change")},
        **beside.warnings(opened.danger),
    }
    return shown(request, "talk_asked.html" if opened.asked else "talk_thread.html", opened.problem, context)


def _ticket(opened: Reading, part: str) -> str:
    """The ticket of one of the forms: what comes back keeps its number, so that it is never kept twice."""
    once = opened.once if part == opened.part else b""
    return carrying.in_form(carrying.ticket(opened.lookup, opened.key, once, opened.since))


_DOING = {"reply": _reply, "change": _change, "ask": _ask, "delete": _delete}
