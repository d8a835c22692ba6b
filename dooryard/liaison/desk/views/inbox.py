"""The list of conversations, and how long answers took."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.core.saying import mark
from dooryard.desk import doors, policies
from dooryard.desk.doors import Door
from dooryard.desk.views.door import behind
from dooryard.liaison import keeping, threads
from dooryard.liaison.desk import keys, missing, reading
from dooryard.liaison.desk.presenting import listed
from dooryard.liaison.desk.views.asking import shown

ON_A_PAGE = 50
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
    account, now = request.desk.account.by, keeping.day()
    held, counties = reading.held(account), reading.my_counties(account)
    known = reading.active(reading.holders(held))
    part, pages = _part(request, threads.how_many(held, today=now))
    found = threads.waiting(held, me=account, others=set(known) - {account}, part=part, today=now)
    rows = [(one, listed(one, now, account, known) | {"place": part.start + at}) for at, one in enumerate(found, 1)]
    asked = [row for one, row in rows if one.unanswered]
    context: dict[str, Any] = {
        "open": keys.opened(request.desk) is not None,
        "ways": keys.ways(account),
        "counties": counties,
        "unreadable": missing.unreadable(now, counties),
        "waiting": {whose: [row for row in asked if row["whose"] == whose] for whose in ("mine", "free", "theirs")},
        "others": [row for one, row in rows if not one.unanswered],
        **pages,
    }
    return shown(request, "inbox.html", context)


def _part(request: HttpRequest, many: int) -> tuple[slice, dict[str, int]]:
    """Which of so many rows the page shows, and the numbers of the pages before and after it."""
    asked = request.GET.get("page", "")
    number = max(1, min(int(asked) if asked.isdecimal() and len(asked) < 9 else 1, -(-many // ON_A_PAGE)))
    pages = {"page": number, "before": number - 1, "after": number + 1 if many > number * ON_A_PAGE else 0}
    return slice((number - 1) * ON_A_PAGE, number * ON_A_PAGE), pages | {"many": many}


@behind(policies.check_can_see_answer_times)
@require_safe
def times(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/times`: the answer times of counties with enough of them."""
    return shown(request, "times.html", {"times": reading.answer_times(keeping.day())})
