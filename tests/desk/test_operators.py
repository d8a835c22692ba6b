"""Django's admin: off unless it is switched on, and then a page to read for administrators of the desk alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dooryard.desk.policies import ROLES
from tests.data_folders import environment
from tests.desk.conftest import SignedIn

ROOT = Path(__file__).resolve().parents[2]
OTHERS = set(ROLES) - {"administrator"}


@pytest.mark.django_db
def test_it_is_off_unless_it_is_switched_on(signed_in: SignedIn) -> None:
    client = signed_in(*ROLES, name="Everybody")
    for page in ("/desk/admin", "/desk/admin/", "/desk/admin/login/", "/admin/"):
        assert client.get(page).status_code == 404


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory, programs: None) -> dict[str, Any]:
    """What every role is answered at every page where it is switched on (operators.py)."""
    settings = environment(tmp_path_factory.mktemp("operators"), DOORYARD_ADMIN="1", PYTHONPATH=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-m", "tests.desk.operators"],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_only_an_administrator_who_is_signed_in_reads_it(walked: dict[str, Any]) -> None:
    there = {page: told for page, told in walked["told"].items() if told["administrator"] != 404}
    assert len(there) > 40 and "/desk/admin/desk/account/1/change/" in there
    for page, told in there.items():
        assert told["administrator"] == 200, page
        assert told["nobody"] == told["an ended session"] == 303, page
        assert {told[role] for role in OTHERS} == {403}, page


def test_there_is_no_other_way_in_and_nothing_is_added(walked: dict[str, Any]) -> None:
    for page in ("login/", "password_change/", "desk/account/add/"):
        assert set(walked["told"][f"/desk/admin/{page}"].values()) == {404}


def test_it_takes_nothing_that_is_sent(walked: dict[str, Any]) -> None:
    assert set(walked["posted"].values()) == {405}


def test_nothing_of_a_conversation_or_of_signing_in_stands_there(walked: dict[str, Any]) -> None:
    assert not [page for page in walked["told"] if "liaison" in page.removeprefix("/desk/admin/")]
    for secret in ("planted-hash", "PLANTEDSECRET", *walked["digests"]):
        assert secret not in walked["text"]
    assert "administrator" in walked["text"], "what is there is found"
    assert walked["asked"] == 400, "what is not shown is not looked for"


def test_it_sets_no_cookie_and_keeps_no_accounts_of_its_own(walked: dict[str, Any]) -> None:
    assert walked["cookies"] == ["__Host-desk"]
    assert walked["rows"] == 0
