"""Days and cover, and the answer times that are shown."""

from __future__ import annotations

import datetime

from django.utils import timezone

from dooryard.desk.models import AuditEntry
from dooryard.liaison import shifts
from dooryard.liaison.models import Answered, Cover, Shift
from tests.liaison.desk.conftest import OTHER, Liaison, signed_in
from tests.liaison.helpers import COUNTY


def day(ahead: int) -> datetime.date:
    return timezone.now().date() + datetime.timedelta(ahead)


def said(where: str) -> str:
    return where.partition("said=")[2]


def test_days_are_taken_and_given_back(ann: Liaison) -> None:
    assert said(ann.send("shifts", county=COUNTY, day=[day(0).isoformat(), day(3).isoformat()])) == "shifts"
    assert shifts.on_shift(COUNTY)
    assert set(Shift.objects.values_list("day", flat=True)) == {day(0), day(3)}
    page = ann.get("/desk/liaison/shifts").content.decode()
    assert page.count(" checked") == 2
    assert said(ann.send("shifts", county=COUNTY, day=[day(3).isoformat()])) == "shifts"
    assert not shifts.on_shift(COUNTY)
    ann.send("shifts", county=COUNTY)
    assert not Shift.objects.exists()


def test_days_that_are_no_days_or_too_far_are_not_taken(ann: Liaison) -> None:
    ann.send("shifts", county=COUNTY, day=["tomorrow", day(-1).isoformat(), day(14).isoformat(), "9" * 4_000])
    assert not Shift.objects.exists()


def test_nobody_speaks_for_a_county_of_others(ann: Liaison, ben: Liaison) -> None:
    assert ben.send("shifts", county=COUNTY, day=day(0).isoformat()) == "/desk/refused?why=role"
    assert ben.send("cover", by=COUNTY, county="Oxford") == "/desk/refused?why=role"
    assert not Shift.objects.exists() and not Cover.objects.exists()


def test_a_colleague_of_the_day_is_named(ann: Liaison) -> None:
    Shift.objects.create(county=COUNTY, account=signed_in("Dan", "liaison").by, day=day(1))
    assert "also here: Dan" in ann.says("/desk/liaison/shifts")


def test_a_team_answers_for_a_county_that_has_none_until_it_ends_that(ann: Liaison, ben: Liaison) -> None:
    assert shifts.reading("Oxford") is None
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
    assert said(ann.send("cover", by=COUNTY, county="")) == "cover"
    assert shifts.reading("")
    assert said(ann.send("cover", by=COUNTY, county=OTHER)) == "covered"
    assert said(ann.send("cover", by=COUNTY, county="Atlantis")) == "unread"


def test_each_change_is_in_the_audit_log(ann: Liaison) -> None:
    ann.send("shifts", county=COUNTY, day=day(0).isoformat())
    ann.send("cover", by=COUNTY, county="Oxford")
    ann.send("cover", by=COUNTY, county="Oxford", end="yes")
    done = list(AuditEntry.objects.filter(by=ann.by).values_list("action", flat=True))
    assert done[-3:] == ["liaison: shifts", "liaison: cover", "liaison: uncover"]


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
