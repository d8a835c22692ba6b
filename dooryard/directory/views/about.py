"""How results are ordered, what is kept, who checks, and what is not known."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.directory import about as facts
from dooryard.directory import current, health
from dooryard.directory.views.pages import page


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """`/about`"""
    bundle = current.directory().bundle
    told = {"told": facts.told(bundle), "sources": bundle.manifest.sources, "reviewed": health.now().reviewed}
    return page(request, "about.html", told)
