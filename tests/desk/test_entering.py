"""Signing in: by a passkey, or by a passphrase with a code that works once; what is wrong is not told."""

from __future__ import annotations

import time

import argon2
import pyotp
import pytest

from dooryard.desk import entering, guessing, hashing, totp
from dooryard.desk.actions.accounts import leave
from dooryard.desk.models import Account, AuditEntry, Passkey, Passphrase, Session, Spent
from tests.desk.authenticator import PRESENT, Authenticator
from tests.desk.client import DeskClient, field, options, said
from tests.desk.conftest import Clock, account

pytestmark = pytest.mark.django_db

PASSPHRASE = "seven horses read slowly"
SECRET = totp.new_secret()
WRONG = "/desk/enter?said=wrong"


@pytest.fixture
def sam(cheap_hashes: None) -> Account:
    """An account with a passphrase and an app."""
    made = account("Sam", "liaison")
    Passphrase.objects.create(account=made, hash=hashing.make(PASSPHRASE), totp_secret=SECRET)
    return made


@pytest.fixture
def passkey() -> Authenticator:
    """A passkey of an account of Ada's."""
    made, key = account("Ada", "steward"), Authenticator()
    key.handle = bytes(made.handle)
    numbers = key._key.public_key().public_numbers()
    import cbor2

    public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
    made.passkeys.create(credential_id=key.id, public_key=cbor2.dumps(public), made_on=made.made_on)
    return key


def enter(client: DeskClient, clock: Clock, **other: str) -> str:
    """Sign in with a passphrase; where the browser is sent."""
    given = {"name": "Sam", "passphrase": PASSPHRASE, "code": pyotp.TOTP(SECRET).at(clock.now)}
    return str(client.post("/desk/enter/search", given | other)["Location"])


def enter_with_passkey(client: DeskClient, passkey: Authenticator) -> str:
    page = client.get("/desk/enter")
    answer = {"answer": passkey.sign(options(page)), "asked": field(page, "asked")}
    return str(client.post("/desk/enter", answer)["Location"])


def test_name_passphrase_and_code_sign_in(sam: Account, clock: Clock) -> None:
    client = DeskClient()
    assert enter(client, clock) == "/desk/"
    assert "Signed in as Sam" in client.says("/desk/")
    assert Session.objects.get().how == "passphrase"


@pytest.mark.parametrize("name", ["sam", " SAM ", "s\u200bam"])
def test_a_name_is_the_same_however_it_is_written(sam: Account, clock: Clock, name: str) -> None:
    assert enter(DeskClient(), clock, name=name) == "/desk/"


def test_a_passphrase_is_the_same_however_a_keyboard_makes_its_letters(sam: Account, clock: Clock) -> None:
    Passphrase.objects.update(hash=hashing.make(entering.same("h\u00e9risson ne dort pas")))
    assert enter(DeskClient(), clock, passphrase="he\u0301risson ne dort pas") == "/desk/"


def test_a_code_may_be_written_with_a_space(sam: Account, clock: Clock) -> None:
    code = pyotp.TOTP(SECRET).at(clock.now)
    assert enter(DeskClient(), clock, code=f" {code[:3]} {code[3:]}") == "/desk/"


@pytest.mark.parametrize("off", [-30, 30])
def test_a_phone_may_be_half_a_minute_off(sam: Account, clock: Clock, off: int) -> None:
    assert enter(DeskClient(), clock, code=pyotp.TOTP(SECRET).at(clock.now.timestamp() + off)) == "/desk/"


WRONGS = {
    "name": {"name": "Nobody"},
    "no name": {"name": ""},
    "passphrase": {"passphrase": "seven horses read fast"},
    "no passphrase": {"passphrase": ""},
    "a long passphrase": {"passphrase": "x" * 100_000},
    "code": {"code": "12345a"},
    "no code": {"code": ""},
    "a code in other figures": {"code": "１２３４５６"},
    "name and all": {"name": "Nobody", "passphrase": "x", "code": "x"},
}


@pytest.mark.parametrize("given", WRONGS.values(), ids=WRONGS)
def test_whatever_is_wrong_the_answer_is_the_same(sam: Account, clock: Clock, given: dict[str, str]) -> None:
    client = DeskClient()
    assert enter(client, clock, **given) == WRONG
    assert "That did not fit" in client.says(WRONG)
    assert not client.cookie and not Session.objects.exists()
    assert enter(client, clock) == "/desk/", "and a code that was not taken still works"


@pytest.mark.parametrize("off", [-90, 90, 3600])
def test_a_code_of_another_time_is_wrong(sam: Account, clock: Clock, off: int) -> None:
    assert enter(DeskClient(), clock, code=pyotp.TOTP(SECRET).at(clock.now.timestamp() + off)) == WRONG


def test_a_code_works_once(sam: Account, clock: Clock) -> None:
    assert enter(DeskClient(), clock) == "/desk/"
    assert enter(DeskClient(), clock) == WRONG
    clock.goes(seconds=20)
    clock.goes(seconds=10)
    assert enter(DeskClient(), clock) == "/desk/"


def test_a_code_from_before_the_last_one_is_not_taken(sam: Account, clock: Clock) -> None:
    before = pyotp.TOTP(SECRET).at(clock.now)
    clock.goes(seconds=30)
    assert enter(DeskClient(), clock) == "/desk/"
    assert enter(DeskClient(), clock, code=before) == WRONG


def test_who_has_left_is_nobody(sam: Account, clock: Clock) -> None:
    leave("Sam", by="test")
    assert enter(DeskClient(), clock) == WRONG


def test_who_has_not_joined_yet_is_nobody(sam: Account, clock: Clock) -> None:
    Account.objects.update(state=Account.INVITED)
    assert enter(DeskClient(), clock) == WRONG


def test_a_wrong_name_takes_the_same_work_as_a_wrong_passphrase_and_a_wrong_code(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One hash each, of what they cost: nothing else of it takes a thousandth of that."""
    made = account("Sam", "liaison")
    Passphrase.objects.create(account=made, hash=hashing.make(PASSPHRASE), totp_secret=SECRET)
    work: list[argon2.Parameters] = []
    matches = hashing._matches

    def watched(stored: str, passphrase: str) -> bool:
        work.append(argon2.extract_parameters(stored))
        return matches(stored, passphrase)

    monkeypatch.setattr(hashing, "_matches", watched)
    for given in ({"name": "Nobody"}, {"passphrase": "seven horses read fast"}, {"code": "x"}):
        assert enter(DeskClient(), clock, **given) == WRONG
    assert work == [argon2.extract_parameters(hashing.make("any"))] * 3


def test_after_ten_tries_a_name_waits_whether_somebody_has_it_or_not(sam: Account, clock: Clock) -> None:
    for name in ("Sam", "Nobody"):
        sent = [enter(DeskClient(), clock, name=name, passphrase="wrong") for _ in range(11)]
        assert sent == [WRONG] * 10 + ["/desk/enter?said=slow"]
    assert enter(DeskClient(), clock) == "/desk/enter?said=slow"
    assert "tried too often" in DeskClient().says("/desk/enter?said=slow")


def test_who_tries_many_names_makes_those_with_passphrases_wait_and_nobody_with_a_passkey(
    sam: Account, passkey: Authenticator, clock: Clock
) -> None:
    for number in range(60):
        enter(DeskClient(), clock, name=f"guess {number}")
    assert enter(DeskClient(), clock) == "/desk/enter?said=slow"
    assert enter_with_passkey(DeskClient(), passkey) == "/desk/"


def test_tries_come_back_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(guessing.time, "monotonic", lambda: now[0])
    guard = guessing.Guard()
    assert [guard.lets("sam") for _ in range(12)] == [True] * 10 + [False] * 2
    now[0] += 61
    assert [guard.lets("sam") for _ in range(2)] == [True, False]
    assert guard.lets("ada"), "another name has tries of its own"


def test_one_name_that_is_tried_for_ever_uses_up_no_other_names_tries() -> None:
    guard = guessing.Guard()
    for _ in range(500):
        guard.lets("sam")
    assert guard.lets("ada")


def test_names_that_are_tried_are_forgotten_before_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "NAMES", 50)
    guard = guessing.Guard()
    for number in range(200):
        guard.lets(f"guess {number}")
    assert len(guard._names) == 50
    assert b"guess 199" not in b"".join(guard._names), "names are kept as keyed hashes"


def test_a_full_queue_says_so(sam: Account, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise hashing.Busy

    monkeypatch.setattr(hashing, "hashed", full)
    client = DeskClient()
    sent = enter(client, clock)
    assert sent == "/desk/enter?said=busy"
    assert "in a minute" in said(client.get(sent))


def test_a_refused_try_is_in_the_audit_log_without_what_was_typed(sam: Account, clock: Clock) -> None:
    enter(DeskClient(), clock, name="seven horses read slowly", passphrase="x")
    row = AuditEntry.objects.last()
    assert row and (row.by, row.action, row.details) == ("nobody", "refuse", {"how": "passphrase", "times": 1})
    assert "horses" not in str(list(AuditEntry.objects.values()))


def test_many_refused_tries_do_not_fill_the_audit_log(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(guessing.time, "monotonic", lambda: now[0])
    guard = guessing.Guard()
    assert [guard.noted() for _ in range(100)] == [1] * 20 + [0] * 80
    now[0] += 61
    assert guard.noted() == 81, "the next row tells of those that had none"


def test_a_passkey_signs_in(passkey: Authenticator) -> None:
    client = DeskClient()
    assert enter_with_passkey(client, passkey) == "/desk/"
    assert "Signed in as Ada" in client.says("/desk/")
    assert Session.objects.get().how == "passkey"
    assert Passkey.objects.get().sign_count == 1
    assert enter_with_passkey(client, passkey) == "/desk/"


@pytest.mark.parametrize(
    "fault",
    ["origin", "host", "flags", "count", "handle", "id", "key", "left", "other page", "nothing", "words", "odd"],
)
def test_a_passkey_that_does_not_hold_signs_nobody_in(passkey: Authenticator, fault: str) -> None:
    client = DeskClient()
    page = client.get("/desk/enter")
    told = field(page, "asked")
    other = Authenticator()
    if fault == "origin":
        passkey.origin = "https://testserver"
    elif fault == "host":
        passkey.host = "elsewhere.example"
    elif fault == "flags":
        passkey.flags = PRESENT
    elif fault == "count":
        Passkey.objects.update(sign_count=5)
    elif fault == "handle":
        passkey.handle = other.handle or b"somebody else"
    elif fault == "id":
        passkey.id = other.id
    elif fault == "key":
        passkey._key = other._key
    elif fault == "left":
        leave("Ada", by="test")
    elif fault == "other page":
        told = field(client.get("/desk/enter"), "asked")
    answer = {"nothing": "", "words": "{]", "odd": '{"rawId": 7, "response": []}'}.get(fault) or passkey.sign(
        options(page)
    )
    if fault == "nothing":
        answer = ""
    assert client.post("/desk/enter", {"answer": answer, "asked": told})["Location"] == "/desk/enter?said=passkey"
    assert not client.cookie and not Session.objects.exists()
    row = AuditEntry.objects.last()
    assert row and (row.action, row.details["how"]) == ("refuse", "passkey")


def test_an_answer_that_was_overheard_opens_nothing_again(passkey: Authenticator) -> None:
    """Also of a passkey that does not count how often it signs."""
    page = DeskClient().get("/desk/enter")
    passkey.signed = -1
    answer = {"answer": passkey.sign(options(page)), "asked": field(page, "asked")}
    assert DeskClient().post("/desk/enter", answer)["Location"] == "/desk/"
    assert DeskClient().post("/desk/enter", answer)["Location"] == "/desk/enter?said=passkey"
    assert Session.objects.count() == 1


def test_what_was_asked_five_minutes_ago_is_too_old(passkey: Authenticator, monkeypatch: pytest.MonkeyPatch) -> None:
    page = DeskClient().get("/desk/enter")
    answer = {"answer": passkey.sign(options(page)), "asked": field(page, "asked")}
    later = time.monotonic() + 301
    monkeypatch.setattr("dooryard.desk.sealed.time.monotonic", lambda: later)
    assert DeskClient().post("/desk/enter", answer)["Location"] == "/desk/enter?said=passkey"


def test_challenges_that_were_answered_are_forgotten_when_they_are_old(passkey: Authenticator, clock: Clock) -> None:
    enter_with_passkey(DeskClient(), passkey)
    clock.goes(hours=2)
    enter_with_passkey(DeskClient(), passkey)
    assert Spent.objects.count() == 1


def test_signing_in_again_ends_the_session_that_the_browser_had(passkey: Authenticator) -> None:
    client = DeskClient()
    enter_with_passkey(client, passkey)
    before = client.cookie
    enter_with_passkey(client, passkey)
    assert client.cookie != before
    assert DeskClient(before).get("/desk/")["Location"] == "/desk/enter"
    assert client.get("/desk/").status_code == 200


def test_nobody_learns_who_has_a_passkey() -> None:
    """The page asks for any passkey of this site: there is no name to try."""
    page = DeskClient().get("/desk/enter")
    assert '"allowCredentials": []' in options(page) or "allowCredentials" not in options(page)
    assert '"userVerification": "required"' in options(page)


def test_looking_at_the_form_writes_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert not DeskClient().get("/desk/enter").cookies
