"""When somebody reads, and whose team answers for a county that has none."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dooryard.desk import policies
from dooryard.desk.views.door import behind, posted
from dooryard.directory.presenters import county_name
from dooryard.liaison import keeping, threads
from dooryard.liaison.desk import actions, reading
from dooryard.liaison.desk.policies import check_can_speak_for
from dooryard.liaison.desk.views.asking import back, shown

HERE = "/desk/liaison/shifts"
LONGEST = 20
"""Letters of a day or a time that are read."""


@behind(policies.check_can_keep_shifts)
@require_http_methods(["GET", "HEAD", "POST"])
def shifts(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/shifts`: the hours of each of my teams, and mine of every week."""
    account, mine = request.desk.account.by, reading.my_counties(request.desk.account.by)
    if request.method == "POST":
        county = posted(request, "county")
        check_can_speak_for(county, mine)
        try:
            week = {number: times for number in range(7) if (times := _times(request, f"-{number}"))}
        except ValueError:
            return back(request, HERE, "hours")
        return _kept(request, lambda: actions.take_week(county, account, week, by=account), "shifts")
    context = {
        "teams": [reading.rota(one, account, timezone.now()) for one in mine],
        "first": keeping.day().isoformat(),
        "last": (keeping.day() + datetime.timedelta(reading.DAYS)).isoformat(),
        "covers": [(one, county_name(one) if one else "", by, county_name(by)) for one, by in reading.covers(mine)],
        "coverable": reading.coverable(account) if mine else [],
        "mine": [(one, county_name(one)) for one in mine],
    }
    return shown(request, "shifts.html", context)


@behind(policies.check_can_keep_shifts)
@require_POST
def one_day(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/shifts/day`: a day of mine has other hours, or none; or it is like every week again."""
    account, county = request.desk.account.by, posted(request, "county")
    check_can_speak_for(county, reading.my_counties(account))
    try:
        day, times = datetime.date.fromisoformat(posted(request, "day")[:LONGEST]), _times(request)
    except ValueError:
        return back(request, HERE, "hours")
    if not abs(day - keeping.day()) <= datetime.timedelta(reading.DAYS):
        return back(request, HERE, "hours")
    if posted(request, "end"):
        return _kept(request, lambda: actions.drop_day(county, account, day, by=account), "shifts")
    return _kept(request, lambda: actions.take_day(county, account, day, times, by=account), "shifts")


@behind(policies.check_can_keep_shifts)
@require_POST
def cover(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/cover`: one of my teams begins, or ends, to answer for another county."""
    by, county = posted(request, "by"), posted(request, "county")
    account = request.desk.account.by
    check_can_speak_for(by, reading.my_counties(account))
    if posted(request, "end"):
        return _kept(request, lambda: actions.uncover(county, by, by=account), "uncovered")
    if county not in [one for one, _name in [("", ""), *reading.counties()]]:
        return back(request, HERE, "unread")
    if county not in reading.named_for(account):
        return back(request, HERE, "not-named")
    return _kept(request, lambda: actions.cover(county, by, by=account), "cover")


def _times(request: HttpRequest, number: str = "") -> tuple[int, int] | None:
    """Two times of day in minutes; None where neither is given. Raises ValueError for anything else."""
    given = [posted(request, f"{name}{number}").strip()[:LONGEST] for name in ("from", "to")]
    if given == ["", ""]:
        return None
    starts, ends = map(datetime.time.fromisoformat, given)
    return starts.hour * 60 + starts.minute, ends.hour * 60 + ends.minute


def _kept(request: HttpRequest, work: object, said: str) -> HttpResponse:
    try:
        done = work()  # type: ignore[operator]
    except threads.NotKept:
        said = "unkept"
    else:
        said = "covered" if done is False else said
    return back(request, HERE, said)
