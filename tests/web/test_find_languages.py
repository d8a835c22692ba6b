"""`dooryard find --lang`: the whole answer in a language, records as their sources have them, JSON for programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from dooryard.directory import languages
from dooryard.directory.bundles import open_current
from tests.web.test_commands import TESTLAND, asked, data, dooryard  # noqa: F401 - data is a fixture

pytestmark = pytest.mark.usefixtures("programs")

SPANISH = ("narcan", "--near", "Hope", "--lang", "es")


def test_the_whole_answer_is_said_in_the_language(data: Path) -> None:  # noqa: F811
    told = dooryard(data, "find", *SPANISH).stdout
    for said in ("Cerca de", "a menos de una milla", "1 servicio", "Naloxone desk", "todavía no hemos llamado", "2024"):
        assert said in told
    for english in ("Near", "less than", "service", "hours", "not yet called"):
        assert english not in told


def test_the_steps_of_an_overdose_are_said_in_the_language_and_that_nobody_has_reviewed_them(data: Path) -> None:  # noqa: F811
    told = dooryard(data, "find", "he is not waking up", "--lang", "fr").stdout
    assert told.startswith("1. Appelez le 911.")
    assert "Traduit par une machine, pas encore révisé." in told


def test_a_refusal_is_said_in_the_language(data: Path) -> None:  # noqa: F811
    done = dooryard(data, "find", "narcan", "--near", "Nowhereville", "--lang", "es")
    assert done.returncode == 2
    assert "No conocemos ningún lugar" in done.stderr


@pytest.mark.parametrize("code", [code for code, language in languages.LANGUAGES.items() if not language.complete])
def test_a_language_that_is_begun_answers_in_full(data: Path, code: str) -> None:  # noqa: F811
    done = dooryard(data, "find", "narcan", "--near", "Hope", "--lang", code)
    assert done.returncode == 0 and "Naloxone desk" in done.stdout


@pytest.mark.parametrize("code", ["xx", "", "EN", "../es", "\x1b[31m"])
def test_a_language_that_we_do_not_have_is_refused(data: Path, code: str) -> None:  # noqa: F811
    done = dooryard(data, "find", "narcan", "--lang", code)
    assert done.returncode == 2
    assert "There is no language of that name. These are: en, es, fr, pt, so, ar." in done.stderr
    assert "\x1b" not in done.stderr


def test_json_stays_the_same(data: Path) -> None:  # noqa: F811
    english, spanish = asked(data, *SPANISH[:3]), asked(data, *SPANISH)
    assert {**english, "took_ms": 0} == {**spanish, "took_ms": 0}


def test_a_bundle_that_a_question_makes_is_english_whatever_it_was_asked_in(tmp_path: Path) -> None:
    done = dooryard(tmp_path, "find", "narcan", "--lang", "es", DOORYARD_PLACE=str(TESTLAND))
    assert done.returncode == 0
    bundle = open_current(tmp_path / "bundle")
    told = " ".join(bundle.card(index).decode() for index in range(bundle.count))
    assert "Visto" not in told and "not yet called by us" in told
