"""The answer to a question: behind a sealed address from the form, or of the shareable form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from dooryard.core import edge
from dooryard.core.asking import LONGEST, Answer, Refused, UnknownPlace
from dooryard.core.saying import Said
from dooryard.directory import answers, current, filters, keeping
from dooryard.directory.languages import said
from dooryard.directory.tokens import Asked, sealer
from dooryard.directory.views.pages import page

SHOWN, ALL_SHOWN = 20, 200
TOO_LONG, UNREADABLE = "too-long", "unreadable"
"""Why what was posted was refused before it was asked, as the sealed address carries it to the page that says so."""

REFUSALS = {
    TOO_LONG: (413, Said("That is too long. Please say it in under {most} characters.", most=LONGEST)),
    filters.TOO_MANY: (400, Said("Those are too many choices at once. Please choose fewer.")),
    UNREADABLE: (400, Said("That could not be read. Please start again.")),
}


@require_safe
def found(request: HttpRequest, token: str) -> HttpResponse:
    """`/find/<token>`"""
    asked = sealer.open(token, Asked)
    if asked is None:
        return page(request, "expired.html", status=410)
    return answer(request, asked)


def answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The page that answers; a place we do not know is said (400), and the question answered without it."""
    if asked.refused:
        status, words = REFUSALS[asked.refused]
        return ask_again(request, asked, said(words), status=status)
    if fault := filters.fault(asked, current.directory().finder):
        return ask_again(request, asked, said(fault), status=400)
    limit = ALL_SHOWN if "all" in request.GET else SHOWN
    problem = ""
    try:
        try:
            answered = _ask(asked, asked.near, limit)
        except UnknownPlace as unknown:
            problem = said(unknown)
            answered = _ask(asked, "", limit)
    except (Refused, edge.BadInput) as refused:
        return ask_again(request, asked, problem or said(refused), status=400)
    context = answers.context(current.directory(), answered, asked, at=timezone.now(), limit=limit)
    context |= keeping.on_results(context, asked.keep)
    context |= {"problem": problem, "all": _all(request.GET) if context["more"] else ""}
    return page(request, "found.html", context, status=_status(problem, answered))


def _status(problem: str, answered: Answer) -> int:
    """400 where the place is none; not in an overdose, since a proxy may hide an error behind its own page."""
    return 400 if problem and not answered.emergency else 200


def ask_again(request: HttpRequest, asked: Asked, problem: str, *, status: int) -> HttpResponse:
    """The form again with what is wrong with it, or for the first time with nothing."""
    return page(request, "ask.html", {"asked": asked, "problem": problem}, status=status)


def _all(query: QueryDict) -> str:
    """The same address with everything shown."""
    wider = query.copy()
    wider["all"] = "1"
    return f"?{wider.urlencode()}"


def _ask(asked: Asked, near: str, limit: int) -> Answer:
    return current.directory().finder.ask(
        asked.words,
        near=near,
        at=timezone.now(),
        within=filters.within(asked),
        open_now=asked.open_now,
        age=edge.age(asked.age) if asked.age else None,
        filters=asked.filters,
        limit=limit,
        narrowing=True,
    )
