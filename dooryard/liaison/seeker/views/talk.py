"""The page of lines and liaisons, with a door to write to one where a county has a team."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.directory.views import talk as lines
from dooryard.directory.views.pages import page
from dooryard.liaison.seeker import doors


@require_safe
def talk(request: HttpRequest) -> HttpResponse:
    """`/talk`: the directory's page, to which this room adds a door. It lives here because imports only go down."""
    context, counties = lines.context(), _counties()
    if not counties:
        return page(request, "talk.html", context)
    return page(request, "talk_door.html", context | {"counties": counties, "nameless": doors.nameless()})


def _counties() -> list[tuple[str, str]]:
    """The counties that can be written to; none where anything at all is wrong: the lines are shown whatever is."""
    try:
        return doors.counties()
    except Exception:
        logging.getLogger("dooryard.liaison").exception("the doors of /talk")
        return []
