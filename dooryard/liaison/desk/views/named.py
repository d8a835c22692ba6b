"""Which liaison an administrator has named for which county: who may begin its team, or be added to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from dooryard.core.saying import mark
from dooryard.desk import doors, policies
from dooryard.desk.doors import Door
from dooryard.desk.views.door import behind, posted
from dooryard.liaison import keeping, threads
from dooryard.liaison.desk import actions, missing, reading
from dooryard.liaison.desk.views.asking import back, shown

HERE = "/desk/liaison/named"
NAMELESS = "-"
"""What the form sends for people who name no county."""
doors.add(Door(HERE, mark("Liaisons and their counties"), policies.can_keep_accounts))


@behind(policies.check_can_keep_accounts)
@require_http_methods(["GET", "HEAD", "POST"])
def named(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/named`: who is named for which county. It opens no message for whoever names."""
    if request.method != "POST":
        context = {
            "named": reading.named(),
            "liaisons": reading.liaisons(),
            "counties": reading.counties(),
            "nameless": NAMELESS,
            "unreadable": missing.unreadable(keeping.day()),
        }
        return shown(request, "named.html", context)
    chosen, account, by = posted(request, "county"), posted(request, "account"), request.desk.account.by
    county = "" if chosen == NAMELESS else chosen
    try:
        if posted(request, "end"):
            actions.unname(county, account, by=by)
            return back(request, HERE, "unnamed")
        if chosen not in (NAMELESS, *dict(reading.counties())) or account not in dict(reading.liaisons()):
            return back(request, HERE, "unread")
        actions.name(county, account, by=by)
    except threads.NotKept:
        return back(request, HERE, "unkept")
    return back(request, HERE, "named")
