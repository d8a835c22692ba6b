"""The restore drill: a hundred megabytes are put back by the command, each row compared, and the time said.

That it compares is shown by tables that change a row on its way in: it is found, and nothing is put back.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.management import call_command

from dooryard.directory import durable
from dooryard.liaison import restoring, threads
from dooryard.liaison.sealing import Code
from dooryard.liaison.teams import Ring
from tests.liaison.conftest import TODAY, kept_in, sqlite_only
from tests.liaison.helpers import COUNTY, WISHES, form, team_of
from tests.web.test_commands import dooryard

pytestmark = sqlite_only

WHOLE = 100_000_000
SPOILED = {
    "a message": "UPDATE liaison_message SET for_team = zeroblob(length(for_team))",
    "a day": "UPDATE liaison_message SET day = '2026-11-22'",
    "a message that is missing": "DELETE FROM liaison_message",
    "how to reach somebody": "UPDATE liaison_wished SET for_person = for_team",
}


@pytest.fixture
def ring(copy: Path, light: None, monkeypatch: pytest.MonkeyPatch) -> Ring:
    """A team whose every row is copied; that the disk keeps it is not what is looked at."""
    monkeypatch.setattr(durable.os, "fsync", lambda handle: None)
    return team_of(COUNTY, "ann")


def written(many: int, text: str) -> dict[str, str]:
    """So many conversations; what was said by their words."""
    said = dict[str, str]()
    for number in range(many):
        code = Code.new()
        threads.begin(code, COUNTY, f"{number} {text}", WISHES, form(), today=TODAY)
        said[" ".join(code.words)] = f"{number} {text}"
    return said


def rows(copy: Path) -> dict[tuple[str, int], dict[str, Any]]:
    """Every row of the second copy, read as files and not by the code that puts them back."""
    found = {}
    for path in copy.glob("*.sealed"):
        for table, columns, _digest in msgspec.msgpack.decode(path.read_bytes()):
            found[table, columns["id"]] = columns
    return found


def differing(database: Path, copy: Path) -> list[tuple[str, int]]:
    """The rows of a copy that the database does not have, column for column and byte for byte, or has more of."""
    wanted, seen, wrong = rows(copy), 0, []
    with closing(sqlite3.connect(database)) as file:
        file.row_factory = sqlite3.Row
        for table in {table for table, _number in wanted}:
            for row in file.execute(f"SELECT * FROM liaison_{table}"):
                seen += 1
                if wanted.get((table, row["id"])) != dict(row):
                    wrong.append((table, row["id"]))
    return [*wrong, *[("missing", seen)] * (seen != len(wanted))]


def drilled(copy: Path, there: Path) -> dict[str, Any]:
    """Put the copy back as an operator does."""
    done = dooryard(there, "liaison", "restore", str(copy), "--yes", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["seconds"] >= 0 and told["damaged"] == []
    return told


def test_the_command_puts_every_row_back_and_says_how_long_it_took(ring: Ring, copy: Path, tmp_path: Path) -> None:
    said = written(40, "hello")
    told = drilled(copy, tmp_path / "there")
    assert sum(told["rows"].values()) == len(rows(copy))
    assert differing(tmp_path / "there" / "liaison.sqlite3", copy) == []
    with kept_in(tmp_path / "there"):
        for words, text in said.items():
            code = Code.read(words)
            found = threads.read(code.key, code.lookup, today=TODAY)
            assert found and [letter.text for letter in found.letters] == [text]
    with closing(sqlite3.connect(tmp_path / "there" / "liaison.sqlite3")) as file, file:
        number, content = file.execute("SELECT id, for_team FROM liaison_message LIMIT 1").fetchone()
        spoiled = content[:700] + bytes([content[700] ^ 1]) + content[701:]
        file.execute("UPDATE liaison_message SET for_team = ? WHERE id = ?", [spoiled, number])
    assert differing(tmp_path / "there" / "liaison.sqlite3", copy) == [("message", number)], "one bit is seen"


@pytest.mark.parametrize("what", SPOILED)
def test_a_row_that_is_another_one_in_the_database_is_found_and_nothing_is_put_back(
    ring: Ring, copy: Path, tmp_path: Path, what: str
) -> None:
    written(5, "hello")
    (tmp_path / "there").mkdir()
    with kept_in(tmp_path / "there") as connection:
        call_command("migrate", database="liaison", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TRIGGER spoiling AFTER INSERT ON liaison_wished "
                "WHEN (SELECT count(*) FROM liaison_wished) = 3 BEGIN "
                f"{SPOILED[what]} WHERE thread_id = new.thread_id; END"
            )
        with pytest.raises(restoring.NotTheSame):
            restoring.restored(copy, by="test", sure=True)
        assert not any(model.objects.exists() for model in restoring.ORDER)


@pytest.mark.long
def test_a_hundred_megabytes_are_put_back_and_compared_row_by_row(ring: Ring, copy: Path, tmp_path: Path) -> None:
    said = dict[str, str]()
    while sum(path.stat().st_size for path in copy.iterdir()) < WHOLE:
        said |= written(200, "hello " * 1_200)
    told = drilled(copy, tmp_path / "there")
    database = tmp_path / "there" / "liaison.sqlite3"
    assert database.stat().st_size >= WHOLE
    assert told["rows"]["thread"] == told["rows"]["message"] == len(said)
    assert differing(database, copy) == []
    megabytes = database.stat().st_size / 1e6
    print(f"{megabytes:.0f} MB, {sum(told['rows'].values())} rows put back and compared in {told['seconds']} s")
