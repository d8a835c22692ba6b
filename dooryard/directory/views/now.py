"""What to do in an overdose, from sourced text; it needs neither the bundle nor the database."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.directory import current, health
from dooryard.directory.views.pages import page


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """`/now`"""
    text = health.now()
    law = health.law(current.place_folder())
    lines = (*text.steps, text.unsure, text.cannot_call, *text.signs, *text.dont, *text.know, *law)
    sources = health.sources_of(*lines)
    numbered = [(line, ", ".join(str(sources.index(source) + 1) for source in line.sources)) for line in lines]
    return page(request, "now.html", {"now": text, "law": law, "lines": numbered, "sources": sources})
