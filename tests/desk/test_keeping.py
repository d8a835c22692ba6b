"""Administrators keep the accounts of others: they let people in and end that, and never leave the desk to nobody."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dooryard.desk import entering, keeping
from dooryard.desk.actions import accounts
from dooryard.desk.actions.accounts import invite
from dooryard.desk.models import Account, AuditEntry, Invitation, Session
from tests.desk.client import DeskClient, field, said
from tests.desk.conftest import Clock, account
from tests.desk.owners import Owner

pytestmark = [pytest.mark.django_db(databases=["default", "liaison"]), pytest.mark.usefixtures("cheap_hashes")]

LINK = re.compile(r"http://testserver(/desk/join/[A-Za-z0-9_-]{43})")


@pytest.fixture
def ada() -> Owner:
    """An administrator who has shown once more that it is her."""
    made = Owner("Ada", "administrator", "analyst").with_passkey()
    made.is_proven()
    return made


def invites(owner: Owner, path: str = "accounts/new", **fields: Any) -> Any:
    """Ask for a link; the answer."""
    form = field(owner.get(f"/desk/{path}"), "form")
    to = f"/desk/{path}/{'search' if path.endswith('new') else 'invite'}"
    return owner.post(to, {"word": owner.word(), "form": form} | fields)


def key_of(name: str) -> int:
    return int(Account.objects.get(name=name).pk)


def details(action: str) -> dict[str, Any]:
    row = AuditEntry.objects.filter(action=action).last()
    assert row
    return {"by": row.by, "key": row.key} | row.details


@pytest.mark.parametrize("path", ["new/search", "7/invite", "7/roles", "7/out", "7/close"])
def test_a_copied_cookie_of_an_administrator_changes_no_account(path: str) -> None:
    ada = Owner("Ada", "administrator").with_passkey()
    rows = AuditEntry.objects.count()
    page = path.rpartition("/")[0]
    fields = {"sure": "yes", "role": "liaison", "name": "Eve"}
    assert ada.send(f"accounts/{path}", **fields) == f"/desk/account/prove?to=%2Fdesk%2Faccounts%2F{page}"
    assert AuditEntry.objects.count() == rows


def test_an_invitation_is_a_link_that_is_shown_once_and_is_in_no_address(ada: Owner) -> None:
    answer = invites(ada, name="Sam", role=["liaison", "analyst"])
    [link] = LINK.findall(said(answer))
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    assert Account.objects.get(name="Sam").state == "invited"
    assert link not in ada.get(f"/desk/accounts/{key_of('Sam')}").content.decode()
    assert details("invite") == {"by": ada.account.by, "key": str(key_of("Sam")), "roles": ["liaison", "analyst"]}
    assert "Sam" in DeskClient().says(link)


def test_a_form_that_is_sent_again_makes_no_second_link(ada: Owner) -> None:
    form = field(ada.get("/desk/accounts/new"), "form")
    sent = {"word": ada.word(), "form": form, "name": "Sam", "role": "liaison"}
    [link] = LINK.findall(said(ada.post("/desk/accounts/new/search", sent)))
    assert ada.post("/desk/accounts/new/search", sent)["Location"] == "/desk/accounts/new?said=named"
    assert ada.post("/desk/accounts/new/search", sent | {"name": "Tom"})["Location"] == "/desk/accounts?said=again"
    assert "The link was shown once" in ada.says("/desk/accounts?said=again")
    assert DeskClient().get(link).status_code == 200, "and the one that was made still works"
    assert Account.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": "", "role": "liaison"}, "name"),
        ({"name": "x" * 61, "role": "liaison"}, "name"),
        ({"name": "\u202e", "role": "liaison"}, "name"),
        ({"name": "ADA", "role": "liaison"}, "named"),
        ({"name": "Sam"}, "no-role"),
        ({"name": "Sam", "role": "emperor"}, "unread"),
        ({"name": "Sam", "role": "liaison", "form": "x"}, "stale"),
        ({"name": "x" * 50_000, "role": "liaison"}, "name"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_in_words(ada: Owner, fields: dict[str, Any], why: str) -> None:
    assert invites(ada, **fields)["Location"] == f"/desk/accounts/new?said={why}"
    assert "problem" in ada.get(f"/desk/accounts/new?said={why}").content.decode()
    assert Account.objects.count() == 1


def test_a_form_of_another_session_makes_no_link(ada: Owner) -> None:
    eve = Owner("Eve", "administrator").with_passkey()
    eve.is_proven()
    form = field(eve.get("/desk/accounts/new"), "form")
    assert invites(ada, name="Sam", role="liaison", form=form)["Location"].endswith("said=stale")


def test_who_lost_a_phone_gets_a_new_link_and_keeps_their_roles(ada: Owner) -> None:
    sam = Owner("Sam", "liaison").with_passkey()
    path = f"accounts/{key_of('Sam')}"
    [link] = LINK.findall(said(invites(ada, path, role="administrator")))
    assert sam.get("/desk/").status_code == 200, "an invitation that nobody took changes nothing"
    Owner("Sam", link=link).with_passkey()
    assert sam.get("/desk/")["Location"] == "/desk/enter"
    assert Account.objects.get(name="Sam").roles == ["liaison"]


def test_who_lost_a_link_gets_another_with_the_roles_chosen(ada: Owner) -> None:
    first = invite("Sam", ["analyst"], by="test")
    page = ada.get(f"/desk/accounts/{key_of('Sam')}").content.decode()
    assert 'value="analyst" checked' in page and 'value="liaison" checked' not in page
    [link] = LINK.findall(said(invites(ada, f"accounts/{key_of('Sam')}", role="liaison")))
    assert DeskClient().get(f"/desk/join/{first}").status_code == 410
    assert "Liaison: answers" in DeskClient().says(link)


def test_roles_are_changed_from_the_next_page_on(ada: Owner) -> None:
    sam = Owner("Sam", "analyst").with_passkey()
    assert sam.get("/desk/liaison/keys").status_code == 403
    assert ada.send(f"accounts/{key_of('Sam')}/roles", role=["liaison"]).endswith("?said=roles")
    assert sam.get("/desk/liaison/keys").status_code == 200
    told = {"by": ada.account.by, "key": str(key_of("Sam")), "before": ["analyst"], "roles": ["liaison"]}
    assert details("roles") == told


def test_a_link_that_was_made_before_gives_no_role_that_was_taken_since(ada: Owner) -> None:
    Owner("Sam", "administrator", "liaison").with_passkey()
    path = f"accounts/{key_of('Sam')}"
    [link] = LINK.findall(said(invites(ada, path)))
    assert ada.send(f"{path}/roles", role=["liaison"]).endswith("?said=roles")
    sam = Owner("Sam", link=link).with_passkey()
    assert Account.objects.get(name="Sam").roles == ["liaison"]
    assert sam.get("/desk/accounts").status_code == 403


@pytest.mark.parametrize(("roles", "why"), [([], "no-role"), (["emperor"], "unread"), (["liaison", "x"], "unread")])
def test_roles_that_cannot_be_change_nothing(ada: Owner, roles: list[str], why: str) -> None:
    Owner("Sam", "analyst").with_passkey()
    assert ada.send(f"accounts/{key_of('Sam')}/roles", role=roles).endswith(f"?said={why}")
    assert Account.objects.get(name="Sam").roles == ["analyst"]


def test_nobody_gives_themself_a_role(ada: Owner) -> None:
    me = f"accounts/{key_of('Ada')}/roles"
    assert ada.send(me, role=["administrator", "analyst", "liaison"]).endswith("?said=own-role")
    assert "nobody can give themself a role" in ada.says(f"/desk/{me.rpartition('/')[0]}?said=own-role")
    assert ada.send(me, role=["administrator"]).endswith("?said=roles"), "but they may give one up"
    assert ada.account.roles == ["administrator"]


def test_the_last_administrator_cannot_remove_themself(ada: Owner) -> None:
    me = f"accounts/{key_of('Ada')}"
    Owner("Sam", "administrator")
    gone = account("Tom", "administrator")
    accounts.leave("Tom", by="test")
    assert gone.pk, "who is invited or has left keeps no accounts"
    assert ada.send(f"{me}/roles", role=["analyst"]).endswith("?said=administrator")
    assert ada.send(f"{me}/close", sure="yes").endswith("?said=administrator")
    assert ada.account.roles_now == {"administrator", "analyst"}
    Owner("Eve", "administrator").with_passkey()
    assert ada.send(f"{me}/roles", role=["analyst"]).endswith("?said=roles")
    assert ada.get("/desk/accounts").status_code == 403


def test_two_administrators_who_close_each_other_leave_one() -> None:
    one, other = account("One", "administrator"), account("Two", "administrator")
    keeping.close(other, by=one.by)
    with pytest.raises(entering.Refused, match="administrator"):
        keeping.close(one, by=other.by)


def test_every_session_of_an_account_is_ended_and_they_can_sign_in_again(ada: Owner) -> None:
    sam = Owner("Sam", "liaison").with_passkey()
    assert ada.send(f"accounts/{key_of('Sam')}/out").endswith("?said=out")
    assert sam.get("/desk/")["Location"] == "/desk/enter"
    assert details("end sessions")["sessions"] == 1
    assert sam.enters(sam.passkey) == "/desk/"
    assert ada.get("/desk/").status_code == 200


def test_an_account_is_closed_for_good_when_it_is_meant(ada: Owner) -> None:
    sam = Owner("Sam", "liaison").with_passkey()
    path = f"accounts/{key_of('Sam')}"
    assert ada.send(f"{path}/close").endswith("?said=sure")
    assert sam.get("/desk/").status_code == 200
    assert ada.send(f"{path}/close", sure="yes").endswith("?said=closed")
    assert sam.get("/desk/")["Location"] == "/desk/enter"
    assert sam.enters(sam.passkey) == "/desk/enter?said=passkey"
    assert "Sam" in ada.says("/desk/accounts") and "closed" in ada.says("/desk/accounts")
    for what in ("roles", "invite"):
        fields = {"role": "liaison", "form": field(ada.get("/desk/accounts/new"), "form")}
        assert "said=" in ada.send(f"{path}/{what}", **fields)
    assert Account.objects.get(name="Sam").state == "left" and not Invitation.objects.filter(used_at=None).exists()
    assert details("leave") == {"by": ada.account.by, "key": str(key_of("Sam")), "sessions": 1}


def test_an_account_that_is_not_there_is_said_to_be_none(ada: Owner) -> None:
    assert ada.get("/desk/accounts/900").status_code == 404
    for what in ("roles", "out", "close", "invite"):
        answer = ada.post(f"/desk/accounts/900/{what}", {"word": ada.word(), "sure": "yes"})
        assert answer.status_code in (303, 404)
    assert AuditEntry.objects.filter(key="900").count() == 0


def test_the_page_of_an_account_tells_how_it_signs_in_and_nothing_to_do_it_with(ada: Owner, clock: Clock) -> None:
    sam = Owner("Sam", "liaison").with_passphrase()
    page = ada.get(f"/desk/accounts/{key_of('Sam')}").content.decode()
    assert "a passphrase and an app" in page
    for secret in (sam.secret, sam.cookie, Session.objects.get(account__name="Sam").digest):
        assert secret not in page


@pytest.mark.parametrize("what", ["roles", "out", "close", "invite"])
def test_only_an_administrator_keeps_accounts(ada: Owner, what: str) -> None:
    eve = Owner("Eve", "steward", "specialist", "liaison", "campaigner", "analyst").with_passkey()
    eve.is_proven()
    assert eve.send(f"accounts/{key_of('Ada')}/{what}", sure="yes", role="analyst") == "/desk/refused?why=role"
    assert ada.account.roles_now == {"administrator", "analyst"}
