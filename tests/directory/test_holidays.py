"""Weekly hours may not hold on a public holiday, and the pages say so before somebody stands at a shut door."""

from __future__ import annotations

from datetime import date

import pytest

from dooryard.directory import holidays

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


@pytest.mark.parametrize("region", ["", "XX", "US-ZZ", "XX-YY"])
def test_a_region_whose_calendar_nobody_keeps_has_none(region: str) -> None:
    assert holidays.said(region, THANKSGIVING) == []
