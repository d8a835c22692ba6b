"""The headers on every answer: nothing but our own style sheet may load, nothing may frame, keep or follow a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
)
SECURE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": PERMISSIONS,
}
# A page tells what somebody looked at. None is kept by a browser that the next person on this computer opens.
UNKEPT = {"Cache-Control": "no-store"}

View = Callable[[HttpRequest], HttpResponse]


def secure_headers(get_response: View) -> View:
    """Middleware: put the headers on whatever is answered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in (SECURE | UNKEPT).items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def known_host(get_response: View) -> View:
    """Middleware: refuse a request for a host that is not ours, so that no foreign name can point at this machine."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.get_host()
        return get_response(request)

    return middleware


def static_headers(headers: dict[str, str], path: str, url: str) -> None:
    """The same headers for static files, which may be kept."""
    for name, value in SECURE.items():
        headers[name] = value
