"""Rendering a page of the desk."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A page in the look of the site; `desk` in it is who is signed in, None for nobody."""
    told = {
        "by_name": _by_name(request),
        "unconfirmed": False,
        "desk": getattr(request, "desk", None),
        **(context or {}),
    }
    return HttpResponse(get_template(template).render(told, request), status=status)


def _by_name(request: HttpRequest) -> str | None:
    """Where passkeys work, asked for by a number, which none belongs to: this page by its name, "" where none is known.

    None where the page was asked for by a name.
    """
    name = request.get_host()
    host, _, port = name.rpartition(":") if not name.endswith("]") and ":" in name else (name, "", "")
    try:
        number = ip_address(host.strip("[]"))
    except ValueError:
        return None
    return f"http://localhost{f':{port}' if port else ''}{request.path}" if number.is_loopback else ""
