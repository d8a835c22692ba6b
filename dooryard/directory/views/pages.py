"""Rendering a page with what every page needs, and the plain page for when there is no directory to ask."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from dooryard.directory import current


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A page whose foot says whether anything shown here is still unconfirmed by calls."""
    told = context or {}
    if "unconfirmed" not in told:
        told |= {"unconfirmed": _unconfirmed()}
    return HttpResponse(_template(template).render(told, request), status=status)


@cache
def _template(name: str) -> Any:
    """A template as Django holds it: its loader makes it a new holder for each page."""
    return get_template(name)


def _unconfirmed() -> bool:
    try:
        return current.directory().unconfirmed
    except current.NoBundle:
        return False
