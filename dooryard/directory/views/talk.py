"""Lines to call or text, and who to ask for in each county."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dooryard.directory import current, presenters
from dooryard.directory.views.pages import page


@require_safe
def talk(request: HttpRequest) -> HttpResponse:
    """`/talk`"""
    directory, at = current.directory(), timezone.now()
    liaisons = [
        presenters.liaison(document) | {"trust": presenters.trust_line(document, directory.record(document.id))}
        for _, document in directory.having("options-liaison", at)
    ]
    by_area = sorted(liaisons, key=lambda one: one["area"])
    lines = sorted(directory.lines("hotline", at), key=lambda line: "emergency" not in line["categories"])
    return page(request, "talk.html", {"lines": lines, "liaisons": by_area})
