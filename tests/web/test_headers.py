"""The headers on every kind of answer, and what Google's csp_evaluator says of the policy among them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from dooryard.directory.views import home
from dooryard.web import headers, stylesheet
from tests.web.checking import HEADERS, POLICY, CheckingClient

JUDGE = Path(__file__).with_name("csp_evaluator.mjs")
LONG = {"words": "a" * 400_000}
KINDS = {
    "200": ("GET", "/", {}, 200),
    "HEAD": ("HEAD", "/", {}, 200),
    "results": ("GET", "/find?q=narcan", {}, 200),
    "another language": ("GET", "/ar/talk", {}, 200),
    "303": ("POST", "/find", {"words": "narcan"}, 303),
    "303 of a refused body": ("POST", "/find", LONG, 303),
    "303 of the list": ("POST", "/list", {"keep": "naloxone"}, 303),
    "400": ("GET", "/find?q=", {}, 400),
    "404": ("GET", "/nope", {}, 404),
    "404 of a service": ("GET", "/service/none", {}, 404),
    "405": ("DELETE", "/", {}, 405),
    "OPTIONS": ("OPTIONS", "/find", {}, 405),
    "410": ("GET", "/find/x", {}, 410),
    "413": ("GET", f"/find?{urlencode({'q': 'a' * 5000})}", {}, 413),
    "healthz": ("GET", "/healthz", {}, 200),
    "no such static file": ("GET", "/static/none.css", {}, 404),
}
# What would let a page be kept, followed, or run what is not ours; each must be refused by name.
REFUSED = ("browsing-topics", "camera", "geolocation", "interest-cohort", "join-ad-interest-group", "microphone")


def wrong(response: HttpResponse) -> list[str]:
    """The headers that an answer lacks or has otherwise."""
    found = [f"{name}: {response.headers.get(name)}" for name in HEADERS if response.headers.get(name) != HEADERS[name]]
    policy = response.headers.get("Content-Security-Policy", "")
    found += [policy] * (not POLICY.fullmatch(policy))
    features = response.headers.get("Permissions-Policy", "").split(", ")
    found += [f"{name} is not refused" for name in REFUSED if f"{name}=()" not in features]
    return found + ["a cookie"] * bool(response.cookies)


def asked(client: Client, method: str, path: str, form: dict[str, str], **headers: str) -> HttpResponse:
    if method == "POST":
        return client.post(path, form, headers=headers)  # type: ignore[return-value]
    return client.generic(method, path, headers=headers)  # type: ignore[return-value]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_carries_every_header(client: CheckingClient, kind: str) -> None:
    method, path, form, status = KINDS[kind]
    answer = asked(client, method, path, form)
    assert (answer.status_code, wrong(answer)) == (status, [])


def test_a_refused_host_and_a_fault_of_ours_carry_them_too(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = asked(client, "GET", "/", {}, host="elsewhere.example")
    assert (refused.status_code, wrong(refused)) == (400, [])
    monkeypatch.setattr(home, "page", lambda *_: 1 / 0)
    client.raise_request_exception = False
    fault = asked(client, "GET", "/", {})
    assert (fault.status_code, wrong(fault)) == (500, [])


def test_without_a_directory_they_are_carried_too(client: CheckingClient, settings: Settings, tmp_path: Path) -> None:
    settings.BUNDLES = tmp_path
    for path in ("/talk", "/healthz"):
        answer = asked(client, "GET", path, {})
        assert (answer.status_code, wrong(answer)) == (503, [])


def test_a_bare_answer_would_be_seen() -> None:
    assert len(wrong(HttpResponse("bare"))) == len(HEADERS) + 1 + len(REFUSED)


def test_each_answer_has_a_word_of_its_own_for_its_scripts(client: CheckingClient) -> None:
    words = {POLICY.fullmatch(client.get("/").headers["Content-Security-Policy"])["nonce"] for _ in range(5)}  # type: ignore[index]
    assert len(words) == 5


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", False),
        ("/now", False),
        ("/talk", False),
        ("/talk/back", True),
        ("/find?q=narcan", True),
        ("/find", True),
        ("/none", True),
    ],
)
def test_search_engines_are_sent_away_from_answers(client: CheckingClient, path: str, told: bool) -> None:
    assert ("noindex" in client.get(path).headers.get("X-Robots-Tag", "")) == told


def test_only_who_came_by_tls_is_told_to_stay_with_it(client: CheckingClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    for secure in (client.get("/", secure=True), client.get("/", headers={"X-Forwarded-Proto": "https"})):
        seconds, below = secure.headers["Strict-Transport-Security"].removeprefix("max-age=").split("; ")
        assert (int(seconds) >= 365 * 24 * 3600, below) == (True, "includeSubDomains")


def test_what_a_view_says_of_itself_is_kept() -> None:
    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse("kept", headers={"Cache-Control": "max-age=60"})

    assert headers.secure_headers(view)(RequestFactory().get("/")).headers["Cache-Control"] == "max-age=60"


@pytest.mark.parametrize("path", [stylesheet.ADDRESS, "/static/icon.svg", "/static/js/exit.js"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_static_files_carry_theirs_and_may_be_kept(path: str, method: str) -> None:
    from dooryard.web.wsgi import application

    told: dict[str, str] = {}
    environ: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": method}
    setup_testing_defaults(environ)

    def start(status: str, given: list[tuple[str, str]], *_: object) -> None:
        told.update(given, status=status)

    list(application(environ, start))
    assert told["status"].startswith("200")
    assert {name: told.get(name) for name in headers.FILES} == headers.FILES
    assert told["Content-Security-Policy"] == headers.FILES_POLICY
    assert "max-age" in told["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in told


def judged(policy: str) -> dict[str, list[str]]:
    """What csp_evaluator finds in a policy, and what it suggests to who wants a stricter one."""
    done = subprocess.run(["node", JUDGE, policy], capture_output=True, text=True, check=True, timeout=60)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_csp_evaluator_finds_nothing_in_the_policy(client: CheckingClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    for one in (policy, headers.FILES_POLICY):
        assert judged(one)["findings"] == []
    # It would have 'unsafe-inline' for browsers older than nonces (2015). They run no script of ours, and need none.
    assert [said for said in judged(policy)["suggestions"] if "'unsafe-inline'" not in said] == []


@pytest.mark.parametrize(
    ("planted", "severity"),
    [
        ("script-src 'self' 'unsafe-inline'", "HIGH script-src"),
        ("default-src 'none'; script-src 'self'", "MEDIUM_MAYBE script-src"),
        ("default-src 'none'; script-src 'nonce-abcdefghijklmnop'", "HIGH base-uri"),
        ("default-src 'none' script-src 'none'", "SYNTAX default-src"),
    ],
)
def test_a_planted_weakness_is_found(planted: str, severity: str) -> None:
    assert severity in " ".join(judged(planted)["findings"])
