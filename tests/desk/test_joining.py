"""An invitation: opened once, by whoever has the link, within three days; looking at it takes nothing."""

from __future__ import annotations

import pyotp
import pytest
from django.utils import timezone

from dooryard.core.edge import BadInput
from dooryard.desk import tokens, totp
from dooryard.desk.actions.accounts import invite, leave
from dooryard.desk.models import Account, AuditEntry, Invitation, Passkey, Passphrase, Session
from tests.desk.authenticator import PRESENT, Authenticator
from tests.desk.client import DeskClient, field, options, said
from tests.desk.conftest import Clock, SignedIn

pytestmark = [pytest.mark.django_db(databases=["default", "liaison"]), pytest.mark.usefixtures("cheap_hashes")]

PASSPHRASE = "seven horses read slowly"


def with_passphrase(client: DeskClient, token: str, **other: str) -> str:
    """Join with a passphrase and the first code; where the browser is sent."""
    page = client.get(f"/desk/join/{token}")
    setup = field(page, "setup")
    secret = secret_of(page.content.decode())
    given = {
        "passphrase": PASSPHRASE,
        "again": PASSPHRASE,
        "code": pyotp.TOTP(secret).at(timezone.now()),
        "setup": setup,
    }
    return str(client.post(f"/desk/join/{token}/search", given | other)["Location"])


def secret_of(page: str) -> str:
    return page.partition("<code>")[2].partition("</code>")[0].replace(" ", "")


def with_passkey(client: DeskClient, token: str, passkey: Authenticator) -> str:
    page = client.get(f"/desk/join/{token}")
    answer = {"answer": passkey.make(options(page)), "asked": field(page, "asked")}
    return str(client.post(f"/desk/join/{token}", answer)["Location"])


def test_looking_at_an_invitation_says_who_and_what_and_takes_nothing() -> None:
    token = invite("Sam", ["liaison", "analyst"], by="test")
    client = DeskClient()
    for _ in range(3):
        page = client.says(f"/desk/join/{token}")
        assert "Sam" in page and "Liaison: answers people who wrote." in page and "Analyst" in page
        assert "Steward" not in page
    assert not client.cookie
    assert Invitation.objects.get().used_at is None


def test_a_passphrase_and_the_first_code_sign_somebody_in() -> None:
    token = invite("Sam", ["liaison"], by="test")
    client = DeskClient()
    assert with_passphrase(client, token) == "/desk/"
    assert "Signed in as Sam" in client.says("/desk/")
    account = Account.objects.get()
    assert (account.state, account.roles, account.roles_now) == ("active", ["liaison"], {"liaison"})
    kept = Passphrase.objects.get()
    assert kept.hash.startswith("$argon2id$") and "horses" not in kept.hash


def test_a_passkey_signs_somebody_in() -> None:
    token = invite("Sam", ["steward"], by="test")
    client, passkey = DeskClient(), Authenticator()
    assert with_passkey(client, token, passkey) == "/desk/"
    assert "Signed in as Sam" in client.says("/desk/")
    kept = Passkey.objects.get()
    assert bytes(kept.credential_id) == passkey.id
    assert kept.transports == ["internal"]


def test_a_link_works_once() -> None:
    token = invite("Sam", ["liaison"], by="test")
    with_passphrase(DeskClient(), token)
    late = DeskClient()
    assert late.get(f"/desk/join/{token}").status_code == 410
    for path in (f"/desk/join/{token}", f"/desk/join/{token}/search"):
        assert late.post(path, {"passphrase": PASSPHRASE})["Location"] == "/desk/join/over"
    assert not late.cookie
    assert Session.objects.count() == 1


def test_two_who_fill_in_the_same_link_at_once_are_one_account() -> None:
    token = invite("Sam", ["liaison"], by="test")
    first, second = DeskClient(), DeskClient()
    page = second.get(f"/desk/join/{token}")
    with_passphrase(first, token)
    answer = {"answer": Authenticator().make(options(page)), "asked": field(page, "asked")}
    assert second.post(f"/desk/join/{token}", answer)["Location"] == "/desk/join/over"
    assert not second.cookie and not Passkey.objects.exists()


def test_a_link_works_for_three_days(clock: Clock) -> None:
    token = invite("Sam", ["liaison"], by="test")
    clock.goes(hours=72, seconds=-1)
    assert DeskClient().get(f"/desk/join/{token}").status_code == 200
    clock.goes(seconds=1)
    assert DeskClient().get(f"/desk/join/{token}").status_code == 410
    assert "Ask whoever invited you for a new one" in DeskClient().says(f"/desk/join/{token}")


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 5000, "..", "é" * 43])
def test_a_link_that_never_was_one_says_the_same(token: str) -> None:
    assert "This link does not work" in DeskClient().says(f"/desk/join/{token}")


def test_the_link_is_stored_nowhere() -> None:
    token = invite("Sam", ["liaison"], by="test")
    rows = str([list(model.objects.values()) for model in (Account, Invitation, AuditEntry)])
    assert token not in rows
    assert tokens.digest(token) in rows


def test_a_new_invitation_makes_the_one_before_it_useless() -> None:
    first, second = (invite("Sam", ["liaison"], by="test") for _ in range(2))
    assert DeskClient().get(f"/desk/join/{first}").status_code == 410
    assert DeskClient().get(f"/desk/join/{second}").status_code == 200


def test_whoever_joins_again_has_no_other_way_in_any_more(signed_in: SignedIn) -> None:
    """A phone that was lost opens nothing, and who is signed in with it is out."""
    lost = signed_in("liaison", name="Sam")
    account = Account.objects.get()
    account.passkeys.create(credential_id=b"lost", public_key=b"", made_on=timezone.now().date())
    token = invite("sam", ["analyst"], by="test")
    assert "Signed in as Sam" in lost.says("/desk/"), "an invitation that nobody took changes nothing"
    with_passphrase(DeskClient(), token)
    assert lost.get("/desk/")["Location"] == "/desk/enter"
    assert not Passkey.objects.exists()
    assert Account.objects.get().roles == ["analyst"]


def test_who_has_left_is_not_invited_again() -> None:
    invite("Sam", ["liaison"], by="test")
    leave("SAM", by="test")
    with pytest.raises(BadInput, match="another name"):
        invite("sam", ["liaison"], by="test")
    with pytest.raises(BadInput, match="left already"):
        leave("Sam", by="test")


@pytest.mark.parametrize("roles", [[], ["emperor"], ["liaison", "emperor"]])
def test_a_role_that_there_is_not_is_refused(roles: list[str]) -> None:
    with pytest.raises(BadInput, match="at least one of the roles"):
        invite("Sam", roles, by="test")
    assert not Account.objects.exists()


@pytest.mark.parametrize("name", ["", "\u202e\x00", "x" * 61])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="name"):
        invite(name, ["liaison"], by="test")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"passphrase": "short one"}, "14 to 200"),
        ({"passphrase": "x" * 201}, "14 to 200"),
        ({"passphrase": "abababababababab"}, "easy to guess"),
        ({"passphrase": "SAM walks in the rain"}, "easy to guess"),
        ({"again": "seven horses read fast"}, "two different passphrases"),
        ({"code": "000000"}, "That code did not fit"),
        ({"code": ""}, "That code did not fit"),
        ({"setup": "AAAA"}, "open for too long"),
        ({"setup": "😀"}, "open for too long"),
    ],
)
def test_what_will_not_do_is_said_and_the_link_still_works(given: dict[str, str], why: str) -> None:
    token = invite("Sam", ["liaison"], by="test")
    client = DeskClient()
    given = given | ({"again": given["passphrase"]} if "passphrase" in given else {})
    sent = with_passphrase(client, token, **given)
    assert why in said(client.get(sent))
    assert not client.cookie and not Passphrase.objects.exists()
    assert with_passphrase(client, token) == "/desk/"


def test_an_app_that_was_set_up_stays_set_up_when_a_passphrase_would_not_do() -> None:
    token = invite("Sam", ["liaison"], by="test")
    client = DeskClient()
    page = client.get(f"/desk/join/{token}")
    sent = client.post(f"/desk/join/{token}/search", {"passphrase": "short", "setup": field(page, "setup")})["Location"]
    assert secret_of(client.get(sent).content.decode()) == secret_of(page.content.decode())


def test_the_setup_of_one_invitation_does_not_fit_another() -> None:
    one, other = invite("Sam", ["liaison"], by="test"), invite("Ada", ["liaison"], by="test")
    setup = field(DeskClient().get(f"/desk/join/{one}"), "setup")
    assert "too long" in said(DeskClient().get(with_passphrase(DeskClient(), other, setup=setup)))


def test_the_code_of_joining_does_not_sign_in_again(clock: Clock) -> None:
    token = invite("Sam", ["liaison"], by="test")
    client = DeskClient()
    with_passphrase(client, token)
    kept = Passphrase.objects.get()
    code = pyotp.TOTP(kept.totp_secret).at(clock.now)
    assert totp.step(kept.totp_secret, code, clock.now) == kept.last_step
    sent = DeskClient().post("/desk/enter/search", {"name": "Sam", "passphrase": PASSPHRASE, "code": code})
    assert sent["Location"] == "/desk/enter?said=wrong"


@pytest.mark.parametrize("fault", ["origin", "host", "flags", "another page", "nothing", "a list", "too long"])
def test_a_passkey_that_does_not_hold_is_refused(fault: str) -> None:
    token, passkey, client = invite("Sam", ["liaison"], by="test"), Authenticator(), DeskClient()
    if fault == "origin":
        passkey.origin = "http://elsewhere.example"
    if fault == "host":
        passkey.host = "elsewhere.example"
    if fault == "flags":
        passkey.flags = PRESENT
    page = client.get(f"/desk/join/{token}")
    answer = {"answer": passkey.make(options(page)), "asked": field(page, "asked")}
    if fault == "another page":
        answer["asked"] = field(client.get(f"/desk/join/{token}"), "asked")
    if fault in ("nothing", "a list", "too long"):
        answer["answer"] = {"nothing": "", "a list": "[1]", "too long": '{"rawId": "' + "A" * 20_000 + '"}'}[fault]
    assert client.post(f"/desk/join/{token}", answer)["Location"] == f"/desk/join/{token}?said=passkey"
    assert not client.cookie and not Passkey.objects.exists()
    assert with_passkey(client, token, Authenticator()) == "/desk/"


def test_every_step_has_its_row_in_the_audit_log() -> None:
    token = invite("Sam", ["liaison"], by="dooryard desk")
    client = DeskClient()
    with_passphrase(client, token)
    client.post("/desk/leave", {"word": client.word()})
    leave("Sam", by="dooryard desk")
    key = Account.objects.get().pk
    assert [(row.by, row.action, row.key) for row in AuditEntry.objects.all()] == [
        ("dooryard desk", "invite", str(key)),
        (f"account:{key}", "join", str(key)),
        (f"account:{key}", "enter", str(key)),
        (f"account:{key}", "go", str(key)),
        ("dooryard desk", "leave", str(key)),
    ]
