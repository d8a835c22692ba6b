"""A short list of services and its sheet: it lives in the page's own form, and the server forgets it at once."""

from __future__ import annotations

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dooryard.core import shortlist as lists
from dooryard.core.edge import BadInput, plain
from dooryard.core.saying import Said
from dooryard.directory import current, keeping, languages, sheet
from dooryard.directory.tokens import Asked, Kept, sealer
from dooryard.directory.views.find import SeeOther
from dooryard.directory.views.pages import page

TOO_MANY, UNREADABLE = "too-many", "unreadable"
REFUSALS = {
    TOO_MANY: (413, Said("That is too much for one list. Please choose {most} services or fewer.", most=lists.MOST)),
    UNREADABLE: (400, Said("That could not be read. Please start again.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def shortlist(request: HttpRequest) -> HttpResponse:
    """`/list`: POST makes or changes a list and answers 303; GET shows how to make one."""
    if request.method != "POST":
        return _page(request, Kept(), token="")
    kept, look = _posted(request)
    place = f"#n{kept.ids.index(look) + 1}" if look else ""
    return SeeOther(languages.at(f"/list/{sealer.seal(kept)}{place}"))


@require_safe
def shown(request: HttpRequest, token: str) -> HttpResponse:
    """`/list/<token>`: the list, and the sheet that it prints as."""
    kept = sealer.open(token, Kept)
    if kept is None:
        return page(request, "list_expired.html", status=410)
    return _page(request, kept, token=token)


def _posted(request: HttpRequest) -> tuple[Kept, str]:
    """What the form holds, and the service to look at next.

    A page of another site may not post here: nobody should find a list open that somebody else made for them.
    """
    try:
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            return Kept(refused=UNREADABLE), ""
        ids, left_out = keeping.listed(request.POST)
        ids, look = lists.changed(ids, request.POST.get("change", ""))
        language = request.POST.get("language", "")
        if language and language not in languages.LANGUAGES:
            return Kept(refused=UNREADABLE), ""
        return Kept(ids=ids, left_out=left_out, language=language), look
    except (RequestDataTooBig, TooManyFieldsSent):
        return Kept(refused=TOO_MANY), ""
    except (BadInput, BadRequest, SuspiciousOperation, MultiPartParserError, UnicodeError):
        return Kept(refused=UNREADABLE), ""


def _page(request: HttpRequest, kept: Kept, *, token: str) -> HttpResponse:
    directory = current.directory()
    known = tuple(one for one in kept.ids if directory.bundle.index(one) is not None)
    language, at = kept.language or languages.code(), timezone.now()
    site = f"{request.scheme}://{plain(request.get_host())}"
    status, problem = REFUSALS.get(kept.refused, (200, ""))
    told = {
        "rows": sheet.rows(directory, known),
        "gone": len(kept.ids) - len(known),
        "left_out": kept.left_out,
        "most": lists.MOST,
        "problem": languages.said(problem),
        "language": language,
        "asked": Asked(keep=known),
        "token": token if known else "",
        "opened": bool(token) and not kept.refused,
        "listed": kept.ids,
        "sheet": sheet.render(directory, known, language, at=at, site=site) if known else "",
    }
    return page(request, "list.html", told, status=status)
