"""Weekly hours may not hold on a public holiday, and the pages say so before somebody stands at a shut door."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.template import engines

from dooryard.directory import holidays, languages

THANKSGIVING = date(2026, 11, 26)
CALL = "Hours may be different: call first."


def test_a_holiday_today_is_told() -> None:
    assert holidays.said("US-ME", THANKSGIVING) == [f"Today is a holiday (Thanksgiving Day). {CALL}"]


def test_a_holiday_in_the_next_days_is_told_by_its_date() -> None:
    for before in (23, 24, 25):
        told = holidays.said("US-ME", date(2026, 11, before))
        assert told == [f"November 26, 2026 is a holiday (Thanksgiving Day). {CALL}"]
    assert holidays.said("US-ME", date(2026, 11, 22)) == []


def test_a_region_has_holidays_of_its_own() -> None:
    patriots = date(2026, 4, 20)
    assert "Patriots" in holidays.names_of("US-ME", patriots)
    assert holidays.names_of("US-OH", patriots) == ""


def test_a_name_that_the_calendar_has_in_no_language_of_ours_is_marked_as_english() -> None:
    with languages.speaking("es"):
        [told] = holidays.said("US-ME", THANKSGIVING)
        assert '(<bdi lang="en">Thanksgiving Day</bdi>)' in told
    assert "<" not in holidays.said("US-ME", THANKSGIVING)[0]


def test_a_name_that_the_calendar_has_in_the_language_is_said_in_it() -> None:
    labour = date(2026, 9, 7)
    with languages.speaking("fr"):
        assert holidays.names_of("CA-NB", labour) == "Fête du Travail"
    with languages.speaking("es"):
        assert holidays.names_of("CA-NB", labour) == '<bdi lang="en">Labour Day</bdi>'
    assert holidays.names_of("CA-NB", labour) == "Labour Day"
    with languages.speaking("so"):
        assert holidays.names_of("FR", date(2026, 7, 14)) == '<bdi lang="fr">Fête nationale</bdi>'


def test_the_mark_is_markup_on_the_page() -> None:
    page = engines["jinja2"].from_string('{% from "parts/holiday.html" import holiday %}{{ holiday() }}')
    with pytest.MonkeyPatch.context() as patched, languages.speaking("ar"):
        bundle = SimpleNamespace(count=0, manifest=SimpleNamespace(region="US-ME"))
        patched.setattr(holidays.current, "directory", lambda: SimpleNamespace(bundle=bundle, zone=None))
        patched.setattr(holidays.timezone, "localdate", lambda timezone=None: THANKSGIVING)
        assert '<bdi lang="en">Thanksgiving Day</bdi>' in page.render()


@pytest.mark.parametrize("region", ["", "XX", "US-ZZ", "XX-YY"])
def test_a_region_whose_calendar_nobody_keeps_has_none(region: str) -> None:
    assert holidays.said(region, THANKSGIVING) == []
