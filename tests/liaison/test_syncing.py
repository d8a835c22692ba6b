"""The second copy of a room that was there before it: all of it, once, and nothing that is newer is lost."""

from __future__ import annotations

import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from dooryard.directory import durable
from dooryard.liaison import belonging, copies, models, restoring, syncing, teams, threads
from dooryard.liaison.desk import actions
from dooryard.liaison.sealing import Code
from dooryard.liaison.teams import Ring
from tests.desk.conftest import account
from tests.liaison.conftest import TODAY, kept_in, sqlite_only
from tests.liaison.helpers import COUNTY, PASSPHRASE, WISHES, form, joined, team_of

MANY = 10_000


@pytest.fixture
def late(team: Ring, tmp_path: Path, settings: Settings) -> Path:
    """A folder that is named when there is a team and two conversations already."""
    for text in ("one", "two"):
        write(text)
    joined(COUNTY, "bob", team)
    folder = tmp_path / "late"
    folder.mkdir()
    settings.LIAISON_COPY = folder
    return folder


def write(text: str) -> Code:
    code = Code.new()
    threads.begin(code, COUNTY, text, WISHES, form(), today=TODAY)
    return code


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in copies.files(folder)}


def test_a_folder_that_is_named_late_holds_all_and_makes_the_room_again(late: Path, again: Path) -> None:
    done = syncing.brought_up(late)
    assert (done.written, done.ahead) == (len(contents(late)), 0)
    assert {name.partition("-")[0] for name in contents(late)} == {"team", "holder", "wrapping", "held", "thread"}
    code = write("three")
    with kept_in(again):
        restored = restoring.restored(late, by="test", sure=True)
        assert restored.damaged == () and restored.rows["thread"] == 3
        assert threads.read(code.key, code.lookup, today=TODAY)
        assert teams.unlock("bob", PASSPHRASE).keys


def test_the_same_again_writes_nothing(late: Path) -> None:
    syncing.brought_up(late)
    before = {path: path.stat().st_mtime_ns for path in late.iterdir()}
    assert syncing.brought_up(late) == syncing.Synced(written=0, ahead=0)
    assert {path: path.stat().st_mtime_ns for path in late.iterdir()} == before


def test_what_was_written_while_the_folder_was_away_stands_in_it_later(
    late: Path, team: Ring, settings: Settings
) -> None:
    syncing.brought_up(late)
    settings.LIAISON_COPY = None
    thread = models.Thread.objects.order_by("pk")[0].pk
    threads.answer(thread, team.keys, "hello", form(), by="ann", today=TODAY)
    write("three")
    settings.LIAISON_COPY = late
    assert syncing.brought_up(late).written == 3, "two conversations, and how long the answer took"
    [file] = late.glob(f"thread-{thread}.sealed")
    assert sum(isinstance(row, models.Message) for row in copies.rows(file)) == 2


def test_a_damaged_file_is_made_anew(late: Path) -> None:
    syncing.brought_up(late)
    file = next(late.glob("thread-*"))
    whole = file.read_bytes()
    file.write_bytes(whole[:-3])
    assert syncing.brought_up(late).written == 1
    assert file.read_bytes() == whole


def test_words_that_only_the_copy_has_are_left_there_and_told_of(late: Path, team: Ring) -> None:
    """As where a backup of yesterday was put in the database's place."""
    syncing.brought_up(late)
    thread = models.Thread.objects.order_by("pk")[0]
    threads.answer(thread.pk, team.keys, "hello", form(), by="ann", today=TODAY)
    new = write("three")
    models.Answered.objects.all().delete()
    before = contents(late)
    models.Message.objects.filter(thread=thread, sender="liaison").delete()
    models.Thread.objects.get(lookup=threads_digest(new)).delete()
    assert syncing.brought_up(late) == syncing.Synced(written=0, ahead=2)
    assert contents(late) == before


@sqlite_only
def test_a_server_that_is_started_on_an_older_database_leaves_a_copy_that_can_still_be_put_back(
    late: Path, room: Path, again: Path, tmp_path: Path
) -> None:
    actions.take_week(COUNTY, "ann", {0: (540, 600)}, by="ann")
    syncing.brought_up(late)
    older = tmp_path / "older"
    older.mkdir()
    with sqlite3.connect(older / "liaison.sqlite3") as to, sqlite3.connect(room / "liaison.sqlite3") as database:
        database.backup(to)
    actions.take_week(COUNTY, "ann", {0: (600, 660)}, by="ann")
    code = write("three")
    before = contents(late)
    with kept_in(older):
        done = syncing.brought_up(late)
    assert (done.written, done.ahead) == (0, 2), "the hours and the conversation"
    assert contents(late) == before
    with kept_in(again):
        assert restoring.restored(late, by="test", sure=True).damaged == ()
        assert threads.read(code.key, code.lookup, today=TODAY)


def threads_digest(code: Code) -> bytes:
    from dooryard.liaison.writing import digest

    return digest(code.lookup)


def test_a_copy_beside_a_database_that_holds_nothing_is_not_touched(late: Path, again: Path) -> None:
    syncing.brought_up(late)
    with kept_in(again), pytest.raises(syncing.Emptied):
        syncing.brought_up(late)


def test_a_folder_that_is_not_there_is_not_made(room: Path, tmp_path: Path) -> None:
    with pytest.raises(syncing.NoFolder):
        syncing.brought_up(tmp_path / "gone")
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize("kind", ["team", "holder"])
def test_a_file_that_others_need_is_missed_and_nothing_is_put_back(late: Path, again: Path, kind: str) -> None:
    syncing.brought_up(late)
    lost = next(late.glob(f"{kind}-*"))
    lost.unlink()
    with kept_in(again):
        with pytest.raises(restoring.Incomplete, match=lost.name):
            restoring.restored(late, by="test", sure=True)
        assert not any(model.objects.exists() for model in restoring.ORDER)


def test_files_that_contradict_each_other_are_not_put_back(late: Path, again: Path) -> None:
    syncing.brought_up(late)
    team = models.Team.objects.get()
    team.pk, team.generation = 7, 2
    copying = copies.Copying(late)
    copying.row(team)
    copying.settle()
    with kept_in(again):
        with pytest.raises(restoring.NotTheSame):
            restoring.restored(late, by="test", sure=True)
        assert not models.Team.objects.exists()


def test_a_drill_leaves_nothing_behind(late: Path, again: Path) -> None:
    syncing.brought_up(late)
    with kept_in(again):
        assert restoring.restored(late, by="test", stay=False).rows["thread"] == 2
        assert not any(model.objects.exists() for model in restoring.ORDER)


def test_keys_go_back_beside_their_own_accounts_only(room: Path, copy: Path, light: None, again: Path) -> None:
    ann = account("Ann", "liaison")
    team_of(COUNTY, ann.by)
    write("one")
    belonging.note(copy)
    with kept_in(again):
        ann.handle = b"z" * 32  # somebody else has got the number
        ann.save()
        with pytest.raises(restoring.Foreign, match=ann.by):
            restoring.restored(copy, by="test")
        assert restoring.restored(copy, by="test", stay=False).rows["thread"] == 1, "a drill needs no accounts"
        shutil.copy(copy / belonging.NOTED, copy / "before")
        belonging.note(copy)  # in a room without keys: none are noted
        assert (copy / belonging.NOTED).read_bytes() == b"{}"
        assert restoring.restored(copy, by="test").rows["holder"] == 1, "a number that was not noted is enough"


def test_keys_do_not_go_back_where_nobody_has_an_account(copy: Path, light: None, again: Path) -> None:
    team_of(COUNTY, "account:900")
    with kept_in(again), pytest.raises(restoring.Foreign, match="account:900"):
        restoring.restored(copy, by="test")


def test_what_stands_beside_the_copy_tells_no_name(room: Path, copy: Path, light: None) -> None:
    ann = account("Ann", "liaison")
    team_of(COUNTY, ann.by)
    belonging.note(copy)
    noted = (copy / belonging.NOTED).read_text()
    assert ann.by in noted
    assert "Ann" not in noted and bytes(ann.handle).hex() not in noted


@pytest.mark.long
def test_ten_thousand_conversations_are_copied_in_a_time_that_is_said(
    team: Ring, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(durable.os, "fsync", lambda handle: None)
        for _number in range(MANY):
            write("hello " * 50)
    settings.LIAISON_COPY = tmp_path / "late"
    settings.LIAISON_COPY.mkdir()
    times = []
    for many in (MANY, 0):
        begun = time.monotonic()
        assert syncing.brought_up(settings.LIAISON_COPY).written >= many
        times.append(round(time.monotonic() - begun, 1))
    print(f"{MANY} conversations: {times[0]} s the first time, {times[1]} s when all of it stands there")
