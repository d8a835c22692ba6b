"""Every part of the pages in every state, for those who change the look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.directory import health, samples
from dooryard.directory.tokens import Asked
from dooryard.directory.views.pages import page


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """`/style`"""
    told = {
        "cards": list(samples.shown()),
        "phones": (samples.CALL, samples.TEXT),
        "steps": health.now().steps[:3],
        "asked": Asked(words="narcan", near="Testville", open_now=True),
        "note": health.notes()["withdrawal"],
        "sources": health.sources_of(*health.notes()["withdrawal"].lines),
    }
    return page(request, "style.html", told)
