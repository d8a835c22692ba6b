"""The first page: three doors in plain words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.directory.views.pages import page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/`"""
    return page(request, "home.html")
