"""`dooryard load` and `dooryard compile`: exit codes, one place a directory, a database that does not open."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from dooryard.core.edge import BadInput
from dooryard.directory.models import ServedPlace, Source
from dooryard.web import preparing
from dooryard.web.settings import database
from tests.data_folders import ON_POSTGRESQL
from tests.web.test_commands import dooryard

pytestmark = pytest.mark.usefixtures("programs")

PLACES = Path(__file__).resolve().parents[2] / "places"


def test_faulty_rows_exit_1_and_what_a_rule_holds_back_exits_0(tmp_path: Path) -> None:
    place = Path(shutil.copytree(PLACES / "testland", tmp_path / "testland"))
    whole = dooryard(tmp_path / "var", "load", str(place), "--json")
    report = json.loads(whole.stdout)
    assert (whole.returncode, report["held"], report["faulty"]) == (0, 1, 0)

    records = place / "services" / "all.yaml"
    records.write_text(records.read_text().replace("at: [11.251, -30.149]", "at: [111.251, -30.149]"))
    for arguments in (("--dry-run",), ()):
        spoiled = dooryard(tmp_path / "var", "load", str(place), *arguments)
        assert spoiled.returncode == 1
        assert "1 of those held are faulty" in spoiled.stdout.splitlines()[0]
        assert "services/all.yaml, line" in spoiled.stdout
    assert dooryard(tmp_path / "var", "check").returncode == 1


def test_maine_and_testland_together_are_refused(tmp_path: Path) -> None:
    assert dooryard(tmp_path, "load", str(PLACES / "maine")).returncode == 0
    second = dooryard(tmp_path, "load", str(PLACES / "testland"))
    assert second.returncode == 2
    assert "This directory serves Maine" in second.stderr
    assert "DOORYARD_DATA" in second.stderr
    compiled = dooryard(tmp_path, "compile")
    assert compiled.returncode == 0, compiled.stderr


@pytest.mark.django_db
def test_two_places_in_the_tables_are_not_compiled_as_one(tmp_path: Path) -> None:
    for key in ("one", "two"):
        ServedPlace.objects.create(source=Source.objects.create(key=key), name=key.title(), zone="UTC")
    with pytest.raises(BadInput, match="One and Two are loaded together"):
        preparing.compile_now(tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_address_of_a_database_is_read_whole() -> None:
    read = database("postgresql://me:p%40ss%2F1@db.example:6432/door%20yard?sslmode=verify-full", Path("x"))
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"]) == ("me", "p@ss/1", "db.example", 6432)
    assert (read["NAME"], read["OPTIONS"]["sslmode"]) == ("door yard", "verify-full")
    local = database("postgresql:///dooryard", Path("x"))
    assert (local["NAME"], local["USER"], local["HOST"], local["PORT"]) == ("dooryard", "", "", "")


def test_what_an_address_says_holds_but_for_what_makes_a_commit_sure() -> None:
    asked = "-c%20synchronous_commit=remote_apply%20-c%20lock_timeout=0%20-c%20client_min_messages=error"
    options = database(f"postgresql:///dooryard?connect_timeout=3&options={asked}", Path("x"))["OPTIONS"]
    # The last of two is the one that counts.
    assert options["connect_timeout"] == "3"
    assert dict(re.findall(r"-c (\w+)=(\w+)", options["options"])) == {
        "synchronous_commit": "remote_apply", "lock_timeout": "10s", "client_min_messages": "warning",
    }  # fmt: skip


def test_in_an_address_that_says_nothing_a_commit_waits_for_the_disk() -> None:
    assert "-c synchronous_commit=on" in database("postgresql:///dooryard", Path("x"))["OPTIONS"]["options"]


@pytest.mark.parametrize(
    "url",
    ["mysql://me@host/name", "postgresql://host", "dooryard", "postgresql://me:secret@host:port/name", "http://[::1/x"],
)
def test_an_address_that_is_none_of_postgresql_exits_2(tmp_path: Path, url: str) -> None:
    done = dooryard(tmp_path, "compile", DATABASE_URL=url)
    assert (done.returncode, done.stderr) == (
        2,
        "dooryard: DATABASE_URL must read postgresql://user:password@host:port/name\n",
    )


@pytest.mark.parametrize(
    "url", ["postgresql://me:secret@127.0.0.1:1/name", "postgresql://me:secret@127.0.0.1:1/name?no=such&option=1"]
)
def test_a_database_that_does_not_answer_exits_2_in_one_line(tmp_path: Path, url: str) -> None:
    done = dooryard(tmp_path, "load", str(PLACES / "testland"), DATABASE_URL=url)
    assert done.returncode == 2
    assert done.stderr.startswith("dooryard: The database cannot be opened")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr


def test_a_data_folder_that_is_a_file_exits_2_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = dooryard(tmp_path / "file", "compile")
    assert done.returncode == 2
    assert done.stderr.startswith("dooryard: The database cannot be opened")


@pytest.mark.skipif(ON_POSTGRESQL, reason="it spoils SQLite's own file")
def test_a_damaged_database_exits_2_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "dooryard.sqlite3").write_bytes(b"not a database, " * 500)
    done = dooryard(tmp_path, "compile")
    assert done.returncode == 2
    assert "file is not a database" in done.stderr
