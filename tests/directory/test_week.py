"""The hours of a week in words: alike days together, nights and whole days, exceptions of the week that comes."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dooryard.core.hsds import Schedule
from dooryard.directory import languages, week

ZONE = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def schedule(byday: str = "", opens: str | None = None, closes: str | None = None, **more: object) -> Schedule:
    times = {"opens_at": opens, "closes_at": closes, "freq": "WEEKLY" if byday else None, "byday": byday or None}
    return Schedule(id="00000000-0000-0000-0000-000000000000", **times | more)  # type: ignore[arg-type]


def words(*schedules: Schedule, at: datetime = MONDAY) -> list[tuple[str, str]]:
    return week.words(schedules, at, ZONE)


WORKDAYS = schedule("MO,TU,WE,TH,FR", "09:00", "17:00")


def test_days_that_are_alike_are_taken_together_and_a_closed_one_is_said() -> None:
    told = words(WORKDAYS, schedule("SA", "10:00", "12:00"))
    assert told == [("Monday to Friday", "9 am to 5 pm"), ("Saturday", "10 am to noon"), ("Sunday", "closed")]
    assert words(WORKDAYS)[1] == ("Saturday and Sunday", "closed")


@pytest.mark.parametrize("day", range(23, 30))
def test_the_week_begins_on_monday_whatever_day_it_is_printed(day: int) -> None:
    assert words(WORKDAYS, at=datetime(2026, 11, day, 15, tzinfo=UTC)) == words(WORKDAYS)


def test_a_break_at_noon_is_two_stretches() -> None:
    told = words(schedule("MO,TU,WE,TH,FR,SA,SU", "09:00", "12:00"), schedule("MO,TU,WE,TH,FR,SA,SU", "13:00", "17:30"))
    assert told == [("Every day", "9 am to noon, 1 pm to 5:30 pm")]


def test_a_night_belongs_to_the_day_it_begins_on() -> None:
    told = words(schedule("SU", "20:00", "02:00"))
    assert told == [("Monday to Saturday", "closed"), ("Sunday", "8 pm to 2 am")]


def test_day_and_night() -> None:
    assert words(schedule("MO,TU,WE,TH,FR,SA,SU", "00:00", "24:00")) == [("Every day", "day and night")]
    assert words(schedule("MO", "00:00", "24:00"))[0] == ("Monday", "day and night")


def test_what_lasts_for_days_has_its_part_on_each() -> None:
    told = words(schedule("FR", "18:00", "24:00"), schedule("SA", "00:00", "24:00"), schedule("SU", "00:00", "12:00"))
    assert told[-3:] == [("Friday", "6 pm to midnight"), ("Saturday", "day and night"), ("Sunday", "midnight to noon")]


def test_the_exception_of_a_day_of_this_week_holds() -> None:
    closed = schedule(valid_from="2026-11-26", valid_to="2026-11-26")
    assert ("Thursday", "closed") in words(WORKDAYS, closed)
    assert ("Thursday", "closed") not in words(WORKDAYS, closed, at=datetime(2026, 12, 1, 15, tzinfo=UTC))


def test_hours_that_nobody_states_are_no_week() -> None:
    assert words() == []
    assert words(schedule(description="ring the bell")) == []


def test_days_go_by_their_own_names_in_another_language() -> None:
    with languages.speaking("fr"):
        assert words(WORKDAYS)[1][0].startswith("samedi")
