"""Who is there on which days, and whose team answers for a county that has none."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from dooryard.desk import policies
from dooryard.desk.views.door import behind, posted
from dooryard.directory.presenters import county_name
from dooryard.liaison import threads
from dooryard.liaison.desk import actions, reading
from dooryard.liaison.desk.policies import check_can_speak_for
from dooryard.liaison.desk.views.asking import back, shown, today

HERE = "/desk/liaison/shifts"


@behind(policies.check_can_keep_shifts)
@require_http_methods(["GET", "HEAD", "POST"])
def shifts(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/shifts`: the days ahead of each of my teams, and mine of them."""
    account, now = request.desk.account.by, today()
    mine = reading.my_counties(account)
    if request.method == "POST":
        county = posted(request, "county")
        check_can_speak_for(county, mine)
        ahead = [now + datetime.timedelta(step) for step in range(reading.DAYS)]
        days = [one for one in ahead if one.isoformat() in request.POST.getlist("day")]
        return _kept(request, lambda: actions.take_shifts(county, account, ahead, days, by=account), "shifts")
    context = {
        "teams": [(one, county_name(one), reading.days(one, account, now)) for one in mine],
        "covers": [(one, county_name(one) if one else "", by, county_name(by)) for one, by in reading.covers(mine)],
        "coverable": reading.coverable() if mine else [],
        "mine": [(one, county_name(one)) for one in mine],
    }
    return shown(request, "shifts.html", context)


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
    return _kept(request, lambda: actions.cover(county, by, by=account), "cover")


def _kept(request: HttpRequest, work: object, said: str) -> HttpResponse:
    try:
        done = work()  # type: ignore[operator]
    except threads.NotKept:
        said = "unkept"
    else:
        said = "covered" if done is False else said
    return back(request, HERE, said)
