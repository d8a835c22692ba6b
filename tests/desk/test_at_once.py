"""Two administrators who give the role up at the same moment: one of them stays."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from dooryard.desk.actions import accounts
from dooryard.desk.models import Account
from dooryard.desk.policies import NotAllowed
from tests.desk.conftest import account


@pytest.mark.skipif(connection.vendor == "sqlite", reason="on SQLite whoever writes is alone by itself")
def test_two_who_give_the_role_up_at_once_leave_one(real_transactions: None) -> None:
    keys = [account(name, "administrator", "analyst").pk for name in ("One", "Two")]
    refused: list[int] = []

    def gives_up(key: int) -> None:
        try:
            accounts.give_roles(key, ["analyst"], by="test")
        except NotAllowed:
            refused.append(key)
        finally:
            connection.close()

    both = [threading.Thread(target=gives_up, args=(key,)) for key in keys]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(refused) == 1
    assert [one.roles for one in Account.objects.all()].count(["analyst"]) == 1
