"""What was posted, read: nothing here fails on bad input, and nothing that can be shown again is left out."""

from __future__ import annotations

from contextlib import suppress

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError

from dooryard.core.edge import plain
from dooryard.liaison.models import URGENCIES
from dooryard.liaison.seeker.carrying import Typed
from dooryard.liaison.threads import CHANNELS, CHOICES, DAYS, Conversation

LONGEST_TYPED = 2_000
"""Letters of a short field that come back; it takes fewer (checking.py)."""
MOST_READ, PIECE = 16_000_000, 65_536
"""Bytes that are read of what is too much, and forgotten piece by piece."""


def posted(request: HttpRequest) -> tuple[QueryDict, str]:
    """What a form holds, and why it cannot be used: "long", "unread", "elsewhere" or ""."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return QueryDict(), "elsewhere"
    try:
        return request.POST, ""
    except RequestDataTooBig:
        _read_on(request)
        return QueryDict(), "long"
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnicodeError):
        return QueryDict(), "unread"


def _read_on(request: HttpRequest) -> None:
    """Let somebody who sends far too much finish, within bounds: a browser that still sends shows no answer of ours."""
    left = MOST_READ
    with suppress(OSError):
        while left > 0 and (piece := request.read(PIECE)):
            left -= len(piece)


def typed(form: QueryDict) -> Typed:
    """What somebody typed and ticked."""
    days = plain(form.get("days", ""))
    urgency = "danger" if "urgent" in form else form.get("urgency", "")
    return Typed(
        message=lines(form.get("message", "")),
        urgency=urgency if urgency in URGENCIES else "none",
        how=tuple(one for one in CHANNELS if one in form.getlist("how")),
        phone=_short(form, "phone"),
        again=_short(form, "again"),
        email=_short(form, "email"),
        place=_short(form, "place"),
        hours=_short(form, "hours"),
        voicemail=form.get("voicemail") == "yes",
        otherwise=_short(form, "otherwise"),
        word=_short(form, "word"),
        our_word=_short(form, "our_word"),
        days=int(days) if days in map(str, CHOICES) else 0,
        pass_on=form.get("pass_on") == "yes",
    )


def typed_before(found: Conversation) -> Typed:
    """The form as it is filled with what a conversation holds."""
    wishes = found.wishes
    return Typed(
        how=wishes.open(),
        phone=wishes.phone,
        again=wishes.phone,
        email=wishes.email,
        place=wishes.place,
        hours=wishes.hours,
        voicemail=wishes.voicemail,
        otherwise=wishes.otherwise,
        word=wishes.word,
        our_word=wishes.our_word,
        days=found.days if found.days in CHOICES else DAYS,
        pass_on=wishes.pass_on,
    )


def lines(text: str) -> str:
    """A text of several lines, each without what cannot be seen; at most one empty line stands between two others."""
    kept: list[str] = []
    for line in map(plain, text.splitlines()):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def _short(form: QueryDict, name: str) -> str:
    return plain(form.get(name, ""))[:LONGEST_TYPED]
