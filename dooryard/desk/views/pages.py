"""Rendering a page of the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A page in the look of the site; `desk` in it is who is signed in, None for nobody."""
    told = {"unconfirmed": False, "desk": getattr(request, "desk", None), **(context or {})}
    return HttpResponse(get_template(template).render(told, request), status=status)
