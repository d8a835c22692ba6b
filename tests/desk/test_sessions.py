"""A session ends: after half an hour of nothing, after twelve hours, at sign-out; then its cookie opens nothing."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest
from django.test import Client

from dooryard.desk import tokens
from dooryard.desk.actions.accounts import leave
from dooryard.desk.models import Account, AuditEntry, Session
from dooryard.desk.sessions import COOKIE, opened
from tests.desk.client import DeskClient
from tests.desk.conftest import Clock, SignedIn

pytestmark = pytest.mark.django_db

OUT = "/desk/enter"


def is_in(client: DeskClient) -> bool:
    answer = client.get("/desk/")
    assert answer.status_code == 200 or answer["Location"] == OUT
    return bool(answer.status_code == 200)


def test_half_an_hour_of_nothing_ends_it(signed_in: SignedIn, clock: Clock) -> None:
    client = signed_in("liaison")
    clock.goes(minutes=30, seconds=-1)
    assert is_in(client)
    clock.goes(minutes=30, seconds=-1)
    assert is_in(client), "whoever asks for something is still there"
    clock.goes(minutes=30)
    assert not is_in(client)
    clock.goes(minutes=-20)
    assert not client.cookie, "and the browser was told to forget it"


def test_twelve_hours_end_it_whatever_is_asked(signed_in: SignedIn, clock: Clock) -> None:
    client = signed_in("liaison")
    for _ in range(47):
        clock.goes(minutes=15)
        assert is_in(client)
    clock.goes(minutes=15)
    assert not is_in(client)


def test_a_clock_that_went_back_ends_it(signed_in: SignedIn, clock: Clock) -> None:
    client = signed_in("liaison")
    clock.goes(hours=-3)
    assert not is_in(client)


def test_a_cookie_that_was_stolen_opens_nothing_after_signing_out(signed_in: SignedIn) -> None:
    client = signed_in("liaison")
    thief = DeskClient(client.cookie)
    assert is_in(thief), "until then it is as good as the owner's"
    answer = client.post("/desk/leave", {"word": client.word()})
    assert answer["Location"] == OUT
    assert not client.cookie
    assert not is_in(thief)
    assert not Session.objects.exists()
    row = AuditEntry.objects.last()
    assert row and row.action == "go"


def test_signing_out_in_one_browser_leaves_the_other_in(signed_in: SignedIn) -> None:
    from dooryard.desk.actions.sessions import enter

    client = signed_in("liaison")
    who = Account.objects.get()
    other = DeskClient(enter(who, "passkey", by=who.by))
    client.post("/desk/leave", {"word": client.word()})
    assert is_in(other)


def test_who_is_told_to_leave_is_out_at_once(signed_in: SignedIn) -> None:
    client = signed_in("liaison", name="Sam")
    assert is_in(client)
    leave("Sam", by="test")
    assert not is_in(client)


def test_roles_that_are_taken_away_are_gone_at_once(signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    assert client.get("/desk/accounts").status_code == 200
    Account.objects.update(roles=["steward"])
    assert client.get("/desk/accounts").status_code == 403


def test_a_cookie_is_256_random_bits() -> None:
    """Of a hundred, no bit is always the same: each would be, by chance, once in 2 to the power of 99."""
    cookies = [int.from_bytes(base64.urlsafe_b64decode(f"{tokens.new()}=")) for _ in range(100)]
    assert len(set(cookies)) == 100
    every, some = cookies[0], cookies[0]
    for one in cookies:
        every, some = every & one, some | one
    assert (every, some) == (0, 2**256 - 1)


def test_the_cookie_is_stored_nowhere(signed_in: SignedIn) -> None:
    client = signed_in("liaison")
    rows = str([list(model.objects.values()) for model in (Session, Account, AuditEntry)])
    assert client.cookie not in rows
    assert sha256(client.cookie.encode()).hexdigest() in rows
    assert len(client.cookie) == 43


def test_the_digest_that_is_stored_opens_nothing(signed_in: SignedIn) -> None:
    signed_in("liaison")
    assert not is_in(DeskClient(Session.objects.get().digest))


@pytest.mark.parametrize("cookie", ["x", "A" * 43, "A" * 10_000, "é" * 43, '"', "; a=b"])
def test_a_cookie_that_is_none_opens_nothing(signed_in: SignedIn, cookie: str) -> None:
    signed_in("liaison")
    assert not is_in(DeskClient(cookie))


def test_no_column_could_hold_an_address_or_a_browsers_name() -> None:
    names = {field.name for model in (Session, Account, AuditEntry) for field in model._meta.get_fields()}
    assert not {name for name in names if any(part in name for part in ("ip", "agent", "address", "host"))}


def test_a_form_without_the_word_of_the_session_changes_nothing(signed_in: SignedIn) -> None:
    client, other = signed_in("liaison"), signed_in("steward")
    for word in ("", "x", other.word(), client.word()[:-1], "é"):
        answer = client.post("/desk/leave", {"word": word})
        assert answer["Location"] == "/desk/refused?why=forged"
        assert is_in(client)
    assert "Nothing was changed" in client.says("/desk/refused?why=forged")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver.elsewhere.example"},
    ],
)
@pytest.mark.parametrize(
    "path", ["/desk/leave", "/desk/enter", "/desk/enter/search", "/desk/join/x", "/desk/join/x/search"]
)
def test_a_form_of_another_site_changes_nothing(signed_in: SignedIn, headers: dict[str, str], path: str) -> None:
    """Whatever it knows: here the word of the session, too."""
    client = signed_in("liaison")
    word, rows = client.word(), AuditEntry.objects.exclude(action="deny").count()
    elsewhere = Client(headers=headers)
    elsewhere.cookies[COOKIE] = client.cookie
    assert elsewhere.post(path, {"word": word})["Location"] == "/desk/refused?why=elsewhere"
    assert is_in(client)
    assert AuditEntry.objects.exclude(action="deny").count() == rows


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Origin": "http://testserver"}])
def test_an_older_browser_that_says_less_may_send_our_own_forms(signed_in: SignedIn, headers: dict[str, str]) -> None:
    client = signed_in("liaison")
    older = Client(headers=headers)
    older.cookies[COOKIE] = client.cookie
    assert older.post("/desk/leave", {"word": client.word()})["Location"] == OUT


@pytest.mark.parametrize("path", ["/desk/", "/es/desk/", "/desk/leave", "/desk/enter"])
def test_a_page_that_holds_the_word_of_a_session_is_not_compressed_beside_words_of_others(
    signed_in: SignedIn, path: str
) -> None:
    client = signed_in("liaison")
    page = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert page.status_code == 200 and "Content-Encoding" not in page.headers


def test_looking_at_the_way_out_is_not_going(signed_in: SignedIn) -> None:
    client = signed_in("liaison")
    assert "sign out and close the tab" in client.says("/desk/leave")
    assert is_in(client)


def test_secrets_of_a_session_are_its_own_and_of_each_label(signed_in: SignedIn, clock: Clock) -> None:
    one, other = (opened(signed_in(role).cookie, clock.now) for role in ("liaison", "steward"))
    assert one and other
    assert len(one.secret("a")) == 32
    assert one.secret("a") == one.secret("a")
    assert len({one.secret("a"), one.secret("b"), other.secret("a"), bytes.fromhex(one.word)}) == 4


def test_the_cookie_is_not_read_nor_needed_on_public_pages(signed_in: SignedIn, clock: Clock) -> None:
    client = signed_in("liaison")
    seen = Session.objects.get().seen
    clock.goes(minutes=5)
    for path in ("/", "/about", "/now"):
        page = client.get(path)
        assert "Signed in" not in page.content.decode() and not page.cookies
    assert Session.objects.get().seen == seen


def test_sessions_that_are_over_are_deleted_when_somebody_signs_in(signed_in: SignedIn, clock: Clock) -> None:
    signed_in("liaison")
    clock.goes(hours=1)
    signed_in("steward")
    assert Session.objects.count() == 1


def test_the_language_of_the_address_stays(signed_in: SignedIn) -> None:
    client = signed_in("liaison")
    assert DeskClient().get("/es/desk/")["Location"] == "/es/desk/enter"
    assert client.post("/es/desk/leave", {"word": client.word()})["Location"] == "/es/desk/enter"
