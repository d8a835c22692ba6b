"""What to do in an overdose, from sourced text; whatever else is broken, these steps are shown."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.directory import current, health
from dooryard.directory.views.pages import page


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """`/now`"""
    text = health.now()
    law, unconfirmed = _of_the_place()
    lines = (*text.steps, text.unsure, text.cannot_call, *text.signs, *text.dont, *text.know, *law)
    sources = health.sources_of(*lines)
    numbered = [(line, ", ".join(str(sources.index(source) + 1) for source in line.sources)) for line in lines]
    told = {"now": text, "law": law, "lines": numbered, "sources": sources, "unconfirmed": unconfirmed}
    return page(request, "now.html", told)


def _of_the_place() -> tuple[tuple[health.Line, ...], bool]:
    """What the law of the place says, and whether numbers are unconfirmed; nothing where anything at all is wrong."""
    try:
        return health.law(current.place_folder()), current.directory().unconfirmed
    except current.NoBundle:
        return (), False
    except Exception:
        logging.getLogger("dooryard.now").exception("the place's part of /now")
        return (), True
