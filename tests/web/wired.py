"""Django's test client over the wire: what it asks goes to a served site, and what checks its answers still does."""

from __future__ import annotations

import http.client
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.test import Client

from tests.web.checking import CheckingClient

FORM = "application/x-www-form-urlencoded"
OF_THE_WIRE = {"connection", "content-length", "date", "server", "set-cookie", "transfer-encoding"}


class Wired(Client):
    """A client of the site on a port of this machine; each request has a connection of its own."""

    def __init__(self, port: int, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.port = port

    def post(self, path: str, data: Any = None, content_type: str = FORM, **named: Any) -> Any:
        """Send a form as a browser does."""
        body = urlencode(data or {}, doseq=True) if content_type == FORM and not isinstance(data, bytes) else data
        return super().post(path, body, content_type, **named)

    def request(self, **request: Any) -> HttpResponse:
        asked = self._base_environ(**request)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(asked["REQUEST_METHOD"], _address(asked), asked["wsgi.input"].read(), _headers(asked))
            return self._answer(connection.getresponse())
        finally:
            connection.close()

    def _answer(self, got: http.client.HTTPResponse) -> HttpResponse:
        response = HttpResponse(got.read(), status=got.status)
        del response.headers["Content-Type"]
        for name, value in got.getheaders():
            if name.lower() == "set-cookie":
                response.cookies.load(value)
                self.cookies.load(value)
            elif name.lower() not in OF_THE_WIRE:
                response.headers[name] = value
        return response


class ServedClient(CheckingClient, Wired):
    """A visitor of a served site, whose every page is checked."""


def _address(asked: dict[str, Any]) -> str:
    path = quote(asked["PATH_INFO"].encode("iso-8859-1"))
    return f"{path}?{asked['QUERY_STRING']}" if asked.get("QUERY_STRING") else path


def _headers(asked: dict[str, Any]) -> dict[str, str]:
    found = {
        name[5:].replace("_", "-").title(): str(value) for name, value in asked.items() if name.startswith("HTTP_")
    }
    if asked.get("CONTENT_TYPE"):
        found["Content-Type"] = asked["CONTENT_TYPE"]
    return {name: value for name, value in found.items() if value}
