"""`dooryard desk`: a link, who there is, who has left, and a log that is whole or says where not."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dooryard.desk import append_only
from tests.data_folders import MIGRATE, ON_POSTGRESQL, copied, environment, query, stored
from tests.web.test_commands import TESTLAND, dooryard

pytestmark = pytest.mark.usefixtures("programs")

LINK = re.compile(r"(\S+)/desk/join/([A-Za-z0-9_-]{43})\n")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the tables of a desk, and nothing in them."""
    folder = tmp_path_factory.mktemp("tables")
    subprocess.run([sys.executable, "-c", MIGRATE], env=environment(folder), check=True)
    return folder


@pytest.fixture(autouse=True)
def there(tables: Path, tmp_path: Path) -> Iterator[None]:
    """A desk that a server made."""
    with copied(tables, tmp_path):
        yield


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


def test_who_is_invited_is_listed_with_the_roles_and_until_when(tmp_path: Path) -> None:
    done = dooryard(tmp_path, "desk", "invite", "Sam", "--role", "liaison", "--site", "https://desk.example.org")
    assert f"Data folder: {tmp_path}" in done.stderr
    assert "For the desk at https://desk.example.org." in done.stderr
    [row] = json.loads(desk(tmp_path, "accounts", "--json"))
    assert row["invited"]["roles"] == ["liaison"]
    until = datetime.strptime(row["invited"]["until"], "%Y-%m-%d %H:%M UTC").replace(tzinfo=UTC)
    assert timedelta(hours=71) < until - datetime.now(UTC) < timedelta(hours=73)
    assert f"Sam: invited; no role yet; -; invited as liaison until {row['invited']['until']}" in desk(
        tmp_path, "accounts"
    )


def test_the_log_is_read_in_words_with_names_and_for_one_person(tmp_path: Path) -> None:
    for name in ("Ada", "Sam"):
        desk(tmp_path, "invite", name, "--role", "liaison")
    desk(tmp_path, "left", "Sam")
    lines = desk(tmp_path, "log").splitlines()
    assert [line.split(" ", 2)[2] for line in lines] == [
        "dooryard desk: invited somebody; Ada; roles=liaison",
        "dooryard desk: invited somebody; Sam; roles=liaison",
        "dooryard desk: closed an account; Sam; sessions=0",
    ]
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d ", line) for line in lines)
    found = json.loads(desk(tmp_path, "log", "sam", "--json"))
    assert [(row["row"], row["who"], row["action"], row["record"]) for row in found] == [
        (2, "dooryard desk", "invite", "Sam"), (3, "dooryard desk", "leave", "Sam"),
    ]  # fmt: skip
    assert "no account of that name" in desk(tmp_path, "log", "Eve", exits=2)


@pytest.mark.skipif(ON_POSTGRESQL, reason="it has backups of its own")
def test_a_backup_of_the_desk_begins_it_again_and_lives_for_a_week(tmp_path: Path) -> None:
    desk(tmp_path, "invite", "Sam", "--role", "liaison")
    (kept := tmp_path / "kept").mkdir()
    for name in ("desk-2020-01-01.sqlite3", "desk-2020-01-01.txt", "liaison-2020-01-01.sqlite3"):
        (kept / name).touch()
    done = dooryard(tmp_path, "desk", "backup", str(kept))
    assert done.returncode == 0 and "desk.key" in done.stderr
    made = done.stdout.split()[1]
    assert {path.name for path in kept.iterdir()} == {made, "desk-2020-01-01.txt", "liaison-2020-01-01.sqlite3"}
    (new := tmp_path / "new").mkdir()
    shutil.copy(kept / made, new / "dooryard.sqlite3")
    assert "Sam: invited" in desk(new, "accounts")
    assert desk(new, "audit").startswith("rows 1\n")


def test_a_desk_on_postgresql_is_not_backed_up_by_a_copy(tmp_path: Path) -> None:
    if ON_POSTGRESQL:
        assert "pg_dump" in desk(tmp_path, "backup", str(tmp_path), exits=2)
    assert "There is no folder" in desk(tmp_path, "backup", str(tmp_path / "nowhere"), exits=2)


@pytest.mark.parametrize(
    "arguments",
    [
        ("backup",),
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
    assert dooryard(tmp_path / "made", "load", str(TESTLAND)).returncode == 0
    assert (tmp_path / "made" / "dooryard.sqlite3").stat().st_mode & 0o077 == 0
