"""`dooryard liaison`: purge and restore, as an operator runs them, and the server that purges by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dooryard.liaison import models, threads
from dooryard.liaison.sealing import Code
from dooryard.liaison.teams import Ring
from dooryard.web import daily
from tests.data_folders import environment, query
from tests.liaison.conftest import TODAY, sqlite_only
from tests.liaison.helpers import COUNTY, WISHES, form, team_of
from tests.web.test_commands import dooryard

LONG_AGO = TODAY.replace(year=2020)


@pytest.fixture
def ring(copy: Path, light: None) -> Ring:
    """A team whose every row is copied."""
    return team_of(COUNTY, "ann")


def test_purge_deletes_what_has_expired_and_says_how_much(room: Path, copy: Path, ring: Ring) -> None:
    for today in (LONG_AGO, TODAY):
        threads.begin(Code.new(), COUNTY, "hello", WISHES, form(), today=today)
    (room / "dooryard.sqlite3").touch()
    done = dooryard(room, "liaison", "purge", "--json", DOORYARD_LIAISON_COPY=str(copy))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"conversations": 1, "messages": 1, "journal_emptied": True}
    assert models.Thread.objects.get().day == TODAY
    assert len(list(copy.glob("thread-*"))) == 1
    found = query(room, "SELECT by, details FROM desk_auditentry WHERE action = 'liaison: a day'")
    assert ("public", {"begin": 1}) in [(by, json.loads(told) if isinstance(told, str) else told) for by, told in found]


def test_restore_puts_a_copy_back_into_an_empty_database_only(copy: Path, ring: Ring, tmp_path: Path) -> None:
    threads.begin(Code.new(), COUNTY, "hello", WISHES, form(), today=TODAY)
    there = tmp_path / "there"
    done = dooryard(there, "liaison", "restore", str(copy), "--yes", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"]["message"] == 1
    again = dooryard(there, "liaison", "restore", str(copy), "--yes")
    assert again.returncode == 2
    assert "empty one only" in again.stderr
    (copy / "thread-9.sealed").write_bytes(b"damaged")
    damaged = dooryard(tmp_path / "elsewhere", "liaison", "restore", str(copy), "--yes")
    assert damaged.returncode == 1
    assert "damaged thread-9.sealed" in damaged.stdout


@pytest.mark.parametrize("asked", [("purge", "folder"), ("restore",), ("restore", "/nowhere"), ("dance",)])
def test_what_it_cannot_do_is_refused_with_a_line(asked: tuple[str, ...], tmp_path: Path) -> None:
    done = dooryard(tmp_path, "liaison", *asked)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_purges_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "dooryard.sqlite3").touch()
    assert daily.purged()
    assert query(tmp_path, "SELECT count(*) FROM liaison_thread", liaison=True) == [(0,)]
    monkeypatch.setenv("DOORYARD_DATA", "/proc/nowhere")
    assert not daily.purged()


def test_a_second_copy_that_is_named_late_is_filled_at_the_start_and_put_back(
    room: Path, ring: Ring, copy: Path, tmp_path: Path
) -> None:
    threads.begin(Code.new(), COUNTY, "hello", WISHES, form(), today=TODAY)
    late = tmp_path / "late"
    late.mkdir()
    (room / "dooryard.sqlite3").touch()
    done = dooryard(room, "liaison", "purge", DOORYARD_LIAISON_COPY=str(late))
    assert done.returncode == 0
    assert f"Data folder: {room}" in done.stderr
    assert f"The second copy in {late} is up to date: 5 files written." in done.stderr
    again = tmp_path / "again"
    again.mkdir()
    back = dooryard(tmp_path / "new", "liaison", "restore", str(late), "--yes", DOORYARD_LIAISON_COPY=str(again))
    assert back.returncode == 0, back.stderr
    assert {path.name for path in late.glob("*.sealed")} == {path.name for path in again.glob("*.sealed")}
    rows = query(tmp_path / "new", "SELECT action FROM desk_auditentry")
    assert rows == [("liaison: restore",)]


@pytest.mark.parametrize("what", ["nothing", "no team", "an empty folder"])
def test_what_is_no_whole_copy_is_refused_in_a_line_and_nothing_is_put_back(
    what: str, ring: Ring, copy: Path, tmp_path: Path
) -> None:
    threads.begin(Code.new(), COUNTY, "hello", WISHES, form(), today=TODAY)
    for file in copy.glob("team-*" if what == "no team" else "*.sealed"):
        file.unlink()
    if what == "nothing":
        (copy / "holiday.jpg").write_bytes(b"a picture")
    done = dooryard(tmp_path / "new", "liaison", "restore", str(copy), "--yes")
    assert done.returncode == 1
    assert "Nothing was put back." in done.stderr and "our side" not in done.stderr
    assert ("missing or damaged: team-" in done.stderr) == (what == "no team")
    assert query(tmp_path / "new", "SELECT count(*) FROM liaison_holder", liaison=True) == [(0,)]
    assert query(tmp_path / "new", "SELECT count(*) FROM desk_auditentry") == [(0,)]


def test_keys_of_other_accounts_are_refused_in_a_line_and_a_drill_leaves_nothing(
    ring: Ring, copy: Path, tmp_path: Path
) -> None:
    done = dooryard(tmp_path / "new", "liaison", "restore", str(copy))
    assert done.returncode == 2
    assert "belong to other accounts" in done.stderr and "(ann)" in done.stderr
    drill = dooryard(tmp_path / "new", "liaison", "restore", str(copy), "--drill")
    assert drill.returncode == 0, drill.stderr
    assert "holder 1\n" in drill.stdout and "seconds " in drill.stdout
    assert query(tmp_path / "new", "SELECT count(*) FROM liaison_holder", liaison=True) == [(0,)]


@pytest.mark.parametrize("asked", [("liaison", "purge"), ("liaison", "backup", "."), ("desk", "accounts")])
@sqlite_only
def test_a_folder_that_was_named_by_mistake_is_not_made(asked: tuple[str, ...], tmp_path: Path) -> None:
    done = dooryard(tmp_path / "elsewhere", *asked)
    assert done.returncode == 2
    assert f"There is no desk in {tmp_path / 'elsewhere'}." in done.stderr
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.usefixtures("programs")
def test_a_server_whose_second_copy_is_not_there_does_not_start_and_names_it(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    place = str(Path(__file__).resolve().parents[2] / "places" / "testland")
    settings = {"DOORYARD_PLACE": place, "DOORYARD_LIAISON_COPY": str(gone)}
    done = dooryard(tmp_path / "data", "serve", "--port", "0", **settings)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"DOORYARD_LIAISON_COPY: there is no folder {gone}." in done.stderr
    assert not gone.exists()
