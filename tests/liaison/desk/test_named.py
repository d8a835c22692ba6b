"""Who is named for a county: by an administrator alone, with a row of the audit log, and no message opens by it."""

from __future__ import annotations

import pytest

from dooryard.desk.models import AuditEntry
from dooryard.liaison.models import Named
from tests.liaison.desk.conftest import Liaison, signed_in, wrote
from tests.liaison.helpers import COUNTY


@pytest.fixture
def boss() -> Liaison:
    """An administrator."""
    return signed_in("Boss", "administrator")


def said(where: str) -> str:
    return where.partition("said=")[2]


def test_an_administrator_names_a_liaison_for_a_county_and_takes_it_back(boss: Liaison) -> None:
    dan = signed_in("Dan", "liaison")
    assert "Nobody is named yet." in boss.says("/desk/liaison/named")
    for _ in range(2):
        assert said(boss.send("named", county=COUNTY, account=dan.by)) == "named"
    assert Named.objects.count() == 1
    assert "Waldo County: Dan" in boss.says("/desk/liaison/named").replace(" :", ":")
    assert said(boss.send("named", county=COUNTY, account=dan.by, end="yes")) == "unnamed"
    assert not Named.objects.exists()
    rows = AuditEntry.objects.filter(by=boss.by, key=COUNTY).values_list("action", flat=True)
    assert list(rows) == ["liaison: name", "liaison: name", "liaison: unname"]


def test_naming_opens_nothing_for_who_names(boss: Liaison, ann: Liaison) -> None:
    _code, thread = wrote()
    boss.send("named", county=COUNTY, account=ann.by)
    assert boss.get(f"/desk/liaison/thread/{thread}").status_code == 403
    assert boss.get("/desk/liaison/").status_code == 403


def test_only_a_liaison_and_only_a_county_is_taken(boss: Liaison) -> None:
    dan, steward = signed_in("Dan", "liaison"), signed_in("Steward", "steward")
    for county, who in (("Atlantis", dan.by), ("", dan.by), (COUNTY, steward.by), (COUNTY, "account:99"), (COUNTY, "")):
        assert said(boss.send("named", county=county, account=who)) == "unread"
    assert not Named.objects.exists()


def test_a_liaison_names_nobody(ann: Liaison) -> None:
    assert ann.send("named", county=COUNTY, account=ann.by) == "/desk/refused?why=role"
    assert not Named.objects.exists()
