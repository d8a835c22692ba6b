"""Writing to a liaison: a county is chosen, a message written and sent, and nobody asks who somebody is."""

from __future__ import annotations

import logging

import msgspec
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods, require_safe

from dooryard.core.edge import plain
from dooryard.directory import limits
from dooryard.directory.presenters import bare_county
from dooryard.directory.tokens import sealer
from dooryard.liaison import ceilings, threads
from dooryard.liaison.sealing import Code, TooLong
from dooryard.liaison.seeker import beside, carrying, checking, doors, reading
from dooryard.liaison.seeker.carrying import CarriedCode, Ticket, Told, Typed, Writing
from dooryard.liaison.seeker.views.answering import expired, see_other, shown

UNKNOWN = "?"
LONGEST_COUNTY = 100
"""Letters of what goes along as a county: ours have fewer."""


AT_ONCE, A_SECOND = 1_500.0, 0.2
"""First messages that a process takes at once, and then each second: a machine that writes fills no disk overnight."""

bucket = limits.Bucket(AT_ONCE, A_SECOND)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, token: str) -> HttpResponse:
    """`/talk/write/<token>`: the form; and `/talk/write/search`, where the county and the form are sent."""
    if request.method != "POST":
        found = carrying.from_address(token, Writing)
        return _form(request, found) if found else expired(request)
    form, problem = reading.posted(request)
    if problem:
        return _back(Writing(problem=problem))
    if "message" not in form:
        return _back(Writing(county=_county(form), problem="" if "county" in form else "unread"))
    return _send(form)


@require_safe
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """`/talk/sent/<token>`: that it was received, deleted, or not even read. Nothing of the code is here."""
    told = sealer.open(token, Told)
    if told is None:
        return expired(request)
    context = {"told": told, "door": doors.door(told.county)}
    return shown(request, "talk_sent.html", "", context, status=503 if told.what == "crowded" else 200)


def _send(form: QueryDict) -> HttpResponse:
    """Keep a message, or lead back to the form with all that was typed and why it was not kept."""
    ticket = carrying.from_form(form.get("ticket", ""))
    draft = Writing(county=_county(form), typed=reading.typed(form), ticket=ticket)
    if "new" in form:
        danger = _danger(draft.typed) if "warned" in form else ()
        return _back(msgspec.structs.replace(draft, ticket=None, danger=danger))
    problem = ("" if ticket else "stale") or checking.message(draft.typed)
    if problem := problem or ("unasked" if checking.unasked(draft.typed) else checking.how(draft.typed)):
        return _back(msgspec.structs.replace(draft, problem=problem))
    if "warned" not in form and (danger := _danger(draft.typed)):
        return _back(msgspec.structs.replace(draft, danger=danger))
    if refused := _refused(draft, ticket):
        return _back(refused)
    return see_other(f"/talk/sent/{sealer.seal(Told(what='received', county=draft.county))}")


def _refused(draft: Writing, ticket: Ticket | None) -> Writing | None:
    """The draft as it comes back where it could not be kept; None once it is on disk."""
    assert ticket  # noqa: S101 - a form without one was refused before
    typed = draft.typed
    if not bucket.take():
        return msgspec.structs.replace(draft, problem="unkept")
    try:
        threads.begin(
            CarriedCode(ticket),
            draft.county,
            typed.message,
            checking.wishes(typed),
            ticket.once,
            urgency=typed.urgency,
            days=typed.days or threads.DAYS,
            check=ceilings.check,
        )
    except threads.NotKept:
        return msgspec.structs.replace(draft, problem="unkept")
    except threads.NoTeam:
        return msgspec.structs.replace(draft, problem="nobody")
    except threads.Crowded:
        return msgspec.structs.replace(draft, problem="crowded")
    except threads.Full:
        return msgspec.structs.replace(draft, problem="full", ticket=None)
    except threads.Otherwise:
        return msgspec.structs.replace(draft, problem="again", ticket=carrying.ticket(ticket.lookup, ticket.key))
    except threads.Deleted:
        return msgspec.structs.replace(draft, problem="deleted", ticket=None)
    except TooLong:
        return msgspec.structs.replace(draft, problem="long")
    except Exception:
        # Whatever it was, what somebody typed is not lost to it, and to send it again keeps it once.
        logging.getLogger("dooryard.liaison").exception("a message")
        return msgspec.structs.replace(draft, problem="unkept")
    return None


def _danger(typed: Typed) -> tuple[str, ...]:
    return beside.dangers(typed.message, typed.urgency)


def _back(draft: Writing) -> HttpResponse:
    return see_other(f"/talk/write/{carrying.in_address(draft)}")


def _county(form: QueryDict) -> str:
    """A county that can be written to, "" where none was named; UNKNOWN for anything else."""
    named = plain(form.get("county", ""))[:LONGEST_COUNTY]
    return named if not named or doors.is_door(named) or "message" in form else UNKNOWN


def _form(request: HttpRequest, draft: Writing) -> HttpResponse:
    """The form, with a new code unless its code was shown before; or that nobody would read it."""
    door = doors.door(draft.county)
    if door is None and not draft.typed.message:
        context = {"named": bool(draft.county), "counties": doors.counties(), "nameless": doors.nameless()}
        return shown(request, "talk_nobody.html", draft.problem, context, status=400 if draft.county else 200)
    code, ticket = None, draft.ticket
    if ticket is None:
        code = Code.new()
        ticket = carrying.ticket(code.lookup, code.key)
    context = {
        "draft": draft,
        "typed": draft.typed,
        "door": door,
        "county": bare_county(draft.county),
        "reader": bare_county(door.reader) if door else "",
        "words": code.words if code else (),
        "ticket": carrying.in_form(ticket),
        **beside.warnings(draft.danger),
    }
    problem = draft.problem or ("" if door else "nobody")
    return shown(request, "talk_write.html", problem, context)
