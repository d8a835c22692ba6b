"""Names of accounts: one way to write them, one alphabet, and no two that look alike because of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from dooryard.core.edge import BadInput
from dooryard.desk import keeping, names
from dooryard.desk.actions.accounts import invite
from dooryard.desk.models import Account
from dooryard.desk.models.accounts import folded
from tests.desk.client import field
from tests.desk.conftest import account
from tests.desk.owners import Owner

pytestmark = pytest.mark.django_db

COMPOSED, DECOMPOSED = "Jos\u00e9", "Jose\u0301"
TWIN = "S\u0430m"
"""Sam with a Cyrillic letter in the middle."""


def test_a_name_is_the_same_however_its_letters_were_put_together() -> None:
    invite(DECOMPOSED, ["liaison"], by="test")
    made = Account.objects.get()
    assert made.name == COMPOSED
    assert keeping.found(COMPOSED) == keeping.found(DECOMPOSED.upper()) == keeping.found("\uff2aos\u00e9") == made
    invite(COMPOSED, ["liaison"], by="test")
    assert Account.objects.count() == 1


@pytest.mark.parametrize("name", ["Sam", "Zoë Brûlé", "Ada (York) 2", "Саша", "渡辺 ケイ", "김철수", "O'Neill"])
def test_a_name_in_one_alphabet_is_taken(name: str) -> None:
    assert not names.is_mixed(name)
    assert account(name, "liaison").pk


@pytest.mark.parametrize("name", [TWIN, "Αda", "Ada Сергеева"])
def test_a_name_in_two_alphabets_is_refused(name: str) -> None:
    account("Sam", "liaison")
    with pytest.raises(BadInput, match="one alphabet"):
        invite(name, ["liaison"], by="test")
    boss = Owner("Boss", "administrator").with_passkey()
    boss.signs()
    form = {"name": name, "role": "liaison", "form": field(boss.get("/desk/accounts/new"), "form")}
    assert boss.send("accounts/new/search", **form) == "/desk/accounts/new?said=mixed"


def test_who_has_such_a_name_already_is_invited_again() -> None:
    Account.objects.create(name=TWIN, folded=folded(TWIN), handle=b"h", made_on="2026-11-23")
    assert invite(TWIN, ["liaison"], by="test")


def test_names_from_before_are_found_after_the_migration() -> None:
    from importlib import import_module

    fold = import_module("dooryard.desk.migrations.0007_folded").fold
    old = Account.objects.create(name=DECOMPOSED, folded=DECOMPOSED.casefold(), handle=b"1", made_on="2026-11-23")
    fold(apps, SimpleNamespace(connection=connection))
    assert keeping.found(COMPOSED) == old
