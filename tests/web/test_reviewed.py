"""Every page with health text says who has reviewed it, or that nobody has, in the language of the page."""

from __future__ import annotations

import gettext
import re

import pytest
from django.template import engines

from dooryard.directory import health, languages
from tests.web.checking import CheckingClient
from tests.web.test_pages import text_of

PAGE = '{% from "parts/reviewed.html" import reviewed %}{{ reviewed(texts, english) }}'
MACHINE = "Translated by machine, not yet reviewed."
ENGLISH_ONLY = "This text is only in English so far."
WITHDRAWAL = "Stopping alcohol or benzos can be dangerous"
DETOX = "After detox the risk of overdose is higher"


def told(code: str, english: str = "", *texts: str) -> str:
    with languages.speaking(code):
        given = {"english": english, "texts": texts or health.now().texts}
        return " ".join(engines["jinja2"].from_string(PAGE).render(given).split())


def test_in_english_it_is_said_who_has_reviewed_the_text_or_that_nobody_has() -> None:
    assert told("en") == "<strong>Not reviewed by a person.</strong>"
    assert told("en", "Ana Pérez, December 1, 2026") == "Reviewed: Ana Pérez, December 1, 2026."


@pytest.mark.parametrize("code", [code for code in languages.LANGUAGES if code != languages.ENGLISH])
def test_a_translation_is_a_machines_until_a_name_and_a_date_stand_in_its_file(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "health", lambda text: f"[{text}]")
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


# One language whose health text is translated, one whose health text nobody has translated.


@pytest.fixture(params=["es", "so"])
def code(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    found, nothing = languages.catalog, gettext.NullTranslations()

    def catalog(domain: str, code: str, *more: object) -> gettext.NullTranslations:
        return nothing if code == "so" and domain != languages.SITE else found(domain, code, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(languages, "catalog", catalog)
    return str(request.param)


def holds(part: str, code: str) -> bool:
    """Whether a part of a page says of its health text just what is true of it."""
    with languages.speaking(code):
        english, machine = languages.gettext(ENGLISH_ONLY), languages.gettext(MACHINE)
    return (machine in part, english in part) == (code == "es", code == "so")


def main_of(client: CheckingClient, path: str, **form: str) -> str:
    """What a page shows without a tap: nothing of what is folded away."""
    answer = client.post(path, form) if form else client.get(path)
    answer = client.get(answer["Location"].partition("#")[0]) if form else answer
    page = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<details.*?</details>", "", page, flags=re.S)


def section(page: str, heading: str, code: str) -> str:
    """The section of a page under a health heading."""
    with languages.speaking(code):
        said = languages.health(heading)
    [found] = [part for part in re.findall(r"<section.*?</section>", page, re.S) if said in part]
    return text_of(found)


def test_a_text_that_nobody_has_translated_is_english_and_no_translation(code: str) -> None:
    assert holds(told(code), code)


def test_the_steps_say_it(client: CheckingClient, code: str) -> None:
    assert holds(text_of(main_of(client, f"/{code}/now")), code)
    assert holds(text_of(main_of(client, f"/{code}/find", words="he is not waking up")), code)


def test_the_warning_of_withdrawal_says_it_unfolded(client: CheckingClient, code: str) -> None:
    page = main_of(client, f"/{code}/find", words="i want to stop drinking on my own")
    assert holds(section(page, WITHDRAWAL, code), code)


def test_results_with_a_note_on_a_card_say_it_once_above_the_cards(client: CheckingClient, code: str) -> None:
    page = main_of(client, f"/{code}/find", words="detox", near="Unity")
    assert holds(page.partition("<article")[0], code)
    assert page.count("five times the risk" if code == "so" else "cinco veces") == 1
    without = main_of(client, f"/{code}/find", words="narcan", near="Hope")
    with languages.speaking(code):
        assert languages.gettext(ENGLISH_ONLY) not in without
        assert languages.gettext(MACHINE) not in without


def test_the_page_of_a_service_says_it_beside_its_note(client: CheckingClient, code: str) -> None:
    assert holds(section(main_of(client, f"/{code}/service/detox"), DETOX, code), code)


def test_the_sheet_of_a_list_says_it_of_the_calls_and_of_the_note(client: CheckingClient, code: str) -> None:
    page = main_of(client, f"/{code}/list", keep="detox")
    assert holds(text_of(page.partition('class="sheet"')[2].partition('class="entry"')[0]), code)
    assert holds(section(page, DETOX, code), code)


def test_in_english_nobody_speaks_of_a_translation(client: CheckingClient) -> None:
    for part in (
        main_of(client, "/find", words="detox", near="Unity").partition("<article")[0],
        section(main_of(client, "/service/detox"), DETOX, "en"),
        section(main_of(client, "/find", words="i want to stop drinking on my own"), WITHDRAWAL, "en"),
    ):
        assert "Not reviewed by a person." in text_of(part)
        assert "machine" not in part
        assert ENGLISH_ONLY not in part
