"""A browser in which somebody has signed in before: nobody who guesses keeps it out, and it opens nothing."""

from __future__ import annotations

import hashlib

import pytest

from dooryard.desk import browsers, totp
from dooryard.desk.actions.accounts import leave
from dooryard.desk.models import Account, AuditEntry, Browser
from tests.desk.client import DeskClient
from tests.desk.conftest import Clock, account
from tests.desk.test_entering import WRONG, enter, sam

__all__ = ["sam"]
pytestmark = pytest.mark.django_db
SLOW = "/desk/enter?said=slow"


def been_here(clock: Clock) -> DeskClient:
    """Sam's browser, in which she has signed in and out."""
    client = DeskClient()
    assert enter(client, clock) == "/desk/"
    client.post("/desk/leave", {"word": client.word()})
    clock.goes(seconds=60)
    return client


def attacked(clock: Clock) -> None:
    """Somebody uses up all tries with all names, and Sam's."""
    for number in range(70):
        enter(DeskClient(), clock, name="Sam" if number < 11 else f"guess {number}", passphrase="wrong")


def test_who_signed_in_before_comes_in_while_somebody_guesses_all_the_time(sam: Account, clock: Clock) -> None:
    client = been_here(clock)
    attacked(clock)
    assert enter(DeskClient(), clock) == SLOW, "another browser waits"
    assert enter(client, clock) == "/desk/"


def test_the_cookie_of_a_browser_lets_nobody_in(sam: Account, clock: Clock) -> None:
    client = been_here(clock)
    assert set(client.cookies) == {browsers.COOKIE, "__Host-desk"} and not client.cookie
    assert client.get("/desk/")["Location"] == "/desk/enter"
    assert enter(client, clock, passphrase="wrong") == WRONG
    assert enter(client, clock, code="000000") == WRONG


def test_whoever_has_that_cookie_guesses_ten_times_and_then_waits_too(sam: Account, clock: Clock) -> None:
    client = been_here(clock)
    tried = [enter(client, clock, passphrase=f"wrong {number}") for number in range(12)]
    assert tried == [WRONG] * 10 + [SLOW] * 2
    assert enter(DeskClient(), clock) == "/desk/", "and keeps nobody else from the door"


def test_it_counts_for_its_own_account_alone(sam: Account, clock: Clock) -> None:
    client = been_here(clock)
    account("Ada", "steward")
    attacked(clock)
    assert enter(client, clock, name="Ada", passphrase="wrong") == SLOW
    for made_up in ("A" * 43, "", "x"):
        client.cookies[browsers.COOKIE] = made_up
        assert enter(client, clock) == SLOW


def test_nobody_who_types_a_digest_as_a_name_uses_up_its_tries(sam: Account, clock: Clock) -> None:
    client = been_here(clock)
    digest = Browser.objects.get().digest
    for _ in range(12):
        enter(DeskClient(), clock, name=digest, passphrase="wrong")
    assert enter(client, clock) == "/desk/"


def test_what_is_kept_is_a_digest_with_a_day_and_the_row_says_no_more(sam: Account, clock: Clock) -> None:
    client = been_here(clock)
    kept = Browser.objects.get()
    assert kept.digest == hashlib.sha256(client.cookies[browsers.COOKIE].value.encode()).hexdigest()
    row = AuditEntry.objects.filter(action="know browser").get()
    assert (row.by, row.key, row.details) == (sam.by, str(sam.pk), {})
    assert enter(client, clock) == "/desk/"
    assert Browser.objects.get() == kept, "known already, it keeps its cookie"


def test_it_is_forgotten_after_180_days_with_the_account_and_when_there_are_too_many(
    sam: Account, clock: Clock
) -> None:
    client = been_here(clock)
    clock.goes(days=181)
    attacked(clock)
    assert enter(client, clock) == SLOW
    for _ in range(browsers.MOST + 3):
        Browser.objects.create(account=sam, digest=totp.new_secret(), made_on=clock.now.date())
    known = Browser.objects.count()
    from dooryard.desk.actions.browsers import know

    know(sam, "", by=sam.by)
    assert (known, Browser.objects.count()) == (browsers.MOST + 4, browsers.MOST)
    leave("Sam", by="test")
    assert not Browser.objects.exists()


def test_the_page_for_signing_in_says_so_and_a_wrong_try_sets_nothing(sam: Account, clock: Clock) -> None:
    client = DeskClient()
    assert "this browser keeps a cookie for 180 days" in client.says("/desk/enter")
    assert enter(client, clock, passphrase="wrong") == WRONG
    assert not client.cookies
