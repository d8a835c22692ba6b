"""One service, whole, with who said what."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dooryard.directory import current, keeping, service_page
from dooryard.directory.views.pages import page


@require_safe
def service(request: HttpRequest, key: str) -> HttpResponse:
    """`/service/<id>`"""
    directory = current.directory()
    index = directory.bundle.index(key)
    if index is None:
        raise Http404
    told = service_page.context(directory, index, at=timezone.now())
    return page(request, "service.html", told | keeping.come_along(request.GET))
