"""The first page of the desk, and the page that says why not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dooryard.desk import doors, policies, signals
from dooryard.desk.views.door import behind, open_to_all, refused
from dooryard.desk.views.pages import page


@behind()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/desk/`: what your roles are, and where they let you go."""
    account = request.desk.account
    roles = [sentence for role, sentence in policies.ROLES.items() if role in account.roles_now]
    to_know = signals.said(signals.to_know) if policies.can_keep_accounts(account) else []
    return page(request, "desk/home.html", {"roles": roles, "doors": doors.doors_of(account), "to_know": to_know})


@open_to_all
@require_safe
def refusal(request: HttpRequest) -> HttpResponse:
    """`/desk/refused`: why something that was sent changed nothing."""
    return refused(request, request.GET.get("why", ""))
