"""Whether this server can answer: the digest of the bundle it serves, or why it can not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.core.edge import plain
from dooryard.directory import current


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """`/healthz`: 200 and the digest, else 503 and the reason; a header says why a newer bundle was refused."""
    try:
        text, status = current.directory().bundle.digest, 200
    except current.NoBundle as problem:
        text, status = str(problem), 503
    answer = HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
    if current.refused():
        answer.headers["Dooryard-Refused"] = plain(current.refused()).encode("ascii", "replace").decode()
    return answer
