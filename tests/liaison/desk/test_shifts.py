"""Hours and cover, and the answer times that are shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dooryard.desk.actions.accounts import leave as leave_the_desk
from dooryard.desk.models import AuditEntry
from dooryard.liaison import shifts
from dooryard.liaison.models import Answered, Cover, Shift
from tests.liaison.desk.conftest import OTHER, Liaison, name, signed_in
from tests.liaison.helpers import COUNTY


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The place has a clock, unless a test is about having none."""
    if "left_the_desk" not in request.node.name:
        monkeypatch.setattr(shifts, "zone", lambda: ZoneInfo("America/New_York"))
    yield


def day(ahead: int) -> datetime.date:
    return timezone.now().date() + datetime.timedelta(ahead)


def said(where: str) -> str:
    return where.partition("said=")[2]


WEEK = {f"{side}-{number}": time for number in range(5) for side, time in (("from", "09:00"), ("to", "17:00"))}


def test_a_week_is_put_down_said_and_changed(ann: Liaison) -> None:
    assert "We do not know when somebody reads here" in ann.says("/desk/liaison/shifts")
    assert said(ann.send("shifts", county=COUNTY, **WEEK)) == "shifts"
    assert "Somebody reads here: Monday to Friday, 9 am to 5 pm." in ann.says("/desk/liaison/shifts")
    page = ann.get("/desk/liaison/shifts").content.decode()
    assert page.count('value="09:00"') == page.count('value="17:00"') == 5
    ann.send("shifts", county=COUNTY, **{"from-6": "22:00", "to-6": "02:00"})
    assert "Somebody reads here: Sunday, 10 pm to 2 am." in ann.says("/desk/liaison/shifts")
    ann.send("shifts", county=COUNTY)
    assert not Shift.objects.exists()


def test_one_day_is_different_and_like_every_week_again(ann: Liaison) -> None:
    ann.send("shifts", county=COUNTY, **WEEK)
    for given, told in (({}, "away"), ({"from": "10:00", "to": "12:30"}, "10 am to 12:30 pm")):
        assert said(ann.send("shifts/day", county=COUNTY, day=day(2).isoformat(), **given)) == "shifts"
        assert f": {told} Like every week again" in ann.says("/desk/liaison/shifts")
        assert "In the next seven days somebody reads here" in ann.says("/desk/liaison/shifts")
    assert Shift.objects.filter(day=day(2)).count() == 1
    ann.send("shifts/day", county=COUNTY, day=day(2).isoformat(), end="yes")
    assert "Somebody reads here: Monday to Friday" in ann.says("/desk/liaison/shifts")


@pytest.mark.parametrize(
    "typed",
    [
        {"from-0": "09:00"},
        {"to-0": "09:00"},
        {"from-0": "25:00", "to-0": "26:00"},
        {"from-0": "nine", "to-0": "five"},
        {"from-0": "9" * 4_000, "to-0": "\x00"},
    ],
)
def test_times_that_are_none_change_nothing(ann: Liaison, typed: dict[str, str]) -> None:
    ann.send("shifts", county=COUNTY, **WEEK)
    assert said(ann.send("shifts", county=COUNTY, **typed)) == "hours"
    assert Shift.objects.count() == 5


@pytest.mark.parametrize("typed", ["tomorrow", "", "9" * 4_000, "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_or_too_far_changes_nothing(ann: Liaison, typed: str) -> None:
    assert said(ann.send("shifts/day", county=COUNTY, day=typed)) == "hours"
    assert not Shift.objects.exists()


def test_who_has_left_the_desk_is_not_there_whatever_they_put_down(ann: Liaison) -> None:
    dan = signed_in("Dan", "liaison")
    for number in range(7):
        Shift.objects.create(county=COUNTY, account=dan.by, weekday=number, starts=0, ends=0)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(shifts, "zone", lambda: None)
        assert shifts.presence(COUNTY).now == "unknown", "no clock without a directory"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(shifts, "zone", lambda: ZoneInfo("America/New_York"))
        assert shifts.presence(COUNTY).now == "yes"
        leave_the_desk("Dan", by="test")
        assert shifts.presence(COUNTY).now == "unknown"


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekday": 7, "starts": 0, "ends": 0},
        {"weekday": 0, "starts": 1_440, "ends": 0},
        {"weekday": 0, "starts": 0, "ends": None},
        {"weekday": 0, "starts": None, "ends": None},
        {"starts": 0, "ends": 0},
        {"weekday": 0, "day": datetime.date(2026, 11, 23), "starts": 0, "ends": 0},
    ],
)
def test_no_row_holds_hours_that_are_none(ann: Liaison, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(using="liaison"):
        Shift.objects.create(county=COUNTY, account=ann.by, **wrong)


def test_nobody_speaks_for_a_county_of_others(ann: Liaison, ben: Liaison) -> None:
    assert ben.send("shifts", county=COUNTY, **WEEK) == "/desk/refused?why=role"
    assert ben.send("shifts/day", county=COUNTY, day=day(0).isoformat()) == "/desk/refused?why=role"
    assert ben.send("cover", by=COUNTY, county="Oxford") == "/desk/refused?why=role"
    assert not Shift.objects.exists() and not Cover.objects.exists()


def test_the_hours_of_colleagues_are_named(ann: Liaison, monkeypatch: pytest.MonkeyPatch) -> None:
    dan = signed_in("Dan", "liaison")
    Shift.objects.create(county=COUNTY, account=dan.by, weekday=1, starts=540, ends=600)
    assert "Dan : Tuesday, 9 am to 10 am" in ann.says("/desk/liaison/shifts")


def test_a_team_answers_for_a_county_that_has_none_until_it_ends_that(ann: Liaison, ben: Liaison) -> None:
    assert shifts.reading("Oxford") is None
    assert said(ann.send("cover", by=COUNTY, county="Oxford")) == "not-named"
    assert shifts.reading("Oxford") is None
    name("Oxford", ann, ben)
    assert said(ann.send("cover", by=COUNTY, county="Oxford")) == "cover"
    assert said(ann.send("cover", by=COUNTY, county="Oxford")) == "cover", "sent twice"
    found = shifts.reading("Oxford")
    assert found and found.county == COUNTY
    assert said(ben.send("cover", by=OTHER, county="Oxford")) == "covered"
    ben.send("cover", by=OTHER, county="Oxford", end="yes")
    assert shifts.reading("Oxford"), "it is not theirs to end"
    assert said(ann.send("cover", by=COUNTY, county="Oxford", end="yes")) == "uncovered"
    assert shifts.reading("Oxford") is None


def test_who_names_no_county_can_be_covered_too_and_a_county_with_a_team_cannot(ann: Liaison, ben: Liaison) -> None:
    assert said(ann.send("cover", by=COUNTY, county="")) == "not-named"
    name("", ann)
    name(OTHER, ann)
    assert said(ann.send("cover", by=COUNTY, county="")) == "cover"
    assert shifts.reading("")
    assert said(ann.send("cover", by=COUNTY, county=OTHER)) == "covered"
    assert said(ann.send("cover", by=COUNTY, county="Atlantis")) == "unread"


def test_each_change_is_in_the_audit_log(ann: Liaison) -> None:
    ann.send("shifts", county=COUNTY, **WEEK)
    ann.send("shifts/day", county=COUNTY, day=day(0).isoformat())
    name("Oxford", ann)
    ann.send("cover", by=COUNTY, county="Oxford")
    ann.send("cover", by=COUNTY, county="Oxford", end="yes")
    done = list(AuditEntry.objects.filter(by=ann.by).values_list("action", flat=True))
    assert done[-4:] == ["liaison: shifts", "liaison: shift of a day", "liaison: cover", "liaison: uncover"]


def test_answer_times_are_shown_for_eleven_and_of_months_that_are_over(ann: Liaison) -> None:
    over, now = datetime.date(2026, 1, 1), timezone.now().date().replace(day=1)
    Answered.objects.bulk_create([Answered(county=COUNTY, days=one, month=over) for one in range(11)])
    Answered.objects.bulk_create([Answered(county=OTHER, days=1, month=over) for _ in range(10)])
    Answered.objects.bulk_create([Answered(county=OTHER, days=1, month=now) for _ in range(10)])
    Answered.objects.bulk_create([Answered(county="", days=1, month=over) for _ in range(30)])
    page = ann.says("/desk/liaison/times")
    assert f"{COUNTY} County 5 9" in page
    assert OTHER not in page
    assert signed_in("An", "analyst").get("/desk/liaison/times").status_code == 200
    assert signed_in("St", "steward").get("/desk/liaison/times").status_code == 403
