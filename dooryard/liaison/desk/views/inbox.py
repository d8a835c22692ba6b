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
    """`/desk/liaison/`: who waits, by urgency and by days; nothing of what anybody wrote."""
    account, now = request.desk.account.by, today()
    found = threads.waiting(reading.held(account), today=now)
    context: dict[str, Any] = {
        "open": keys.opened(request.desk) is not None,
        "counties": reading.my_counties(account),
        "waiting": [listed(one, now) for one in found if one.unanswered],
        "others": [listed(one, now) for one in found if not one.unanswered],
    }
    return shown(request, "inbox.html", context)


@behind(policies.check_can_see_answer_times)
@require_safe
def times(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/times`: the answer times of counties with enough of them."""
    return shown(request, "times.html", {"times": reading.answer_times(today())})
