"""Where passkeys are held to: the port that we listen on or that was given, never the one that a request names."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from dooryard.desk.views.door import here
from dooryard.web.settings import hosts, ports
from tests.desk.client import DeskClient, said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("host", "secure", "listening", "origin"),
    [
        ("localhost:8000", False, "8000", "http://localhost:8000"),
        ("localhost:9999", False, "8000", "http://localhost:8000"),
        ("localhost", False, "80", "http://localhost"),
        ("[::1]:9999", False, "8000", "http://[::1]:8000"),
        ("desk.example.org", True, "8000", "https://desk.example.org"),
        ("desk.example.org:8443", True, "8000", "https://desk.example.org"),
        ("other.example.org:9999", True, "8000", "https://other.example.org:8443"),
    ],
)
def test_the_origin_is_ours_whatever_port_the_request_names(
    host: str, secure: bool, listening: str, origin: str, settings: Settings
) -> None:
    given = "desk.example.org, other.example.org:8443"
    settings.ALLOWED_HOSTS, settings.PORTS = hosts(given), ports(given)
    request = RequestFactory().get("/desk/enter", secure=secure, headers={"Host": host}, SERVER_PORT=listening)
    assert here(request).origin == origin
    assert here(request).host == host.rpartition(":")[0] or host


def test_a_name_may_be_given_with_a_port() -> None:
    given = "desk.example.org, other.example.org:8443,[::1]:7,"
    assert hosts(given)[3:] == ["desk.example.org", "other.example.org", "[::1]"]
    assert ports(given) == {"other.example.org": "8443", "[::1]": "7"}
    assert hosts("::1")[3:] == ["::1"], "what serve --host says is taken as it is"


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("127.0.0.1:8417", "Open this page by its name: http://localhost:8417/desk/enter"),
        ("192.0.2.7", "Open this page by the name of the site."),
        ("localhost:8417", ""),
        ("desk.example.org", ""),
    ],
)
def test_the_page_says_where_passkeys_work_if_they_do_not_here(host: str, told: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    text = said(DeskClient().get("/desk/enter", headers={"Host": host}))
    assert told in text
    assert ("Passkeys do not work at this address" in text) == bool(told)
