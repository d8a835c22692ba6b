"""What is rendered once for each language stands on every page as if it had been rendered for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import engines
from django.test import Client
from markupsafe import Markup, escape
from pytest_django.fixtures import Settings

from dooryard.directory import languages
from dooryard.web import headers
from dooryard.web.templating import Once

PATHS = ("/", "/now", "/talk", "/about", "/find?q=narcan&near=Hope&open=1", "/find?q=%3Cb%3E%22", "/nowhere", "/style")
PREFIXES = ("", *(f"/{code}" for code in languages.LANGUAGES))


def pages() -> dict[str, str]:
    """Every page in every language, with a known word for its scripts."""
    found = {}
    for path in PATHS:
        for prefix in PREFIXES:
            for spoken in ("en", "es"):
                asked = {"Accept-Language": spoken}
                found[f"{prefix}{path} {spoken}"] = Client().get(f"{prefix}{path}", headers=asked).content.decode()
    return found


def test_a_page_is_the_same_with_and_without_it(
    published: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BUNDLES = published
    monkeypatch.setattr(headers.secrets, "token_urlsafe", lambda _: "w" * 22)
    environment = engines["jinja2"].env
    monkeypatch.setitem(environment.globals, "once", lambda name, caller: caller())
    anew = pages()
    monkeypatch.setitem(environment.globals, "once", Once())
    for _ in range(2):
        again = pages()
        assert [page for page in anew if anew[page] != again[page]] == []


def test_each_language_and_each_beginning_of_addresses_has_its_own() -> None:
    once, made = Once(), []

    def caller() -> Markup:
        made.append((languages.code(), languages.at("")))
        return escape(languages.at("/talk"))

    for code, prefix in (("en", ""), ("en", "/en"), ("es", ""), ("es", "/es"), ("en", "")):
        with languages.speaking(code, prefix=prefix):
            assert once("bar", caller) == f"{prefix}/talk"
    assert made == [("en", ""), ("en", "/en"), ("es", ""), ("es", "/es")]
