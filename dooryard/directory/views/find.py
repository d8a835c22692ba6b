"""The form's answer: what was asked is sealed into a neutral address, and the browser is sent there."""

from __future__ import annotations

import msgspec
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.http import require_http_methods

from dooryard.core.asking import LONGEST
from dooryard.core.edge import plain
from dooryard.directory import filters, keeping, languages
from dooryard.directory.tokens import Asked, sealer
from dooryard.directory.views.found import TOO_LONG, UNREADABLE, answer, ask_again

LONGEST_PLACE = 200


class SeeOther(HttpResponseRedirect):
    """303: whatever was posted, fetch that address."""

    status_code = 303


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """`/find`: POST from the form, or the shareable `GET ?q=&near=`."""
    if request.method == "POST":
        return SeeOther(languages.at(f"/find/{sealer.seal(_posted(request))}"))
    if not request.GET:
        return ask_again(request, Asked(), "", status=200)
    return answer(request, _asked(request.GET, words="q"))


def _posted(request: HttpRequest) -> Asked:
    """What the form holds; a body that cannot be read is refused behind the neutral address too."""
    try:
        return msgspec.structs.replace(_asked(request.POST, words="words"), keep=keeping.carried(request.POST))
    except RequestDataTooBig:
        return Asked(refused=TOO_LONG)
    except TooManyFieldsSent:
        return Asked(refused=filters.TOO_MANY)
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnicodeError):
        return Asked(refused=UNREADABLE)


def _asked(form: QueryDict, *, words: str) -> Asked:
    said = plain(form.get(words, ""))
    near = plain(form.get("near", ""))
    if len(said) > LONGEST or len(near) > LONGEST_PLACE:
        return Asked(refused=TOO_LONG)
    return filters.read(form, Asked(words=said, near=near))
