"""Every page with health text says who has reviewed it, or that nobody has, in the language of the page."""

from __future__ import annotations

import pytest
from django.template import engines

from dooryard.directory import health, languages

PAGE = '{% from "parts/reviewed.html" import reviewed %}{{ reviewed(english) }}'


def told(code: str, english: str = "") -> str:
    with languages.speaking(code):
        return engines["jinja2"].from_string(PAGE).render({"english": english}).strip()


def test_in_english_it_is_said_who_has_reviewed_the_text_or_that_nobody_has() -> None:
    assert told("en") == "<strong>Not reviewed by a person.</strong>"
    assert told("en", "Ana Pérez, December 1, 2026") == "Reviewed: Ana Pérez, December 1, 2026."


@pytest.mark.parametrize("code", [code for code in languages.LANGUAGES if code != languages.ENGLISH])
def test_a_translation_is_a_machines_until_a_name_and_a_date_stand_in_its_file(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(code).startswith("<strong>")
    monkeypatch.setattr(languages, "reviewed", lambda code, place: languages.Reviewed("Ana Pérez", "2026-12-01"))
    assert "Ana Pérez" in told(code) and "2026" in told(code) and "<strong>" not in told(code)


def test_no_translation_claims_a_review_that_nobody_has_made() -> None:
    """Nobody has reviewed any yet: whoever signs a file changes this list too."""
    assert [code for code in languages.LANGUAGES if languages.reviewed(code)] == []
    assert health.now().reviewed == ""


def test_health_text_that_is_not_translated_yet_is_marked_as_english() -> None:
    page = engines["jinja2"].from_string("{{ health(text) }}")
    assert page.render({"text": "Wait & call."}) == "Wait &amp; call."
    with languages.speaking("ar"):
        assert page.render({"text": "Wait & call."}) == '<bdi lang="en">Wait &amp; call.</bdi>'
