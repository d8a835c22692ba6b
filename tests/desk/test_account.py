"""One's own account: how one signs in and where, changed only by who shows once more that it is them."""

from __future__ import annotations

import re

import pytest

from dooryard.desk import hashing
from dooryard.desk.actions import ways
from dooryard.desk.actions.sessions import Ended, enter
from dooryard.desk.models import Account, AuditEntry, Passkey, Passphrase, Session
from tests.desk.authenticator import PRESENT, Authenticator
from tests.desk.client import DeskClient, field, options
from tests.desk.conftest import Clock
from tests.desk.owners import PASSPHRASE, Owner, secret_of

pytestmark = [pytest.mark.django_db(databases=["default", "liaison"]), pytest.mark.usefixtures("cheap_hashes")]

OUT = "/desk/enter"
NEW = "nine grey herons at low tide"


@pytest.fixture
def ada() -> Owner:
    """Somebody who signs in with a passkey."""
    return Owner("Ada").with_passkey()


@pytest.fixture
def sam(clock: Clock) -> Owner:
    """Somebody who signs in with a passphrase and an app, whose next code is there."""
    made = Owner("Sam").with_passphrase()
    clock.goes(seconds=30)
    return made


def is_in(client: DeskClient) -> bool:
    return bool(client.get("/desk/").status_code == 200)


def actions() -> list[str]:
    return list(AuditEntry.objects.values_list("action", flat=True))


def test_the_page_says_how_and_where_one_signs_in(ada: Owner, clock: Clock) -> None:
    DeskClient(enter(ada.account, Session.PASSPHRASE, by="test"))
    clock.goes(minutes=7)
    page = ada.says("/desk/account")
    assert "A passkey, added on" in page and "New passphrase" not in page
    assert "You have one way to sign in. Add a second one" in page
    assert "This browser with a passkey · signed in 7 min ago · last page 0 min ago" in page
    assert "Another browser with a passphrase and a code · signed in 7 min ago · last page 7 min ago" in page


def test_sessions_that_are_over_and_those_of_others_are_not_shown(ada: Owner, clock: Clock) -> None:
    enter(ada.account, Session.PASSKEY, by="test")
    Owner("Eve").with_passkey()
    clock.goes(minutes=20)
    ada.get("/desk/")
    clock.goes(minutes=20)
    assert "Another browser" not in ada.says("/desk/account")


CHANGES = [
    "account/passkeys/search",
    "account/passkeys/1/search",
    "account/passkeys/1/remove",
    "account/passphrase/search",
    "account/passphrase/remove",
    "account/app/search",
    "account/sessions/end",
]


@pytest.mark.parametrize("path", CHANGES)
def test_nothing_is_changed_by_who_only_has_the_cookie(ada: Owner, path: str) -> None:
    before, key = actions(), Passkey.objects.get().pk
    path = path.replace("/1/", f"/{key}/")
    page = path.rpartition("/")[0].replace("/", "%2F")
    fields = {"sure": "yes", "passphrase": NEW, "again": NEW, "label": "x", "session": "others"}
    assert ada.send(path, **fields) == f"/desk/account/prove?to=%2Fdesk%2F{page}"
    assert actions() == before
    assert Passkey.objects.get().label == "" and not Passphrase.objects.exists()


def test_a_passkey_shows_once_more_that_it_is_you(ada: Owner) -> None:
    thief = ada.elsewhere()
    assert ada.signs("/desk/account/passkeys") == "/desk/account/passkeys"
    assert "Make a passkey" in ada.says("/desk/account/passkeys")
    assert not is_in(thief), "whoever copied the cookie before has nothing after it"
    assert actions()[-1] == "prove"


def test_a_passphrase_and_a_code_show_it_too_once(sam: Owner, clock: Clock) -> None:
    thief = sam.elsewhere()
    assert sam.types("/desk/account/app") == "/desk/account/app"
    assert "Key:" in sam.says("/desk/account/app")
    assert not is_in(thief)
    assert sam.types() == "/desk/account/prove?to=%2Fdesk%2Faccount&said=proof", "a code works once"


def test_it_counts_for_ten_minutes(ada: Owner, clock: Clock) -> None:
    ada.signs()
    clock.goes(minutes=10, seconds=-1)
    assert ada.get("/desk/account/passkeys").status_code == 200
    clock.goes(seconds=1)
    assert ada.get("/desk/account/passkeys")["Location"] == "/desk/account/prove?to=%2Fdesk%2Faccount%2Fpasskeys"


def test_signing_in_is_not_showing_it_once_more(ada: Owner) -> None:
    ada.enters(ada.passkey)
    assert ada.get("/desk/account/passkeys").status_code == 303


@pytest.mark.parametrize(
    "wrong", [{"passphrase": "not the one it is"}, {"code": "000000"}, {"passphrase": "x" * 9_000}]
)
def test_what_is_wrong_shows_nothing_and_changes_no_cookie(sam: Owner, wrong: dict[str, str]) -> None:
    before = sam.cookie
    assert sam.types(**wrong) == "/desk/account/prove?to=%2Fdesk%2Faccount&said=proof"
    assert "That did not fit" in sam.says("/desk/account/prove?said=proof")
    assert sam.cookie == before and is_in(sam)
    assert not Session.objects.filter(proven__isnull=False).exists()


def test_guessing_with_a_copied_cookie_is_held_up(sam: Owner) -> None:
    said = [sam.types(passphrase="wrong", code="1") for _ in range(11)]
    assert said[-1].endswith("said=slow")


def test_who_guesses_before_the_door_holds_up_nobody_inside(sam: Owner) -> None:
    for _ in range(11):
        DeskClient().post("/desk/enter/search", {"name": "Sam", "passphrase": "wrong", "code": "1"})
    assert sam.types() == "/desk/account"


def test_the_passkey_of_somebody_else_shows_nothing(ada: Owner) -> None:
    eve = Owner("Eve").with_passkey()
    page = ada.get("/desk/account/prove")
    answer = {"answer": eve.passkey.sign(options(page)), "asked": field(page, "asked")}
    assert ada.send("account/prove", **answer).endswith("said=passkey")


@pytest.mark.parametrize("fault", ["flags", "sign in", "another session", "twice", "nothing"])
def test_a_signature_for_something_else_shows_nothing(ada: Owner, fault: str) -> None:
    page = ada.get("/desk/account/prove")
    if fault == "sign in":
        page = ada.get("/desk/enter")
    if fault == "another session":
        page = DeskClient(enter(ada.account, Session.PASSKEY, by="test")).get("/desk/account/prove")
    if fault == "flags":
        ada.passkey.flags = PRESENT
    answer = {"answer": ada.passkey.sign(options(page)), "asked": field(page, "asked")}
    if fault == "twice":
        assert ada.send("account/prove", **answer) == "/desk/account"
    if fault == "nothing":
        answer = {"answer": "{}", "asked": ""}
    assert ada.send("account/prove", **answer) == "/desk/account/prove?to=%2Fdesk%2Faccount&said=passkey"


@pytest.mark.parametrize(
    "to", ["//elsewhere.example", "https://elsewhere.example", "/desk/leave", "/desk/account/../x", ""]
)
def test_nobody_is_brought_to_a_page_that_is_not_of_the_accounts(ada: Owner, to: str) -> None:
    assert ada.signs(to) == "/desk/account"


def test_a_second_passkey_is_added_and_signs_in(ada: Owner) -> None:
    second, thief = Authenticator(), ada.elsewhere()
    other = DeskClient(enter(ada.account, Session.PASSKEY, by="test"))
    ada.signs()
    copied = ada.elsewhere()
    assert ada.adds(second, "the key in\u202e my bag " + "x" * 90) == "/desk/account?said=added"
    assert is_in(ada) and not is_in(thief) and not is_in(copied) and not is_in(other)
    assert [one.label for one in Passkey.objects.order_by("pk")] == ["", "the key in my bag xxxxxxxxxxxxxxxxxxxxxx"]
    assert "You have one way" not in ada.says("/desk/account?said=added")
    assert ada.enters(second) == "/desk/"
    assert actions().count("add passkey") == 1


def test_a_passkey_is_not_added_twice_nor_one_of_somebody_else(ada: Owner) -> None:
    eve = Owner("Eve").with_passkey()
    ada.is_proven()
    for one in (ada.passkey, eve.passkey):
        assert ada.adds(one) == "/desk/account/passkeys?said=taken"
    assert Passkey.objects.count() == 2
    assert ada.passkey.id in [bytes(one.credential_id) for one in ada.account.passkeys.all()]


def test_the_browser_is_told_which_passkeys_there_are_already(ada: Owner) -> None:
    ada.is_proven()
    assert '"excludeCredentials": [{' in options(ada.get("/desk/account/passkeys"))


@pytest.mark.parametrize("fault", ["origin", "flags", "another page", "nothing"])
def test_a_passkey_that_does_not_hold_is_not_added(ada: Owner, fault: str) -> None:
    ada.is_proven()
    new, other = Authenticator(), {}
    if fault == "origin":
        new.origin = "http://elsewhere.example"
    if fault == "flags":
        new.flags = PRESENT
    if fault == "another page":
        other = {"asked": field(ada.get("/desk/account/prove"), "asked")}
    if fault == "nothing":
        other = {"answer": "[]"}
    assert ada.adds(new, **other) == "/desk/account/passkeys?said=passkey"
    assert Passkey.objects.count() == 1


def test_a_passkey_gets_another_name(ada: Owner) -> None:
    ada.is_proven()
    key = Passkey.objects.get().pk
    assert ada.send(f"account/passkeys/{key}/search", label="<b>my phone</b>") == "/desk/account?said=label"
    assert "&lt;b&gt;my phone&lt;/b&gt;" in ada.get("/desk/account").content.decode()
    assert "phone" not in str(list(AuditEntry.objects.values()))


def test_a_passkey_is_removed_and_opens_nothing_from_then_on(ada: Owner) -> None:
    second = Authenticator()
    ada.is_proven()
    ada.adds(second)
    lost = DeskClient(enter(ada.account, Session.PASSKEY, by="test"))
    key = Passkey.objects.order_by("pk").first()
    assert key
    assert ada.send(f"account/passkeys/{key.pk}/remove") == f"/desk/account/passkeys/{key.pk}?said=sure"
    assert ada.send(f"account/passkeys/{key.pk}/remove", sure="yes") == "/desk/account?said=removed"
    assert is_in(ada) and not is_in(lost)
    assert Owner("Eve").enters(ada.passkey) == "/desk/enter?said=passkey"
    assert Owner("Tom").enters(second) == "/desk/"
    row = AuditEntry.objects.filter(action="remove passkey").get()
    assert row.details == {"passkey": key.pk, "ended": 1}


def test_the_last_way_in_is_never_removed(ada: Owner, sam: Owner) -> None:
    for owner in (ada, sam):
        owner.is_proven()
    key = Passkey.objects.get().pk
    assert ada.send(f"account/passkeys/{key}/remove", sure="yes") == f"/desk/account/passkeys/{key}?said=last"
    assert sam.send("account/passphrase/remove", sure="yes") == "/desk/account/passphrase?said=last"
    assert "this is the only way you can sign in" in ada.says(f"/desk/account/passkeys/{key}?said=last")
    assert Passkey.objects.exists() and Passphrase.objects.exists()
    assert "remove passkey" not in actions() and "remove passphrase" not in actions()


def test_the_passkey_of_somebody_else_is_not_there(ada: Owner) -> None:
    eve = Owner("Eve").with_passkey()
    eve.is_proven()
    key = ada.account.passkeys.get().pk
    assert eve.get(f"/desk/account/passkeys/{key}").status_code == 404
    assert eve.post(f"/desk/account/passkeys/{key}/remove", {"word": eve.word(), "sure": "yes"}).status_code != 200
    assert eve.send(f"account/passkeys/{key}/search", label="mine").startswith("/desk/account?said=stale")
    assert ada.account.passkeys.get().label == ""


def test_a_cookie_that_was_stolen_before_a_new_passphrase_opens_nothing_after_it(sam: Owner) -> None:
    before, other = sam.elsewhere(), DeskClient(enter(sam.account, Session.PASSPHRASE, by="test"))
    sam.types()
    between = sam.elsewhere()
    assert is_in(between) and is_in(other), "until then it is as good as the owner's"
    sent = sam.send("account/passphrase/search", passphrase=NEW, again=NEW)
    assert sent == "/desk/account?said=passphrase"
    assert [is_in(one) for one in (sam, before, between, other)] == [True, False, False, False]
    assert hashing.matches(Passphrase.objects.get().hash, NEW)
    assert actions()[-2:] == ["prove", "set passphrase"]


def test_the_old_passphrase_signs_nobody_in_any_more(sam: Owner, clock: Clock) -> None:
    sam.is_proven()
    sam.send("account/passphrase/search", passphrase=NEW, again=NEW)
    given = {"name": "Sam", "passphrase": PASSPHRASE, "code": sam.code()}
    assert DeskClient().post("/desk/enter/search", given)["Location"] == "/desk/enter?said=wrong"
    assert DeskClient().post("/desk/enter/search", given | {"passphrase": NEW})["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("typed", "again", "why"),
    [
        ("short", "short", "length"),
        ("SAM walks in the rain", "SAM walks in the rain", "weak"),
        (NEW, NEW + "x", "differ"),
    ],
)
def test_a_passphrase_that_will_not_do_changes_nothing(sam: Owner, typed: str, again: str, why: str) -> None:
    sam.is_proven()
    before = Passphrase.objects.get().hash
    assert sam.send("account/passphrase/search", passphrase=typed, again=again).endswith(f"?said={why}")
    assert Passphrase.objects.get().hash == before


def test_a_new_app_replaces_the_old_one(sam: Owner, clock: Clock) -> None:
    sam.is_proven()
    thief, page = sam.elsewhere(), sam.get("/desk/account/app")
    old, sam.secret = sam.secret, secret_of(page.content.decode())
    wrong = sam.send("account/app/search", code=sam.code(old), setup=field(page, "setup"))
    assert wrong.startswith("/desk/account/app?said=code&setup=")
    assert secret_of(sam.get(wrong).content.decode()) == sam.secret, "the app that was set up stays set up"
    assert sam.send("account/app/search", code=sam.code(), setup=field(page, "setup")) == "/desk/account?said=app"
    assert not is_in(thief)
    clock.goes(seconds=30)
    given = {"name": "Sam", "passphrase": PASSPHRASE}
    for secret, where in ((old, "/desk/enter?said=wrong"), (sam.secret, "/desk/")):
        assert DeskClient().post("/desk/enter/search", given | {"code": sam.code(secret)})["Location"] == where


def test_an_app_that_was_begun_for_somebody_else_is_not_set(sam: Owner) -> None:
    tom = Owner("Tom").with_passphrase()
    sam.is_proven()
    tom.is_proven()
    page = tom.get("/desk/account/app")
    code = sam.code(secret_of(page.content.decode()))
    assert sam.send("account/app/search", code=code, setup=field(page, "setup")).startswith(
        "/desk/account/app?said=stale"
    )


def test_who_has_a_passkey_adds_a_passphrase_and_removes_it_again(ada: Owner) -> None:
    ada.is_proven()
    assert ada.get("/desk/account/app")["Location"] == "/desk/account/passphrase", "there is no app without one"
    page = ada.get("/desk/account/passphrase")
    ada.secret = secret_of(page.content.decode())
    given = {"passphrase": NEW, "again": NEW, "code": "000000", "setup": field(page, "setup")}
    assert ada.send("account/passphrase/search", **given).startswith("/desk/account/passphrase?said=code&setup=")
    assert ada.send("account/passphrase/search", **given | {"code": ada.code()}) == "/desk/account?said=passphrase"
    assert "New passphrase" in ada.says("/desk/account")
    assert ada.send("account/passphrase/remove") == "/desk/account/passphrase?said=sure"
    assert ada.send("account/passphrase/remove", sure="yes") == "/desk/account?said=removed"
    assert not Passphrase.objects.exists()


def test_one_session_or_all_others_are_ended(ada: Owner) -> None:
    one, two, three = (DeskClient(enter(ada.account, Session.PASSKEY, by="test")) for _ in range(3))
    eve = Owner("Eve").with_passkey()
    ada.is_proven()
    keys = re.findall(r'name="session" type="hidden" value="(\d+)"', ada.get("/desk/account/sessions").content.decode())
    assert len(keys) == 3
    theirs = Session.objects.get(account__name="Eve").pk
    ada.send("account/sessions/end", session=str(theirs))
    assert is_in(eve), "nobody ends the session of somebody else"
    ada.send("account/sessions/end", session=str(Session.objects.filter(account=ada.account).order_by("pk")[1].pk))
    assert [is_in(each) for each in (one, two, three, ada)] == [False, True, True, True]
    assert ada.send("account/sessions/end", session="others") == "/desk/account/sessions?said=ended"
    assert [is_in(each) for each in (two, three, ada, eve)] == [False, False, True, True]
    assert "You are signed in nowhere else." in ada.says("/desk/account/sessions")


def test_a_session_that_was_ended_meanwhile_changes_nothing(sam: Owner) -> None:
    session, before = Session.objects.get(), Passphrase.objects.get().hash
    Session.objects.all().delete()
    with pytest.raises(Ended):
        ways.set_passphrase(session, "x", by="test")
    assert Passphrase.objects.get().hash == before and "set passphrase" not in actions()


def test_the_cookie_of_a_session_is_replaced_not_added(ada: Owner) -> None:
    ada.signs()
    assert Session.objects.count() == 1
    assert Account.objects.get().sessions.get().started
    assert is_in(ada)
