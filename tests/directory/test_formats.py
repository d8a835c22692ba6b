"""Times, dates and lists as each language writes them, English by hand and the others as CLDR has them."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

import pytest

from dooryard.directory import formats, languages

MONDAY = datetime(2026, 11, 23, 12)
EVENING, HALF_PAST = datetime(2026, 11, 23, 20), datetime(2026, 11, 23, 8, 30)
TUESDAY, DECEMBER = datetime(2026, 11, 24, 9), datetime(2026, 12, 1, 9)
NAMES = ("A", "B", "C")

TOLD = {
    "en": (
        "8 pm", "8:30 am", "Tuesday 9 am", "December 1, 9 am",
        "September 24, 2022", "September 2022", "2022", "A, B and C",
    ),
    "es": (
        "8:00 p.m.", "8:30 a.m.", "martes, 9:00 a.m.", "1 de diciembre, 9:00 a.m.",
        "24 de septiembre de 2022", "septiembre de 2022", "2022", "A, B y C",
    ),
    "fr": (
        "20 h", "08 h 30", "mardi, 09 h", "1 décembre, 09 h",
        "24 septembre 2022", "septembre 2022", "2022", "A, B et C",
    ),
    "pt": (
        "20:00", "08:30", "terça-feira, 09:00", "1 de dezembro, 09:00",
        "24 de setembro de 2022", "setembro de 2022", "2022", "A, B e C",
    ),
}  # fmt: skip


def plain(text: str) -> str:
    """CLDR's narrow and fixed spaces as plain ones."""
    return " ".join(text.split())


@pytest.mark.parametrize("code", TOLD)
def test_times_dates_and_lists_are_those_of_the_language(code: str) -> None:
    with languages.speaking(code):
        told = (
            formats.clock(EVENING),
            formats.clock(HALF_PAST),
            formats.moment(TUESDAY, MONDAY),
            formats.moment(DECEMBER, MONDAY),
            *(formats.day(iso) for iso in ("2022-09-24", "2022-09", "2022")),
            formats.listed(NAMES),
        )
    assert tuple(map(plain, told)) == TOLD[code]


@pytest.mark.parametrize("code", languages.LANGUAGES)
def test_every_language_can_say_a_time_a_date_and_a_list(code: str) -> None:
    with languages.speaking(code):
        assert all(formats.clock(at) for at in (MONDAY, EVENING, HALF_PAST))
        assert "2022" in formats.day("2022-09-24")
        assert formats.day("")
        assert formats.day("undated") == languages.gettext("undated")
        assert formats.listed(()) == ""
        assert set("ABC") <= set(formats.listed(NAMES))


def test_an_english_question_does_not_wait_for_babel() -> None:
    code = "import sys; from dooryard.web.commands import find; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
