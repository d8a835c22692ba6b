"""The headers on every answer: only our own style and scripts may load, nothing may frame, keep or follow a page."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# A script runs only with the word that its own answer was given, `<script src="…" nonce="{{ request.nonce }}" defer>`,
# and so do rules that stand in a page; a tag that somebody smuggled into a text has none, whatever it loads. Whatever
# makes markup out of text is closed too.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
FILES_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""For a static file opened by itself."""

# What a browser could be asked for, and what it offers to advertisers: we use none of it, nor may anything in a page.
# Some names mean nothing to the newest browsers any more; the phone in a pocket is older.
FEATURES = (
    "accelerometer",
    "ambient-light-sensor",
    "attribution-reporting",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "clipboard-write",
    "display-capture",
    "document-domain",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "interest-cohort",
    "join-ad-interest-group",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "notifications",
    "otp-credentials",
    "payment",
    "private-aggregation",
    "private-state-token-issuance",
    "publickey-credentials-get",
    "push",
    "run-ad-auction",
    "screen-wake-lock",
    "serial",
    "shared-storage",
    "speaker-selection",
    "storage-access",
    "usb",
    "web-share",
    "window-management",
    "xr-spatial-tracking",
)
FOR_THE_DESK = "publickey-credentials-get"
"""What only the pages of the desk may use, and only themselves: passkeys."""
FILES = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What a static file needs of them: it is only ever a part of a page."""
SECURE = FILES | {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Origin-Agent-Cluster": "?1",
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
}
_NONE, _SELF = f"{FOR_THE_DESK}=()", f"{FOR_THE_DESK}=(self)"
# A page tells what somebody looked at. None is kept by a browser that the next person on this computer opens.
UNKEPT = {"Cache-Control": "no-store"}
UNINDEXED = {"X-Robots-Tag": "noindex, nofollow, noarchive"}
ONLY_TLS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
"""Two years of nothing but https, said where we were reached by it: said over http, no browser would believe it.

Names below ours are held to it too: one of them, reached by http, could otherwise set cookies for ours.
"""

ANSWERS = ("/find", "/list", "/desk", "/talk/")
"""Where what is shown was asked for by one person, or is for staff."""

View = Callable[[HttpRequest], HttpResponse]


def secure_headers(get_response: View) -> View:
    """Middleware: put the headers on whatever is answered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        nonce = request.nonce = secrets.token_urlsafe(16)
        response = get_response(request)
        policy = {"Content-Security-Policy": CONTENT_SECURITY_POLICY.format(nonce=nonce)}
        for name, value in (policy | SECURE | UNKEPT | _of(request, response)).items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def _of(request: HttpRequest, response: HttpResponse) -> dict[str, str]:
    """What depends on how and for what somebody came: answers to a question are for them and no search engine."""
    found = ONLY_TLS if request.is_secure() else {}
    if request.path_info.startswith("/desk/"):
        found = found | {"Permissions-Policy": SECURE["Permissions-Policy"].replace(_NONE, _SELF)}
    asked = response.status_code != 200 or request.path_info.startswith(ANSWERS)
    return found | UNINDEXED if asked else found


def known_host(get_response: View) -> View:
    """Middleware: refuse a request for a host that is not ours, so that no foreign name can point at this machine."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.get_host()
        return get_response(request)

    return middleware


def static_headers(headers: dict[str, str], path: str, url: str) -> None:
    """The headers of static files, which may be kept."""
    for name, value in (FILES | {"Content-Security-Policy": FILES_POLICY}).items():
        headers[name] = value
