"""When somebody reads, by the clock on the wall: weeks and days of several people, midnight, summer and winter."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dooryard.directory import languages
from dooryard.liaison import hours
from dooryard.liaison.models import Shift

ZONE = ZoneInfo("America/New_York")
NINE, FIVE = 9 * 60, 17 * 60


def weekly(*weekdays: int, starts: int = NINE, ends: int = FIVE, who: str = "ann") -> list[Shift]:
    return [Shift(county="Waldo", account=who, weekday=one, starts=starts, ends=ends) for one in weekdays]


def on(day: str, starts: int | None = None, ends: int | None = None, who: str = "ann") -> Shift:
    return Shift(county="Waldo", account=who, day=date.fromisoformat(day), starts=starts, ends=ends)


def at(wall: str) -> datetime:
    """An instant, by the clock on the wall."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZONE).astimezone(UTC)


def said(shifts: list[Shift], wall: str) -> tuple[str, str]:
    found = hours.presence(shifts, at(wall), ZONE)
    return found.now, hours.hours_words(found)


WORKDAYS = weekly(0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("wall", "now"),
    [
        ("2026-11-23T08:59", "no"),
        ("2026-11-23T09:00", "yes"),
        ("2026-11-23T16:59", "yes"),
        ("2026-11-23T17:00", "no"),
        ("2026-11-28T12:00", "no"),
        ("2026-07-06T09:00", "yes"),
        ("2026-07-06T08:59", "no"),
    ],
)
def test_a_week_holds_by_the_clock_on_the_wall_in_winter_and_summer(wall: str, now: str) -> None:
    assert said(WORKDAYS, wall) == (now, "Somebody reads here: Monday to Friday, 9 am to 5 pm.")


def test_what_goes_past_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    nights = weekly(4, starts=22 * 60, ends=2 * 60)
    assert said(nights, "2026-11-27T23:00") == ("yes", "Somebody reads here: Friday, 10 pm to 2 am.")
    assert said(nights, "2026-11-28T01:59")[0] == "yes"
    assert said(nights, "2026-11-28T02:00")[0] == "no"
    assert said(weekly(0, starts=18 * 60, ends=0), "2026-11-23T23:59")[0] == "yes"


@pytest.mark.parametrize(
    ("utc", "now"),
    [
        # In the night to March 8 the clock goes from 2 to 3: an hour of the shift never is.
        ("2026-03-08T06:59", "yes"),
        ("2026-03-08T07:29", "no"),
        # In the night to November 1 it goes from 2 back to 1: by the wall it is 1:30 twice, and somebody is there.
        ("2026-11-01T05:30", "yes"),
        ("2026-11-01T06:30", "yes"),
        ("2026-11-01T07:30", "no"),
    ],
)
def test_in_the_nights_in_which_the_clocks_change_the_wall_decides(utc: str, now: str) -> None:
    nights = weekly(6, starts=60, ends=150)
    found = hours.presence(nights, datetime.fromisoformat(utc).replace(tzinfo=UTC), ZONE)
    assert found.now == now


def test_a_day_of_ones_own_stands_in_place_of_ones_week_and_not_of_anybody_elses() -> None:
    away = [*WORKDAYS, on("2026-11-26")]
    expected = "In the next seven days somebody reads here: Monday to Wednesday, 9 am to 5 pm; Friday, 9 am to 5 pm."
    assert said(away, "2026-11-26T12:00") == ("no", expected)
    with_bob = [*away, *weekly(3, starts=600, ends=720, who="bob")]
    assert said(with_bob, "2026-11-26T11:00")[0] == "yes"
    assert "Thursday, 10 am to noon" in said(with_bob, "2026-11-26T11:00")[1]
    late = [*WORKDAYS, on("2026-11-26", 720, 780)]
    assert [said(late, f"2026-11-26T{hour}:30")[0] for hour in (11, 12, 13)] == ["no", "yes", "no"]


def test_two_people_together_are_one_door() -> None:
    both = [*weekly(0, starts=540, ends=720), *weekly(0, starts=660, ends=1_020, who="bob")]
    assert said(both, "2026-11-23T12:30") == ("yes", "Somebody reads here: Monday, 9 am to 5 pm.")


def test_a_single_day_to_come_is_said_with_its_date_when_it_is_far() -> None:
    assert said([on("2026-12-08", NINE, FIVE)], "2026-11-23T12:00") == (
        "no",
        "Somebody reads here next: December 8, 9 am.",
    )
    near = "In the next seven days somebody reads here: Tuesday, 9 am to 5 pm."
    assert said([on("2026-11-24", NINE, FIVE)], "2026-11-23T12:00") == ("no", near)


@pytest.mark.parametrize("shifts", [[], [on("2026-11-02", NINE, FIVE)], [on("2026-11-24")]])
def test_what_nobody_has_put_down_is_not_known(shifts: list[Shift]) -> None:
    now, words = said(shifts, "2026-11-23T12:00")
    assert (now, words) == ("unknown", "")
    found = hours.presence(shifts, at("2026-11-23T12:00"), ZONE)
    assert "We do not know when somebody reads here: nobody has put it down." in hours.now_words(found)


def test_without_a_clock_nothing_is_known() -> None:
    assert hours.presence(WORKDAYS, at("2026-11-23T12:00"), None).now == "unknown"


def test_somebody_who_is_away_for_good_is_not_promised() -> None:
    away = [on("2026-11-23"), on("2026-11-20", NINE, FIVE)]
    assert said(away, "2026-11-23T12:00") == ("no", "Nobody has put down when they read here next.")


def test_other_languages_say_it_in_their_own_words() -> None:
    with languages.speaking("es"):
        assert "lunes" in said(WORKDAYS, "2026-11-23T12:00")[1]
