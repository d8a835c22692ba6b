"""Every text of every page is said by gettext: in a language that nobody speaks, nothing is left in English."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import override_settings
from pytest_django.fixtures import Settings

from dooryard.directory import current, languages
from dooryard.feeds.actions import load
from dooryard.web.preparing import compile_now
from tests.web.checking import CheckingClient
from tests.web.pseudo import CODE, LANGUAGE, Pseudo, left_in_english, pseudo

TESTLAND = Path(__file__).resolve().parents[2] / "places" / "testland"
PAGES = ["/", "/find", "/now", "/talk", "/about", "/list", "/style", "/nope", "/find/forged", "/list/forged"]
QUESTIONS = [
    {"words": "narcan", "near": "Hope"},
    {"words": "narcn xyzzyq", "near": "Hope", "open": "1"},
    {"words": "he is not waking up", "near": "Hope"},
    {"words": "I want to kill myself"},
    {"words": "stop drinking alone"},
    {"words": "detox"},
    {"words": "needles", "near": "Unity"},
    {"words": "heating oil"},
    {"words": "asdfgh qwertz"},
    {"words": "food", "near": "Atlantis"},
    {"words": "food", "near": "99999"},
    {"words": "food", "near": "95,200"},
    {"words": "food", "age": "900"},
    {"words": "", "near": ""},
    {"words": "a" * 3000},
]
LEFT_BY_DESIGN = {"'911'"}


@pytest.fixture(autouse=True)
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language that nobody speaks is one of ours meanwhile."""
    nothing = gettext.NullTranslations()
    monkeypatch.setitem(languages.LANGUAGES, CODE, LANGUAGE)
    monkeypatch.setattr(languages, "catalog", lambda domain, code, locale=None: Pseudo() if code == CODE else nothing)


@pytest.fixture(scope="module")
def testland(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the bundle of the made-up place; the database forgets it at once."""
    folder = tmp_path_factory.mktemp("testland")
    name = str(connection.settings_dict["NAME"])
    assert "test" in name or "memory" in name, "this would be loaded into somebody's own database"
    with django_db_blocker.unblock(), override_settings(DATA=folder), transaction.atomic():
        load(str(TESTLAND), by="test")
        compile_now(folder)
        transaction.set_rollback(True)
    return folder


@pytest.fixture(params=["synthetic", pytest.param("testland", marks=pytest.mark.django_db)])
def site(request: pytest.FixtureRequest, client: CheckingClient, settings: Settings) -> CheckingClient:
    """The small synthetic directory, and the made-up place as it is loaded."""
    if request.param == "testland":
        settings.BUNDLES = request.getfixturevalue("testland")
    return client


def english(answer: HttpResponse) -> set[str]:
    return set(left_in_english(answer.content.decode())) - LEFT_BY_DESIGN


def services() -> Iterator[str]:
    bundle = current.directory().bundle
    yield from (bundle.document(index).id for index in range(bundle.count))


@pytest.mark.parametrize("path", PAGES)
def test_no_text_of_a_page_is_left_in_english(site: CheckingClient, path: str) -> None:
    assert not english(site.get(f"/{CODE}{path}"))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: " ".join(question.values())[:40])
def test_no_text_of_an_answer_is_left_in_english(site: CheckingClient, question: dict[str, str]) -> None:
    answer = site.post(f"/{CODE}/find", question)
    assert not english(site.get(answer["Location"]))


def test_no_text_of_a_service_is_left_in_english(site: CheckingClient) -> None:
    left = {}
    for id in services():
        for path in (f"/service/{id}", f"/service/{id}/wrong"):
            if found := english(site.get(f"/{CODE}{path}")):
                left[path] = found
    assert not left


def test_no_text_of_a_list_and_its_sheet_is_left_in_english(site: CheckingClient) -> None:
    answer = site.post(f"/{CODE}/list", {"keep": list(services())[:20]})
    page = site.get(answer["Location"].partition("#")[0])
    assert page.status_code == 200
    assert not english(page)


@pytest.mark.django_db
def test_no_text_of_a_report_is_left_in_english(site: CheckingClient) -> None:
    address = f"/{CODE}/service/{next(services())}/wrong"
    for form in ({}, {"what": "hours"}, {"what": "other", "words": ""}, {"what": "hours", "words": "x" * 5000}):
        answer = site.post(address, form)
        page = site.get(answer["Location"]) if answer.status_code == 303 else answer
        assert not english(page), form


def test_what_is_left_in_english_is_found() -> None:
    assert left_in_english("<p>Open now</p>") == ["'Open now'"]
    assert left_in_english(f"<p>{pseudo('Open')} now</p>") == [f"{pseudo('Open') + ' now'!r}"]
    assert left_in_english('<img alt="A door">') == ["'A door'"]
    box = '<label><input type="checkbox" name="{}"> <bdi>Waldo</bdi> <span>(2)</span></label><bdi>Hope House</bdi>'
    assert left_in_english(box.format("f.cost")) == ["'Waldo'"]
    assert left_in_english(box.format("f.county")) == []
    assert left_in_english('<html lang="xx"><p lang="en">Hope</p><bdi>Hope House</bdi></html>') == []


def test_what_was_said_is_let_be() -> None:
    said = pseudo("Near {place}.").format(place="Hope")
    assert left_in_english(f"<p>{said}</p>") == []
    assert left_in_english(f"<p>{said.replace('Hope', '<b>Hope</b>')}</p>") == []
    assert pseudo("Near %(place)s at {time}") == "⟦Ňéář %(place)s áť {time}~~~~~~~~~~⟧"
    assert len(pseudo("Open now")) >= len("Open now") * 1.4
