"""What the page of an answer shows, from the answer and the directory it came from: plain values for the template."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from markupsafe import Markup

from dooryard.core.asking import LAST_RESORT, Answer
from dooryard.core.documents import NOT_STATED, Hit
from dooryard.core.places import Place
from dooryard.directory import cards, health, presenters, wording
from dooryard.directory.current import Directory
from dooryard.directory.tokens import Asked

CRISIS = "suicide"
"""The category of the lines for somebody who thinks of suicide: the country's and the state's."""


def context(directory: Directory, answer: Answer, asked: Asked, *, at: datetime, limit: int) -> dict[str, Any]:
    """Everything `found.html` needs."""
    understood = answer.understanding
    warning = health.notes()["withdrawal"] if "withdrawal" in understood.signals else None
    total = answer.found.total
    return {
        "asked": asked,
        "emergency": answer.emergency,
        "steps": health.now().steps,
        "crisis": directory.lines(CRISIS, at) if "suicide" in understood.signals else (),
        "warning": warning,
        "warning_sources": health.sources_of(*warning.lines) if warning else (),
        "corrections": understood.spelling,
        "place": _place(answer.place, said=not asked.near) if answer.place else None,
        "others": [_other(place) for place in answer.other_places],
        "unmet": ", ".join(presenters.unmet_labels(answer, directory.finder)).capitalize(),
        "info_lines": directory.lines(LAST_RESORT, at) if understood.unmet else (),
        "widened": presenters.widened_words(answer),
        "nearer": _named(directory, answer.nearer, at),
        "cards": _cards(directory, answer.found.hits, at),
        "total": "1 service" if total == 1 else f"{total:,} services",
        "more": total > len(answer.found.hits) and len(answer.found.hits) == limit,
        "also": _cards(directory, answer.also, at),
        "facets": _facets(answer.found.facets),
    }


def _cards(directory: Directory, hits: Iterable[Hit], at: datetime) -> list[Markup]:
    """Cards with their slots filled; they were escaped when they were rendered."""
    return [Markup(_card(directory, hit, at)) for hit in hits]  # noqa: S704


def _card(directory: Directory, hit: Hit, at: datetime) -> str:
    slots = presenters.slots(hit, directory.bundle.document(hit.index), at)
    return cards.fill(directory.bundle.card(hit.index), **slots).decode()


def _named(directory: Directory, hits: Iterable[Hit], at: datetime) -> list[dict[str, str]]:
    """Services in one line each: what they are called and how far they are."""
    rows = [(hit, directory.bundle.document(hit.index)) for hit in hits]
    return [
        {
            "id": document.id,
            "name": f"{document.organization}: {document.service}",
            "distance": wording.distance_words(hit.distance, approximate=document.approximate),
        }
        for hit, document in rows
    ]


def _place(place: Place, *, said: bool) -> dict[str, Any]:
    """The place an answer is near; `from_words` when it was found in the words of the question."""
    return {"name": presenters.place_name(place), "kind": place.kind, "from_words": said}


def _other(place: Place) -> dict[str, str]:
    """Another place that may have been meant, with what to type to get just it."""
    return {"name": presenters.place_name(place), "near": place.zip or presenters.place_name(place)}


def _facets(facets: dict[str, dict[str, int]]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Counts by facet, the most frequent value first and "not stated" last; facets nobody states are left out."""
    return [
        (
            name.replace("_", " ").capitalize(),
            sorted(values.items(), key=lambda item: (item[0] == NOT_STATED, -item[1], item[0])),
        )
        for name, values in facets.items()
        if set(values) - {NOT_STATED}
    ]
