"""`dooryard desk`: a link, who there is, who has left, and a log that is whole or says where not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dooryard.desk import append_only
from tests.data_folders import ON_POSTGRESQL, query, stored
from tests.web.test_commands import dooryard

pytestmark = pytest.mark.usefixtures("programs")

LINK = re.compile(r"(\S+)/desk/join/([A-Za-z0-9_-]{43})\n")


@pytest.fixture(autouse=True)
def no_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names of no site are set."""
    monkeypatch.delenv("DOORYARD_HOSTS", raising=False)


def desk(folder: Path, *arguments: str, exits: int = 0, **settings: str) -> str:
    done = dooryard(folder, "desk", *arguments, **settings)
    assert done.returncode == exits, done.stderr
    return done.stderr if exits == 2 else done.stdout


def test_a_link_is_all_that_is_printed_and_begins_with_the_site(tmp_path: Path) -> None:
    links = [
        desk(tmp_path, "invite", "Sam", "--role", "liaison"),
        desk(tmp_path, "invite", "Sam", "--role", "liaison", DOORYARD_HOSTS="dooryard.example.org,other.example"),
        desk(tmp_path, "invite", "Sam", "--role", "liaison", "--site", "https://desk.example.org/"),
    ]
    found = [LINK.fullmatch(link) for link in links]
    assert [one and one[1] for one in found] == [
        "http://localhost:8000", "https://dooryard.example.org", "https://desk.example.org",
    ]  # fmt: skip
    told = json.loads(desk(tmp_path, "invite", "Sam", "--role", "liaison", "--json"))
    assert set(told) == {"name", "link", "hours"} and told["hours"] == 72
    kept = stored(tmp_path)
    assert b"Sam" in kept, "what is there is found"
    assert not [one for one in found if one and one[2].encode() in kept]


def test_accounts_are_listed_and_ended(tmp_path: Path) -> None:
    desk(tmp_path, "invite", "Sam", "--role", "liaison", "--role", "analyst")
    [row] = json.loads(desk(tmp_path, "accounts", "--json"))
    assert (row["name"], row["state"], row["roles"], row["passkeys"], row["passphrase"]) == (
        "Sam",
        "invited",
        [],
        0,
        False,
    )
    assert desk(tmp_path, "left", "sam") == "Sam has left.\n"
    assert json.loads(desk(tmp_path, "left", "Sam", "--json")) == {"name": "Sam", "state": "left", "undone": []}
    assert "Sam: left" in desk(tmp_path, "accounts")
    assert "has left. Invite them under another name" in desk(tmp_path, "invite", "Sam", "--role", "liaison", exits=2)


@pytest.mark.parametrize(
    "arguments",
    [
        ("invite",),
        ("invite", "Sam"),
        ("invite", "Sam", "--role", "emperor"),
        ("invite", "Sam", "--role", "liaison", "--head", f"1:{'0' * 64}"),
        ("invite", "Sam", "--role", "liaison", "--site", "javascript:alert(1)"),
        ("left",),
        ("left", "Nobody"),
        ("accounts", "Sam"),
        ("audit", "--role", "liaison"),
        ("audit", "--head", "7"),
        ("fly",),
        (),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    said = desk(tmp_path, *arguments, exits=2)
    assert said and "Traceback" not in said


def test_a_log_that_was_changed_behind_the_triggers_is_told_of(tmp_path: Path) -> None:
    for name in ("Ada", "Sam", "Eve"):
        desk(tmp_path, "invite", name, "--role", "liaison")
    said = desk(tmp_path, "audit")
    head = said.rpartition("head ")[2].strip()
    assert said == f"rows 3\nhead {head}\n"
    assert json.loads(desk(tmp_path, "audit", "--json", "--head", head)) == {
        "whole": True, "rows": 3, "digest": head.partition(":")[2],
    }  # fmt: skip

    for statement in append_only.UNPROTECT["postgresql" if ON_POSTGRESQL else "sqlite"]:
        query(tmp_path, statement.format(table="desk_auditentry"))
    query(tmp_path, "DELETE FROM desk_auditentry WHERE id = 3")
    assert "rows 2" in desk(tmp_path, "audit"), "by itself it looks whole"
    assert "1 rows are missing at the end" in desk(tmp_path, "audit", "--head", head, exits=1)

    query(tmp_path, "UPDATE desk_auditentry SET key = '900' WHERE id = 1")
    assert "row 1: it was changed" in desk(tmp_path, "audit", exits=1)
    assert json.loads(desk(tmp_path, "audit", "--json", exits=1))["row"] == 1


@pytest.mark.skipif(ON_POSTGRESQL, reason="the database is no file of ours")
def test_files_of_the_desk_are_their_owners_alone(tmp_path: Path) -> None:
    desk(tmp_path, "invite", "Sam", "--role", "liaison")
    assert (tmp_path / "dooryard.sqlite3").stat().st_mode & 0o077 == 0
