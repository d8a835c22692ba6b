"""The list of conversations, and how long answers took."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.core.saying import mark
from dooryard.desk import doors, policies
from dooryard.desk.doors import Door
from dooryard.desk.views.door import behind
from dooryard.liaison import threads
from dooryard.liaison.desk import keys, reading
from dooryard.liaison.desk.presenting import listed
from dooryard.liaison.desk.views.asking import shown, today

doors.add(Door("/desk/liaison/", mark("Conversations"), policies.can_answer))
doors.note(
    Door(
        "/desk/liaison/keys",
        mark("What opens your keys to messages is on another page: Your keys."),
        policies.can_answer,
    )
)
doors.add(Door("/desk/liaison/times", mark("Answer times"), policies.can_see_answer_times))


@behind(policies.check_can_answer)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/`: who waits, mine first, by urgency and by days; nothing of what anybody wrote."""
    account, now = request.desk.account.by, today()
    found = threads.waiting(reading.held(account), today=now)
    known = reading.active({one.assigned for one in found})
    rows = [(one, listed(one, now, account, known)) for one in found]
    asked = [row for one, row in rows if one.unanswered]
    context: dict[str, Any] = {
        "open": keys.opened(request.desk) is not None,
        "counties": reading.my_counties(account),
        "waiting": {whose: [row for row in asked if row["whose"] == whose] for whose in ("mine", "free", "theirs")},
        "others": [row for one, row in rows if not one.unanswered],
    }
    return shown(request, "inbox.html", context)


@behind(policies.check_can_see_answer_times)
@require_safe
def times(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/times`: the answer times of counties with enough of them."""
    return shown(request, "times.html", {"times": reading.answer_times(today())})
