"""Who has an account, for administrators: invite, change roles, sign out, close. Nothing that anybody wrote is here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dooryard.core.saying import mark
from dooryard.desk import doors, keeping, policies, signals
from dooryard.desk.actions import sessions
from dooryard.desk.actions.accounts import LONGEST_NAME, VALID
from dooryard.desk.doors import Door
from dooryard.desk.entering import Refused
from dooryard.desk.models import Account
from dooryard.desk.views.account import told
from dooryard.desk.views.door import behind, here, posted, see
from dooryard.desk.views.pages import page
from dooryard.desk.views.proving import proven
from dooryard.desk.wording import NAMES, STATES

ACCOUNTS = "/desk/accounts"
KEEPING = policies.check_can_keep_accounts
doors.add(Door(ACCOUNTS, mark("Accounts"), policies.can_keep_accounts))


@behind(KEEPING)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """`/desk/accounts`: who has an account."""
    rows = [_row(one) for one in Account.objects.select_related("passphrase").prefetch_related("passkeys", "sessions")]
    return told(request, "desk/accounts.html", {"accounts": rows})


@behind(KEEPING)
@proven
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """`/desk/accounts/new`: invite somebody."""
    context = {"roles": _roles(()), "form": keeping.form(request.desk), "longest": LONGEST_NAME}
    return told(request, "desk/invite.html", context)


@behind(KEEPING)
@proven
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """`/desk/accounts/new/search`: the link, which is in no address and is not shown again."""
    name, carried = posted(request, "name"), posted(request, "form")
    try:
        token = keeping.invite_new(request.desk, name, request.POST.getlist("role"), carried)
    except Refused as refusal:
        return see(request, f"{ACCOUNTS if refusal.why == 'again' else f'{ACCOUNTS}/new'}?said={refusal.why}")
    return _link(request, token)


@behind(KEEPING)
@proven
@require_safe
def account(request: HttpRequest, key: int) -> HttpResponse:
    """`/desk/accounts/<key>`: one account, and what can be done with it."""
    found = _found(key)
    context = {
        "account": _row(found),
        "roles": _roles(found.roles or _invited_as(found)),
        "form": keeping.form(request.desk),
        "alone": signals.said(signals.stands_alone, account=found),
        "me": found.pk == request.desk.account.pk,
    }
    return told(request, "desk/one_account.html", context)


@behind(KEEPING)
@proven
@require_POST
def invite_again(request: HttpRequest, key: int) -> HttpResponse:
    """`/desk/accounts/<key>/invite`: another link, for who lost a phone or a link."""
    found = _found(key)
    try:
        token = keeping.invite_again(request.desk, found, request.POST.getlist("role"), posted(request, "form"))
    except Refused as refusal:
        return _back(request, key, refusal.why)
    return _link(request, token)


@behind(KEEPING)
@proven
@require_POST
def give_roles(request: HttpRequest, key: int) -> HttpResponse:
    """`/desk/accounts/<key>/roles`: other roles."""
    try:
        undone = keeping.give_roles(request.desk, _found(key), request.POST.getlist("role"))
    except Refused as refusal:
        return _back(request, key, refusal.why)
    return _back(request, key, "still-held" if undone else "roles")


@behind(KEEPING)
@proven
@require_POST
def sign_out(request: HttpRequest, key: int) -> HttpResponse:
    """`/desk/accounts/<key>/out`: every session of the account ends."""
    found = _found(key)
    sessions.end(list(found.sessions.values_list("pk", flat=True)), found, by=request.desk.account.by)
    return _back(request, key, "out")


@behind(KEEPING)
@proven
@require_POST
def close(request: HttpRequest, key: int) -> HttpResponse:
    """`/desk/accounts/<key>/close`: nobody signs in with it any more."""
    if not posted(request, "sure"):
        return _back(request, key, "sure")
    try:
        undone = keeping.close(_found(key), by=request.desk.account.by)
    except Refused as refusal:
        return _back(request, key, refusal.why)
    return _back(request, key, "unfinished" if undone else "closed")


def _found(key: int) -> Account:
    found: Account | None = Account.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, key: int, said: str) -> HttpResponse:
    return see(request, f"{ACCOUNTS}/{key}?said={said}")


def _link(request: HttpRequest, token: str) -> HttpResponse:
    """Shown as the answer itself: behind an address, it would be in the history of this browser."""
    link = f"{here(request).origin}/desk/join/{token}"
    return page(request, "desk/link.html", {"link": link, "days": VALID.days})


def _roles(given: Any) -> list[tuple[str, str, bool]]:
    return [(role, sentence, role in given) for role, sentence in policies.ROLES.items()]


def _invited_as(account: Account) -> list[str]:
    """The roles that an invitation gives, which nobody has taken yet."""
    open_ = account.open_invitation(timezone.now())
    return list(open_.roles) if open_ else []


def _row(account: Account) -> dict[str, Any]:
    now = timezone.now()
    return {
        "key": account.pk,
        "name": account.name,
        "state": account.state,
        "said": STATES[account.state],
        "roles": [NAMES[role] for role in account.roles or _invited_as(account) if role in NAMES],
        "until": until.expires_at.date().isoformat() if (until := account.open_invitation(now)) else "",
        "since": account.made_on.isoformat(),
        "passkeys": len(account.passkeys.all()),
        "passphrase": hasattr(account, "passphrase"),
        "sessions": sum(one.is_open(now) for one in account.sessions.all()),
    }
