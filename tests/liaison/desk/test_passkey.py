"""Keys that a passkey opens: its own account's, for what was asked just now, once."""

from __future__ import annotations

import os

import pytest
from django.utils import timezone

from dooryard.desk.actions.accounts import invite
from dooryard.desk.models import Account, Session
from dooryard.liaison import teams
from dooryard.liaison.models import Wrapping
from tests.desk.authenticator import Authenticator, letters
from tests.desk.client import DeskClient, field, options
from tests.liaison.desk.conftest import KEYS, Liaison
from tests.liaison.helpers import COUNTY

OPENED = "/desk/liaison/?said=opened"
WRONG = "/desk/liaison/keys?said=keys"


class Owner:
    """Somebody who joined with a passkey, in whose browser it gives these 32 bytes."""

    def __init__(self, name: str) -> None:
        token = invite(name, ["liaison"], by="test")
        client, self.passkey, self.secret = DeskClient(), Authenticator(), os.urandom(32)
        page = client.get(f"/desk/join/{token}")
        answer = self.passkey.make(options(page))
        client.post(f"/desk/join/{token}", {"answer": answer, "asked": field(page, "asked")})
        self.client = Liaison(client.cookie, Account.objects.get(name=name).by)

    def signs(self) -> dict[str, str]:
        """What the form brings that the passkey filled in."""
        page = self.client.get("/desk/liaison/keys")
        return {
            "answer": self.passkey.sign(options(page)),
            "asked": field(page, "asked"),
            "prf": letters(self.secret),
        }


@pytest.fixture
def ada() -> Owner:
    return Owner("Ada")


def test_a_passkey_makes_a_key_and_opens_it(ada: Owner) -> None:
    assert ada.client.send("keys", **ada.signs()) == OPENED
    teams.enrol(COUNTY, ada.client.by, by="test")
    ada.client.send("lock")
    assert "Open with my passkey" in ada.client.says("/desk/liaison/keys")
    assert ada.client.send("keys", **ada.signs()) == OPENED
    assert Wrapping.objects.get().how == "passkey"


def test_an_answer_that_was_overheard_opens_nothing_again(ada: Owner) -> None:
    said = ada.signs()
    assert ada.client.send("keys", **said) == OPENED
    ada.client.send("lock")
    assert ada.client.send("keys", **said) == WRONG


def test_other_bytes_of_the_same_passkey_open_nothing(ada: Owner) -> None:
    ada.client.send("keys", **ada.signs())
    ada.client.send("lock")
    ada.secret = os.urandom(32)
    assert ada.client.send("keys", **ada.signs()) == WRONG


@pytest.mark.parametrize("prf", ["", "AAAA", "A" * 5_000, "é" * 43])
def test_a_passkey_without_such_bytes_is_told_so(ada: Owner, prf: str) -> None:
    assert ada.client.send("keys", **ada.signs() | {"prf": prf}) == "/desk/liaison/keys?said=prf"
    assert not Wrapping.objects.exists()


def test_the_passkey_of_somebody_else_opens_nothing(ada: Owner) -> None:
    bea = Owner("Bea")
    bea.client.send("keys", **bea.signs())
    bea.client.send("lock")
    assert ada.client.send("keys", **bea.signs()) == WRONG


def test_what_was_signed_to_come_in_opens_no_keys(ada: Owner) -> None:
    page = DeskClient().get("/desk/enter")
    said = {"answer": ada.passkey.sign(options(page)), "asked": field(page, "asked"), "prf": letters(ada.secret)}
    assert ada.client.send("keys", **said) == WRONG


@pytest.mark.parametrize("field_", ["answer", "asked"])
@pytest.mark.parametrize("value", ["", "{}", "[]", "x" * 20_000])
def test_what_is_no_answer_opens_nothing(ada: Owner, field_: str, value: str) -> None:
    assert ada.client.send("keys", **ada.signs() | {field_: value}) == WRONG


def test_who_opened_with_a_passkey_can_add_a_passphrase(ada: Owner) -> None:
    assert ada.client.send("keys", **ada.signs()) == OPENED
    assert "Add this passphrase" in ada.client.says("/desk/liaison/keys")
    before = Wrapping.objects.count()
    assert ada.client.opens() == "/desk/account/prove?to=%2Fdesk%2Fliaison%2Fkeys", "a copied cookie adds no way"
    assert Wrapping.objects.count() == before
    Session.objects.update(proven=timezone.now())
    assert ada.client.opens() == OPENED
    ada.client.send("lock")
    assert ada.client.opens(KEYS, "") == OPENED


def test_nobody_adds_a_passphrase_to_keys_that_are_closed(ada: Owner) -> None:
    ada.client.send("keys", **ada.signs())
    ada.client.send("lock")
    Session.objects.update(proven=timezone.now())
    assert ada.client.opens() == WRONG
    assert Wrapping.objects.count() == 1
