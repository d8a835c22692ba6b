"""What makes pages quicker changes no byte of them: pieces rendered once, templates that are imported as they are."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest
from django.template import engines
from django.template.loader import get_template
from django.test import Client
from markupsafe import Markup, escape
from pytest_django.fixtures import Settings

from dooryard.directory import languages, tokens
from dooryard.directory.escaping import escaped
from dooryard.directory.views import pages as views
from dooryard.web import headers
from dooryard.web.templating import Environment, Once

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


@pytest.fixture
def served(published: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The synthetic directory, with nothing on its pages that is another each time."""
    settings.BUNDLES = published
    monkeypatch.setattr(headers.secrets, "token_urlsafe", lambda _: "w" * 22)
    monkeypatch.setattr(tokens.sealer, "seal", lambda asked: "sealed")


@pytest.fixture
def environment() -> Environment:
    found = engines["jinja2"].env
    assert isinstance(found, Environment)
    return found


def test_a_page_is_the_same_with_and_without_what_is_rendered_once(
    served: None, environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(environment.globals, "once", lambda name, caller: caller())
    anew = pages()
    monkeypatch.setitem(environment.globals, "once", Once())
    for _ in range(2):
        again = pages()
        assert [page for page in anew if anew[page] != again[page]] == []


def test_pages_are_those_that_jinja_as_it_is_would_make(
    served: None, environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = pages()
    monkeypatch.setattr(environment, "template_class", jinja2.Template)
    monkeypatch.setattr(environment, "cache", {})
    monkeypatch.setattr(views, "_template", get_template)
    theirs = pages()
    assert [page for page in ours if ours[page] != theirs[page]] == []


class Marked(str):
    """A text with something beside it, as languages.OfPlace is."""


@pytest.mark.parametrize(
    "value",
    ["plain", "", "<b>&\"'", Marked("<i>"), Markup("<i>"), 7, 1.5, None, escape("<"), "ü—الع"],
    ids=str,
)
def test_a_value_is_escaped_as_ever(value: object) -> None:
    assert escaped(value) == escape(value)


def test_each_language_and_each_beginning_of_addresses_has_its_own() -> None:
    once, made = Once(), []

    def caller() -> Markup:
        made.append((languages.code(), languages.at("")))
        return escape(languages.at("/talk"))

    for code, prefix in (("en", ""), ("en", "/en"), ("es", ""), ("es", "/es"), ("en", "")):
        with languages.speaking(code, prefix=prefix):
            assert once("bar", caller) == f"{prefix}/talk"
    assert made == [("en", ""), ("en", "/en"), ("es", ""), ("es", "/es")]
