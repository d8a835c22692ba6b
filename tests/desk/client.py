"""A client of the desk that checks what it fetches: the look of the site, its headers, and its one cookie."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from dooryard.desk import browsers
from dooryard.desk.sessions import COOKIE
from tests.web.checking import HEADERS, POLICY, faults


class DeskClient(Client):
    """Django's client as a browser on a page of ours; a page that breaks a rule fails the test that fetched it."""

    def __init__(self, cookie: str = "") -> None:
        super().__init__(headers={"Sec-Fetch-Site": "same-origin"})
        if cookie:
            self.cookies[COOKIE] = cookie

    @property
    def cookie(self) -> str:
        """The cookie that the browser holds, "" for none."""
        return self.cookies[COOKIE].value if COOKIE in self.cookies else ""

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        assert set(response.cookies) <= {COOKIE, browsers.COOKIE}
        for morsel in response.cookies.values():
            assert (morsel["secure"], morsel["samesite"], morsel["path"], morsel["domain"]) == (True, "Strict", "/", "")
            assert morsel["httponly"] or not morsel.value
            assert morsel["max-age"] in (("", 0) if morsel.key == COOKIE else (180 * 86_400,))
        for name, value in HEADERS.items():
            assert response.headers.get(name) == value, f"{name}: {response.headers.get(name)}"
        policy = POLICY.fullmatch(response.headers.get("Content-Security-Policy", ""))
        assert policy
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            found = faults(response.content.decode(), policy["nonce"])
            assert not found, found
        return response

    def says(self, path: str, **named: Any) -> str:
        """What a page says, without its markup."""
        return said(self.get(path, **named))

    def word(self) -> str:
        """The word that the forms of this session carry."""
        return field(self.get("/desk/leave"), "word")


def said(response: HttpResponse) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def field(response: HttpResponse, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input name="{name}" type="hidden" value="([^"]*)"', response.content.decode())
    assert found, f"no field {name}"
    return unescape(found[1])


def options(response: HttpResponse) -> str:
    """What a page asks of the browser's passkeys."""
    found = re.search(r'data-options="([^"]*)"', response.content.decode())
    assert found
    return unescape(found[1])
