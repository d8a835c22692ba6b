"""“This is wrong”: anybody may say so of a service, without an account, and nothing of them is kept."""

from __future__ import annotations

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dooryard.core import reports
from dooryard.core.documents import Document
from dooryard.core.edge import plain
from dooryard.directory import current, fallback, languages, limits, receiving
from dooryard.directory.actions import About
from dooryard.directory.receiving import Sent
from dooryard.directory.tokens import sealer
from dooryard.directory.views.find import SeeOther
from dooryard.directory.views.pages import page


@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest, key: str) -> HttpResponse:
    """`/service/<id>/wrong`: the form, and what it sends."""
    document = _document(key)
    if request.method != "POST":
        return _form(request, document, Sent())
    told = Sent(problem="elsewhere") if _is_from_elsewhere(request) else _received(request, document)
    return SeeOther(languages.at(f"/service/{document.id}/wrong/{sealer.seal(told)}"))


@require_safe
def sent(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """`/service/<id>/wrong/<token>`: that it was received, or the form again with why it was not."""
    told = sealer.open(token, Sent)
    if told is None:
        return page(request, "wrong_expired.html", {"document": _document(key)}, status=410)
    if told.problem:
        return _form(request, _document(key), told)
    return page(request, "wrong_received.html", {"key": key, "line": _line()})


def _document(key: str) -> Document:
    bundle = current.directory().bundle
    index = bundle.index(key)
    if index is None:
        raise Http404
    return bundle.document(index)


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site made the browser send this.

    The site would gain nothing that it could not send by itself, for we do not know who sends; but the browser is its
    visitor's. Browsers say so in Sec-Fetch-Site where they reached us by https. Origin tells nothing: our own forms
    send "null", because our pages send no referrer.
    """
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def _received(request: HttpRequest, document: Document) -> Sent:
    """What became of what was posted; a body that cannot be read is answered like the rest."""
    try:
        posted = {name: plain(request.POST.get(name, "")) for name in ("what", "words", "stamp", "web")}
    except RequestDataTooBig:
        return Sent(problem="long")
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnicodeError):
        return Sent(problem="unread")
    return receiving.receive(
        _about(document),
        document.id,
        what=posted["what"],
        words=posted["words"],
        stamp=posted["stamp"],
        trap=posted["web"],
    )


def _about(document: Document) -> About:
    service = current.directory().record(document.id).get("id", document.id)
    site = "" if document.id == service else document.id
    return About(service_id=service, service_at_location_id=site, ref=document.ref)


def _form(request: HttpRequest, document: Document, told: Sent) -> HttpResponse:
    """The form, for the first time or with what was typed before and why it was not kept."""
    refusal = receiving.refusal(told.problem) if told.problem else None
    context = {
        "document": document,
        "kinds": reports.KINDS,
        "told": told,
        "refusal": refusal,
        "longest": reports.LONGEST,
        "stamp": limits.stamp(document.id, current.directory().bundle.digest),
        "line": _line(),
    }
    response = page(request, "wrong.html", context, status=refusal.status if refusal else 200)
    if refusal and refusal.after:
        response.headers["Retry-After"] = str(refusal.after)
    return response


def _line() -> fallback.Line | None:
    return fallback.line(current.directory().finder, timezone.now())
