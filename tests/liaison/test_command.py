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
from tests.liaison.conftest import TODAY
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
    done = dooryard(there, "liaison", "restore", str(copy), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"]["message"] == 1
    again = dooryard(there, "liaison", "restore", str(copy))
    assert again.returncode == 2
    assert "empty one only" in again.stderr
    (copy / "thread-9.sealed").write_bytes(b"damaged")
    damaged = dooryard(tmp_path / "elsewhere", "liaison", "restore", str(copy))
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
    assert daily.purged()
    assert query(tmp_path, "SELECT count(*) FROM liaison_thread", liaison=True) == [(0,)]
    monkeypatch.setenv("DOORYARD_DATA", "/proc/nowhere")
    assert not daily.purged()
