"""Whether this server can answer: the digest of the bundle it serves, or why it can not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.directory import current


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """`/healthz`: 200 and the digest, else 503 and the reason."""
    try:
        text, status = current.directory().bundle.digest, 200
    except current.NoBundle as problem:
        text, status = str(problem), 503
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
