"""Opening and closing a liaison's keys."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode

from django.db import Error, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from dooryard.desk import entering, hashing, passkeys, policies
from dooryard.desk.actions import sessions
from dooryard.desk.guessing import inside
from dooryard.desk.passkeys import NotProven, Proven
from dooryard.desk.views.door import behind, here, posted, see
from dooryard.desk.views.proving import proven
from dooryard.liaison import teams, threads
from dooryard.liaison.desk import actions, keys, reading
from dooryard.liaison.desk.views.asking import ADD, KEYS, OPEN, back, closed, draft_of
from dooryard.liaison.sealing import NotOpened
from dooryard.liaison.teams import Ring

PRF = 32


class Refused(Exception):
    """Nothing was opened; `why` is a word of wording.WRONG."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@behind(policies.check_can_answer)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/keys`: how to open the keys, and what a passkey answers."""
    if request.method != "POST":
        return closed(request)
    try:
        proven, secret = _signed(request, OPEN)
        return _opened(request, _by_passkey(request.desk.account.by, bytes(proven.passkey.credential_id), secret))
    except Refused as refusal:
        return _again(request, refusal.why)


@behind(policies.check_can_answer)
@require_POST
def own_with_passphrase(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/keys/search`: the passphrase of the keys, or the first one, typed twice.

    To let it open keys that there are already, their owner shows once more that it is them: who has copied a cookie
    would else have a way to open them that stays.
    """
    ways = keys.ways(request.desk.account.by)
    return proven(_with_passphrase)(request) if ways and "passphrase" not in ways else _with_passphrase(request)


def _with_passphrase(request: HttpRequest) -> HttpResponse:
    try:
        return _opened(request, _by_passphrase(request))
    except Refused as refusal:
        return _again(request, refusal.why)


@behind(policies.check_can_answer)
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/lock`: the keys are closed before the session ends."""
    try:
        keys.close(request.desk, by=request.desk.account.by)
    except Error:
        return back(request, KEYS, "unkept")
    return back(request, KEYS, "closed-keys")


@behind(policies.check_can_answer)
@require_POST
def anew(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/keys/anew`: a key that opens nothing is dropped, for who lost how to open it."""
    by = request.desk.account.by
    try:
        done = actions.forget_key(by, by=by)
    except threads.NotKept:
        return back(request, KEYS, "unkept")
    return back(request, KEYS, "anew" if done else "team")


@behind(policies.check_can_answer)
@proven
@require_POST
def lost(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/keys/lost`: a key that its owner cannot open any more is dropped, and all that only it opens."""
    by = request.desk.account.by
    if posted(request, "sure") != "yes":
        return back(request, KEYS, "sure")
    try:
        actions.lose_key(by, reading.counties_of(by), by=by)
        keys.close(request.desk, by=by)
    except (threads.NotKept, Error):
        return back(request, KEYS, "unkept")
    except teams.Refused:
        return back(request, KEYS, "team")
    return back(request, KEYS, "anew")


@behind(policies.check_can_answer)
@require_POST
def another(request: HttpRequest) -> HttpResponse:
    """`/desk/liaison/keys/passkey`: one passkey more opens the keys that are open now."""
    ring = keys.opened(request.desk)
    try:
        proven, secret = _signed(request, ADD)
        if ring is None:
            raise Refused("keys")
        teams.add_passkey(ring, bytes(proven.passkey.credential_id), secret, by=request.desk.account.by)
    except Refused as refusal:
        return back(request, KEYS, refusal.why)
    except (NotOpened, teams.Refused):
        return back(request, KEYS, "keys")
    except threads.NotKept:
        return back(request, KEYS, "unkept")
    return back(request, KEYS, "another")


def _opened(request: HttpRequest, ring: Ring) -> HttpResponse:
    try:
        keys.open_for(request.desk, ring, by=request.desk.account.by)
    except (Error, OSError):
        raise Refused("unkept") from None
    token = posted(request, "draft")
    if draft := draft_of(request, token):
        return see(request, f"/desk/liaison/thread/{draft.thread}?said=unsent&draft={token}")
    return see(request, "/desk/liaison/?said=opened")


def _again(request: HttpRequest, why: str) -> HttpResponse:
    """Back to the page of the keys; an answer that waits for them goes along."""
    token = posted(request, "draft")
    return see(request, f"{KEYS}?said={why}&draft={token}") if draft_of(request, token) else back(request, KEYS, why)


def _by_passphrase(request: HttpRequest) -> Ring:
    account, passphrase = request.desk.account, posted(request, "passphrase")[: entering.LONGEST + 1]
    if not inside.lets(account.by):
        raise Refused("slow")
    has = "passphrase" in keys.ways(account.by)
    if not has and (why := entering.weak(passphrase, account.name) or _differs(request, passphrase)):
        raise Refused(why)
    try:
        if not has:
            _wrapped(request, passphrase)
        return teams.unlock(account.by, passphrase)
    except hashing.Busy:
        raise Refused("busy") from None
    except threads.NotKept:
        raise Refused("unkept") from None
    except (NotOpened, teams.Refused):
        if times := inside.noted():
            sessions.refuse("liaison keys", times, by=account.by)
        raise Refused("keys") from None


def _wrapped(request: HttpRequest, passphrase: str) -> None:
    """The first passphrase of somebody's keys: of new ones, or of those that a passkey has open."""
    by = request.desk.account.by
    if not keys.ways(by):
        teams.new_holder(by, passphrase, by=by)
    elif ring := keys.opened(request.desk):
        teams.add_passphrase(ring, passphrase, by=by)
    else:
        raise NotOpened


def _differs(request: HttpRequest, passphrase: str) -> str:
    return "" if passphrase == posted(request, "again") else "differ"


def _signed(request: HttpRequest, purpose: str) -> tuple[Proven, bytes]:
    """The passkey of this account that signed just now, and the bytes that it made."""
    try:
        found = passkeys.proven(posted(request, "answer"), posted(request, "asked"), here(request), purpose)
        if found.passkey.account_id != request.desk.account.pk:
            raise NotProven
        with transaction.atomic():
            sessions.signed(found.passkey, found.challenge, found.sign_count, by=request.desk.account.by)
    except (NotProven, sessions.AlreadyUsed):
        raise Refused("keys") from None
    return found, _bytes(posted(request, "prf"))


def _bytes(text: str) -> bytes:
    try:
        secret = urlsafe_b64decode(text + "=" * (-len(text) % 4)) if len(text) < 2 * PRF else b""
    except (ValueError, binascii.Error):
        secret = b""
    if len(secret) != PRF:
        raise Refused("prf")
    return secret


def _by_passkey(account: str, credential: bytes, secret: bytes) -> Ring:
    try:
        if not keys.ways(account):
            teams.new_holder_with(account, credential, secret, by=account)
        return teams.unlock_with(account, credential, secret)
    except threads.NotKept:
        raise Refused("unkept") from None
    except (NotOpened, teams.Refused):
        raise Refused("keys") from None
