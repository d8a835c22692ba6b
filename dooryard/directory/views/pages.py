"""Rendering a page with what every page needs, and the plain page for when there is no directory to ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dooryard.directory import current


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A page whose foot says whether anything shown here is still unconfirmed by calls."""
    try:
        unconfirmed = current.directory().unconfirmed
    except current.NoBundle:
        unconfirmed = False
    return render(request, template, {"unconfirmed": unconfirmed, **(context or {})}, status=status)
