"""What happens to an account of the desk reaches its keys: they go on with the session, and end with the role."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import timezone

from dooryard.desk import keeping, tokens
from dooryard.desk.actions.accounts import invite
from dooryard.desk.models import Account, AuditEntry, Passkey, Session
from dooryard.liaison import teams, threads
from dooryard.liaison.desk import carrying
from dooryard.liaison.letters import NotKept
from dooryard.liaison.models import Held, Recovery, Team, Wrapping
from tests.desk.authenticator import Authenticator, letters
from tests.desk.client import DeskClient, field, options
from tests.desk.owners import Owner
from tests.liaison.desk.conftest import KEYS, Liaison, signed_in, wrote
from tests.liaison.helpers import COUNTY


def proven(client: DeskClient) -> None:
    Session.objects.filter(digest=tokens.digest(client.cookie)).update(proven=timezone.now())


def files(room: Path) -> list[str]:
    folder = room / carrying.FOLDER
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def dan(ann: Liaison) -> Liaison:
    """A colleague of Ann's, in her team."""
    made = signed_in("Dan", "liaison")
    made.opens()
    teams.add_holder(COUNTY, made.by, teams.unlock(ann.by, KEYS), by="test")
    return made


@pytest.fixture
def boss() -> Owner:
    """An administrator who has shown once more that it is them."""
    made = Owner("Boss", "administrator").with_passkey()
    made.is_proven()
    return made


def key_of(name: str) -> int:
    return int(Account.objects.get(name=name).pk)


class Keyholder(Owner):
    """A liaison who joined with a passkey, in whose browser each passkey gives bytes of its own."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "liaison")
        self.with_passkey()
        self.bytes = {self.passkey.id: os.urandom(32)}

    def opens(self, passkey: Authenticator | None = None, path: str = "keys", number: int = 0) -> str:
        """Open the keys, or let a passkey open them, by what the page asks for in that place."""
        passkey = passkey or self.passkey
        page = self.get("/desk/liaison/keys")
        answer = {
            "answer": passkey.sign(options(page)),
            "asked": field(page, "asked"),
            "prf": letters(self.secret_of(passkey)),
        }
        return self.send(f"liaison/{path}", **answer)

    def secret_of(self, passkey: Authenticator) -> bytes:
        return self.bytes.setdefault(passkey.id, os.urandom(32))


def test_keys_stay_open_under_the_new_cookie_and_the_old_one_opens_nothing(room: Path) -> None:
    eve = Keyholder("Eve")
    eve.opens()
    teams.enrol(COUNTY, eve.account.by, by="test")
    _code, thread = wrote()
    [before], thief = files(room), eve.elsewhere()
    eve.signs()
    assert "old mill" in eve.says(f"/desk/liaison/thread/{thread}"), "without opening the keys again"
    [after] = files(room)
    assert after != before
    assert thief.get(f"/desk/liaison/thread/{thread}")["Location"] == "/desk/enter"


def test_keys_that_are_closed_stay_closed(room: Path) -> None:
    eve = Keyholder("Eve")
    eve.signs()
    assert files(room) == []


def test_what_cannot_be_carried_on_is_closed(room: Path) -> None:
    eve = Keyholder("Eve")
    eve.opens()
    [file] = files(room)
    (room / carrying.FOLDER / file).write_bytes(b"damaged")
    eve.signs()
    assert files(room) == []
    assert eve.get("/desk/liaison/keys").status_code == 200


def test_a_second_passkey_opens_the_keys_once_it_was_let(room: Path) -> None:
    eve, second = Keyholder("Eve"), Authenticator()
    eve.opens()
    eve.signs()
    eve.adds(second)
    assert "With one passkey more" in eve.says("/desk/liaison/keys")
    assert letters(second.id) in options(eve.get("/desk/liaison/keys")), "only the new one is asked for"
    assert eve.opens(second, "keys/passkey") == "/desk/liaison/keys?said=another"
    assert Wrapping.objects.count() == 2
    assert "With one passkey more" not in eve.says("/desk/liaison/keys")
    eve.send("liaison/lock")
    assert eve.opens(second) == "/desk/liaison/?said=opened"


def test_a_passkey_is_not_let_in_while_the_keys_are_closed() -> None:
    eve, second = Keyholder("Eve"), Authenticator()
    eve.opens()
    eve.signs()
    eve.adds(second)
    page = eve.get("/desk/liaison/keys")
    answer = {"answer": second.sign(options(page)), "asked": field(page, "asked"), "prf": letters(os.urandom(32))}
    eve.send("liaison/lock")
    assert eve.send("liaison/keys/passkey", **answer) == "/desk/liaison/keys?said=keys"
    assert Wrapping.objects.count() == 1


def test_what_was_signed_to_open_the_keys_lets_no_passkey_in() -> None:
    eve, second = Keyholder("Eve"), Authenticator()
    eve.opens()
    eve.signs()
    eve.adds(second)
    eve.send("liaison/lock")
    page = eve.get("/desk/liaison/keys")
    answer = {"answer": second.sign(options(page)), "asked": field(page, "asked"), "prf": letters(os.urandom(32))}
    eve.opens()
    assert eve.send("liaison/keys/passkey", **answer) == "/desk/liaison/keys?said=keys"
    assert Wrapping.objects.count() == 1


def test_a_new_passphrase_at_the_desk_leaves_the_keys_as_they_are(ann: Liaison) -> None:
    proven(ann)
    page = ann.get("/desk/account/passphrase")
    assert "That of your keys to messages is another one" in page.content.decode()
    assert teams.unlock(ann.by, KEYS).keys


def test_the_page_of_a_passkey_warns_where_nothing_else_opens_the_keys() -> None:
    eve, second = Keyholder("Eve"), Authenticator()
    eve.opens()
    eve.signs()
    eve.adds(second)
    first, other = (f"/desk/account/passkeys/{one.pk}" for one in Passkey.objects.order_by("pk"))
    assert "Only this passkey opens your keys to messages" in eve.says(first)
    assert "Only this passkey" not in eve.says(other)
    eve.opens(second, "keys/passkey")
    assert "Only this passkey" not in eve.says(first)


def test_a_passkey_that_is_removed_opens_no_keys_any_more() -> None:
    eve, second = Keyholder("Eve"), Authenticator()
    eve.opens()
    eve.signs()
    eve.adds(second)
    eve.opens(second, "keys/passkey")
    first = Passkey.objects.order_by("pk")[0]
    assert eve.send(f"account/passkeys/{first.pk}/remove", sure="yes") == "/desk/account?said=removed"
    assert Wrapping.objects.count() == 1
    eve.send("liaison/lock")
    assert eve.opens(second) == "/desk/liaison/?said=opened"
    assert AuditEntry.objects.filter(action="liaison: forget passkey").count() == 1


def test_the_last_way_to_open_them_is_kept_until_a_colleague_has_acted() -> None:
    eve, second = Keyholder("Eve"), Authenticator()
    eve.opens()
    teams.enrol(COUNTY, eve.account.by, by="test")
    eve.signs()
    eve.adds(second)
    first = Passkey.objects.order_by("pk")[0]
    eve.send(f"account/passkeys/{first.pk}/remove", sure="yes")
    eve.send("liaison/lock")
    assert "If you cannot open it any more" in eve.says("/desk/liaison/keys")
    assert Wrapping.objects.count() == 1


@pytest.mark.parametrize("way", ["close", "roles"])
def test_whoever_is_a_liaison_no_more_leads_to_a_new_key_of_the_team(
    ann: Liaison, dan: Liaison, boss: Owner, way: str
) -> None:
    old = Team.objects.get()
    sent = boss.send(f"accounts/{key_of('Dan')}/{way}", sure="yes", role="analyst")
    assert sent.endswith({"close": "said=closed", "roles": "said=roles"}[way])
    new = Team.objects.get(state="open")
    assert new.generation == old.generation + 1 and bytes(new.public) != bytes(old.public)
    assert set(Held.objects.values_list("holder__account", flat=True)) == {ann.by}
    assert not Wrapping.objects.filter(holder__account=dan.by).exists()
    _code, thread = wrote("for those who stayed")
    assert "for those who stayed" in ann.says(f"/desk/liaison/thread/{thread}")
    assert boss.get(f"/desk/liaison/thread/{thread}").status_code == 403, "an administrator reads no message"
    row = AuditEntry.objects.filter(action="liaison: leave").get()
    assert (row.by, row.key, row.details) == (boss.account.by, COUNTY, {"account": dan.by})


def test_whoever_is_invited_anew_without_the_role_leads_to_a_new_key_too(ann: Liaison, dan: Liaison) -> None:
    token = invite("Dan", ["analyst"], by="test")
    assert Team.objects.count() == 1, "an invitation that nobody took changes nothing"
    new, passkey = DeskClient(), Authenticator()
    page = new.get(f"/desk/join/{token}")
    answer = {"answer": passkey.make(options(page)), "asked": field(page, "asked")}
    assert new.post(f"/desk/join/{token}", answer)["Location"] == "/desk/"
    assert Team.objects.get(state="open").generation == 2
    assert set(Held.objects.values_list("holder__account", flat=True)) == {ann.by}


def test_whoever_is_invited_anew_with_the_role_stays_in_the_team(ann: Liaison, dan: Liaison) -> None:
    token = invite("Dan", ["liaison", "analyst"], by="test")
    new = DeskClient()
    page = new.get(f"/desk/join/{token}")
    new.post(f"/desk/join/{token}", {"answer": Authenticator().make(options(page)), "asked": field(page, "asked")})
    assert Team.objects.count() == 1
    assert "Open my keys" in new.says("/desk/liaison/keys"), "but their keys ask for the passphrase of the keys"


def test_who_keeps_the_role_stays_in_the_team(ann: Liaison, boss: Owner) -> None:
    boss.send(f"accounts/{key_of('Ann')}/roles", role=["liaison", "analyst"])
    assert Team.objects.count() == 1


def test_where_a_colleague_stays_nobody_is_warned(ann: Liaison, dan: Liaison, boss: Owner) -> None:
    assert "Nobody else is in the team" not in boss.says(f"/desk/accounts/{key_of('Ann')}")


def test_the_last_of_a_team_leaves_no_door_open(ann: Liaison, boss: Owner) -> None:
    assert threads.doors() == (COUNTY,)
    assert "Nobody else is in the team" in boss.says(f"/desk/accounts/{key_of('Ann')}")
    boss.send(f"accounts/{key_of('Ann')}/close", sure="yes")
    assert threads.doors() == ()


def test_who_could_only_help_to_bring_a_key_back_is_not_one_of_the_two_any_more(
    ann: Liaison, dan: Liaison, boss: Owner
) -> None:
    helper = signed_in("Eve", "liaison")
    helper.opens()
    ann.send("teams/recovery", county=COUNTY, first=dan.by, second=helper.by)
    assert Recovery.objects.count() == 1
    boss.send(f"accounts/{key_of('Eve')}/close", sure="yes")
    assert not Recovery.objects.exists()
    assert not Wrapping.objects.filter(holder__account=helper.by).exists()


def test_the_command_does_the_same(ann: Liaison, dan: Liaison) -> None:
    assert keeping.close(keeping.found("dan"), by="dooryard desk", keep_one=False) == []
    assert Team.objects.get(state="open").generation == 2


def test_where_the_room_cannot_write_it_is_said_and_can_be_tried_again(
    ann: Liaison, dan: Liaison, boss: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_what: object, **_more: object) -> None:
        raise NotKept

    path = f"accounts/{key_of('Dan')}"
    with monkeypatch.context() as patched:
        patched.setattr(teams, "leave", full)
        assert boss.send(f"{path}/close", sure="yes").endswith("said=unfinished")
        assert "Please press Try again" in boss.says(f"/desk/{path}?said=unfinished")
        assert dan.get("/desk/")["Location"] == "/desk/enter", "closed they are all the same"
    assert Team.objects.get().generation == 1
    assert boss.send(f"{path}/close", sure="yes").endswith("said=closed")
    assert Team.objects.get(state="open").generation == 2
    assert AuditEntry.objects.filter(action="leave").count() == 1


def test_opening_the_keys_keeps_how_often_the_passkey_has_signed(room: Path) -> None:
    eve = Keyholder("Eve")
    eve.opens()
    kept = Passkey.objects.get(account__name="Eve")
    assert kept.sign_count == eve.passkey.signed > 0
    eve.send("liaison/lock")
    eve.passkey.signed -= 1  # a copy of it, which has not seen the last one
    assert eve.opens() == "/desk/liaison/keys?said=keys"
