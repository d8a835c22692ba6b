"""What the page of an answer shows, from the answer and the directory it came from: plain values for the template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from dooryard.core.asking import Answer
from dooryard.core.documents import Brief, Hit
from dooryard.core.places import Place
from dooryard.directory import cards, fallback, health, narrowing, presenters, wording
from dooryard.directory.current import Directory
from dooryard.directory.languages import gettext as _
from dooryard.directory.tokens import Asked

Row = tuple[Hit, Brief]
WHOM = cards.ASK.encode()
"""What a card has that leaves room for whom to ask."""

CRISIS = "suicide"
"""The category of the lines for somebody who thinks of suicide: the country's and the state's."""

HARM = ("domestic-violence", "sexual-assault")
"""The categories of the lines for somebody whom another person hurts."""

EMERGENCY = "emergency"
"""The category of the line for somebody who may be dying."""


def context(directory: Directory, answer: Answer, asked: Asked, *, at: datetime, limit: int) -> dict[str, Any]:
    """Everything `found.html` needs."""
    finder, line = directory.finder, directory.line
    hits = _rows(directory, presenters.shown(answer, finder))
    also = _rows(directory, answer.also)
    unsaid = _rows(directory, answer.unsaid.hits if answer.unsaid else ())
    return {
        "asked": asked,
        "emergency": answer.emergency,
        "line": line,
        "cards": _cards(directory, hits, at, line),
        "total": presenters.counted(answer, finder),
        "more": answer.found.total > len(answer.found.hits) and len(answer.found.hits) == limit,
        "also": _cards(directory, also, at, line),
        "nearer": _named(directory, answer.nearer),
        "straight": _(wording.STRAIGHT) if any(presenters.measured(*row) for row in (*hits, *unsaid, *also)) else "",
        "unsaid": _cards(directory, unsaid, at, line),
        **narrowing.context(answer, asked),
        "note": _note(row for rows in (hits, unsaid, also) for row in rows),
        **_warnings(directory, answer, at),
        **_taken(directory, answer, asked, at),
    }


def _warnings(directory: Directory, answer: Answer, at: datetime) -> dict[str, Any]:
    """What comes first where a life may be at stake."""
    signals = answer.understanding.signals
    warning = health.notes()["withdrawal"] if "withdrawal" in signals else None
    return {
        "steps": health.now().steps,
        "reviewed": health.now().reviewed,
        "danger": _danger(directory, answer, at),
        "crisis": directory.lines(CRISIS, at) if "suicide" in signals else (),
        "harm": harmed(directory, at) if "violence" in signals else None,
        "alone": answering(directory, at, CRISIS) if warning else None,
        "warning": warning,
        "warning_sources": health.sources_of(*warning.lines) if warning else (),
    }


def harmed(directory: Directory, at: datetime) -> dict[str, Any]:
    """Whom to call where somebody is hurt by another person."""
    return answering(directory, at, *HARM)


def answering(directory: Directory, at: datetime, *categories: str) -> dict[str, Any]:
    """The number for an emergency, and the lines of these categories, each once."""
    others = {row["service"]: row for category in categories for row in directory.lines(category, at)}
    return {"emergency": directory.lines(EMERGENCY, at), "others": list(others.values())}


def _danger(directory: Directory, answer: Answer, at: datetime) -> dict[str, Any] | None:
    """Whom to call, where what was typed may have been a danger that we cannot read."""
    if not presenters.unread(answer):
        return None
    return {"emergency": directory.lines(EMERGENCY, at), "crisis": directory.lines(CRISIS, at)}


def _taken(directory: Directory, answer: Answer, asked: Asked, at: datetime) -> dict[str, Any]:
    """How the question was understood. An emergency is no moment to read about spelling."""
    understood = answer.understanding
    none_open = presenters.none_open(answer, asked=asked.open_now)
    calm = not answer.emergency
    return {
        "corrections": understood.spelling if calm else {},
        "lost": answer.lost,
        "strange": ", ".join(presenters.not_understood(answer, directory.finder)) if calm and not answer.lost else "",
        "place": _place(answer.place, said=not asked.near) if answer.place else None,
        "others": [_other(place) for place in answer.other_places],
        "unmet": ", ".join(presenters.unmet_labels(answer, directory.finder)).capitalize(),
        "payers": presenters.payers_unknown(answer, directory.finder) if calm else "",
        "none_open": _(wording.NONE_OPEN) if none_open and calm else "",
        "widened": presenters.widened_words(answer, but="hours" if none_open else "") if calm else "",
    }


def _rows(directory: Directory, hits: Iterable[Hit]) -> list[Row]:
    return [(hit, directory.bundle.brief(hit.index)) for hit in hits]


def _cards(directory: Directory, rows: Iterable[Row], at: datetime, line: fallback.Line | None) -> list[Markup]:
    """Cards with their slots filled; they were escaped when they were rendered."""
    ask = cache(lambda known: _ask(line, known=known))
    return [Markup(_card(directory.card(hit.index), hit, brief, at, ask)) for hit, brief in rows]  # noqa: S704


def _card(card: bytes, hit: Hit, brief: Brief, at: datetime, ask: Callable[[bool], str]) -> str:
    whom = ask(bool(brief.phones)) if WHOM in card else ""
    return cards.fill(card, **presenters.slots(hit, brief, at), ask=whom)


def _note(rows: Iterable[Row]) -> health.Note | None:
    """The health note that stands on a card shown; it is the same on each."""
    told = (health.beside(brief.categories) for _hit, brief in rows if presenters.is_live(brief))
    return next(filter(None, told), None)


def _ask(line: fallback.Line | None, *, known: bool) -> str:
    """Whom to ask where a card shows no number; `known` where its service's own page does."""
    if not line:
        return "" if known else _("No number stated.")
    words = _("{line} can check it: {number}") if known else _("No number stated; {line} may know: {number}")
    link = Markup('<a class="tel call" href="{}"><bdi dir="ltr">{}</bdi></a>').format(line.phone.tel, line.phone.number)
    return escape(words).format(line=Markup("<bdi>{}</bdi>").format(line.name), number=link)


def _named(directory: Directory, hits: Iterable[Hit]) -> list[dict[str, str]]:
    """Services in one line each: what they are called and how far they are."""
    return [
        {
            "id": document.id,
            "name": f"{document.organization}: {document.service}",
            "distance": wording.distance_words(hit.distance, approximate=document.approximate),
        }
        for hit, document in ((hit, directory.bundle.document(hit.index)) for hit in hits)
        if presenters.measured(hit, document)
    ]


def _place(place: Place, *, said: bool) -> dict[str, Any]:
    """The place an answer is near; `from_words` when it was found in the words of the question."""
    return {"name": presenters.place_name(place), "kind": place.kind, "from_words": said}


def _other(place: Place) -> dict[str, str]:
    """Another place that may have been meant, with what to type to get just it."""
    return {"name": presenters.place_name(place), "near": presenters.typed_name(place)}
