"""Speaking a language: what a catalog has is said in it, what it lacks in English, and who reviewed it is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dooryard.core.edge import BadInput
from dooryard.core.saying import Said
from dooryard.directory import health, languages
from tools.messages import catalogs
from tools.messages.collect import Text

TEXTS = [Text("Food"), Text("In {place}."), Text("{n} bed", "{n} beds"), Text("Open", context="door")]
TOLD = {"Food": "Comida", "In {place}.": "En {place}."}


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a small Spanish catalog of each kind, spoken."""
    path = languages.po("site", "es", tmp_path)
    path.parent.mkdir(parents=True)
    text = catalogs.updated(path, "es", TEXTS)
    for english, told in TOLD.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{told}"')
    text = text.replace('msgstr[0] ""', 'msgstr[0] "{n} cama"').replace('msgstr[1] ""', 'msgstr[1] "{n} camas"')
    path.write_text(text.replace('msgid "Open"\nmsgstr ""', 'msgid "Open"\nmsgstr "Abierta"'))
    monkeypatch.setattr(languages, "LOCALE", tmp_path)
    languages.catalog.cache_clear()
    with languages.speaking("es"):
        yield tmp_path
    languages.catalog.cache_clear()


@pytest.mark.usefixtures("spanish")
def test_what_a_catalog_has_is_said_in_its_language() -> None:
    assert languages.gettext("Food") == "Comida"
    assert languages.pgettext("door", "Open") == "Abierta"
    assert [languages.ngettext("{n} bed", "{n} beds", n) for n in (1, 2)] == ["{n} cama", "{n} camas"]


@pytest.mark.usefixtures("spanish")
def test_what_a_catalog_lacks_is_said_in_english() -> None:
    assert languages.gettext("Housing") == "Housing"
    assert languages.gettext("Open") == "Open"
    assert languages.ngettext("{n} room", "{n} rooms", 2) == "{n} rooms"
    assert languages.gettext("") == languages.health("") == ""


@pytest.mark.usefixtures("spanish")
def test_what_core_said_is_said_in_the_language_with_its_values() -> None:
    assert languages.said(Said("In {place}.", place="{n}")) == "En {n}."
    assert languages.said(Said("{n} bed", plural="{n} beds", n=1200)) == "1,200 camas"
    assert languages.said(BadInput(Said("In {place}.", place="Hope"))) == "En Hope."
    assert languages.said(BadInput("Plain.")) == languages.said("Plain.") == "Plain."


def test_english_needs_no_catalog() -> None:
    assert languages.gettext("Food") == "Food"
    assert languages.said(Said("{n} bed", plural="{n} beds", n=1200)) == "1,200 beds"


def test_numbers_are_written_as_each_language_writes_them() -> None:
    told = {}
    for code in ("en", "es", "fr", "pt"):
        with languages.speaking(code):
            told[code] = (languages.number(1200), languages.number(1.5))
    assert told["en"] == told["es"] == ("1,200", "1.5")
    assert told["fr"] == ("1\u00a0200", "1,5")
    assert told["pt"][1] == "1,5"


def test_a_name_keeps_its_direction_in_a_sentence_that_runs_the_other_way() -> None:
    with languages.speaking("ar"):
        assert languages.filled("{name}.", name="555-555-0101") == "\u2068555-555-0101\u2069."
    with languages.speaking("es"):
        assert languages.filled("{name}.", name="555-555-0101") == "555-555-0101."


def test_what_a_language_written_from_right_to_left_lacks_keeps_the_direction_of_english() -> None:
    with languages.speaking("ar"):
        assert languages.gettext("In no catalog: {place}") == "\u2066In no catalog: {place}\u2069"
        assert languages.ngettext("{n} of none", "{n} of nones", 2) == "\u2066{n} of nones\u2069"
        assert languages.pgettext("nothing", "Nothing") == "\u2066Nothing\u2069"
        assert "\u2066" not in languages.gettext("Talk to someone")
        assert languages.health("In no catalog") == "In no catalog", "the page marks it"
    with languages.speaking("so"):
        assert languages.gettext("In no catalog") == "In no catalog"


def test_the_text_of_a_place_is_translated_in_the_folder_of_the_place(tmp_path: Path) -> None:
    (tmp_path / "now.yaml").write_text(
        "law:\n- {text: The law protects you., sources: [{title: T, url: 'http://x', date: ''}]}\n"
    )
    path = languages.po("place", "fr", tmp_path / "locale")
    path.parent.mkdir(parents=True)
    told = catalogs.updated(path, "fr", [Text("The law protects you.")])
    path.write_text(told.replace('protects you."\nmsgstr ""', 'protects you."\nmsgstr "La loi vous protège."'))
    [line] = health.law(tmp_path)
    assert languages.health(line.text) == "The law protects you."
    with languages.speaking("fr"):
        assert languages.health(line.text) == "La loi vous protège."
        assert languages.health(line.more) == ""
    with languages.speaking("es"):
        assert languages.health(line.text) == "The law protects you."


@pytest.mark.parametrize(
    ("by", "on", "reviewed"),
    [
        ("", "", None),
        ("Ana Pérez", "", None),
        ("", "2026-12-01", None),
        ("Ana Pérez", "2026-12-01", languages.Reviewed("Ana Pérez", "2026-12-01")),
    ],
)
def test_a_review_is_a_name_and_a_date(tmp_path: Path, by: str, on: str, reviewed: languages.Reviewed | None) -> None:
    path = languages.po("place", "es", tmp_path / "locale")
    path.parent.mkdir(parents=True)
    head = catalogs.updated(path, "es", [Text("Wait.")])
    path.write_text(head.replace("X-Reviewed-By:", f"X-Reviewed-By: {by}").replace("-On:", f"-On: {on}"))
    assert languages.reviewed("es", tmp_path) == reviewed


def test_nobody_has_reviewed_what_is_not_there(tmp_path: Path) -> None:
    assert languages.reviewed("es", tmp_path) is None
