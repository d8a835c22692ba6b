"""The second copy: there before anything is called received, gone with what it copies, and enough to begin again."""

from __future__ import annotations

import datetime
import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections

from dooryard.directory import durable
from dooryard.liaison import copies, models, restoring, teams, threads
from dooryard.liaison.letters import NotKept
from dooryard.liaison.sealing import Code, unseal
from tests.liaison.conftest import TODAY, kept_in
from tests.liaison.helpers import COUNTY, PASSPHRASE, WISHES, form, joined, team_of


@pytest.fixture
def ring(copy: Path, light: None) -> teams.Ring:
    """A team whose every row is copied."""
    return team_of(COUNTY, "ann")


def write(text: str) -> Code:
    code = Code.new()
    threads.begin(code, COUNTY, text, WISHES, form(), today=TODAY)
    return code


def of_threads(copy: Path) -> list[Path]:
    return [path for path in copies.files(copy) if path.name.startswith("thread-")]


def in_the_database() -> dict[str, list[Any]]:
    return {
        model.__name__: sorted((copies.stored(row).columns for row in model.objects.all()), key=str)
        for model in restoring.ORDER
    }


def test_the_copy_is_synced_file_and_folder_before_the_database_commits(
    ring: teams.Ring, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    commit, fsync = connections["liaison"]._commit, os.fsync

    def synced(handle: int) -> None:
        fsync(handle)
        happened.append("folder" if Path(f"/proc/self/fd/{handle}").is_dir() else "file")

    def committed() -> None:
        commit()
        happened.append("commit")

    monkeypatch.setattr(durable.os, "fsync", synced)
    monkeypatch.setattr(connections["liaison"], "_commit", committed)
    write("hello")
    assert happened == ["file", "folder", "commit"]
    assert of_threads(copy)[0].stat().st_mtime % 86_400 == 0, "its time says the day"


def test_a_database_is_made_again_from_the_copy_row_by_row(ring: teams.Ring, copy: Path, again: Path) -> None:
    codes = [write(f"word {number}") for number in range(20)]
    bob = joined(COUNTY, "bob", ring)
    teams.set_recovery(COUNTY, "ann", "bob", bob, by="bob")
    threads.reply(codes[0].key, codes[0].lookup, "more", form(), today=TODAY)
    threads.change(codes[1].key, codes[1].lookup, threads.Wishes(), form(), days=7, today=TODAY)
    thread = next(one.thread for one in threads.waiting(list(ring.keys), today=TODAY))
    threads.answer(thread, ring.keys, "hello", form(), by="ann", today=TODAY)
    threads.close(thread, ring.keys, by="ann", today=TODAY)
    threads.delete_now(codes[2].lookup, today=TODAY)
    teams.leave(COUNTY, "bob", by="admin")
    before = in_the_database()
    with kept_in(again):
        done = restoring.restored(copy, by="test", sure=True)
        now = in_the_database()
        assert threads.read(codes[0].key, codes[0].lookup, today=TODAY)
        assert len(teams.unlock("ann", PASSPHRASE).keys) == 2
        with pytest.raises(restoring.NotEmpty):
            restoring.restored(copy, by="test", sure=True)
    assert done.damaged == ()
    assert done.rows["thread"] == 19
    # A form of what was deleted is not copied, and no count has to be.
    before["Once"] = [row for row in before["Once"] if row["thread_id"]]
    now["Answered"] = before["Answered"] = []
    assert now == before


def test_a_damaged_file_is_named_and_the_others_are_put_back(ring: teams.Ring, copy: Path, again: Path) -> None:
    for number in range(3):
        write(f"word {number}")
    bad = of_threads(copy)[1]
    content = bytearray(bad.read_bytes())
    content[len(content) // 2] ^= 1
    bad.write_bytes(content)
    with kept_in(again):
        done = restoring.restored(copy, by="test", sure=True)
    assert done.damaged == (bad.name,)
    assert done.rows["thread"] == 2


def test_what_is_deleted_or_expires_goes_from_the_copy_too(ring: teams.Ring, copy: Path) -> None:
    code = write("one")
    write("two")
    threads.delete_now(code.lookup, today=TODAY)
    assert len(of_threads(copy)) == 1
    threads.purge(TODAY.replace(year=2027))
    assert not of_threads(copy)
    assert not list(copy.glob(f"*{copies.UNFINISHED}"))


def test_when_a_file_was_made_tells_no_hour_once_the_day_is_over(ring: teams.Ring, copy: Path) -> None:
    write("one")
    write("two")
    before = {path: (path.stat(), path.read_bytes()) for path in copies.files(copy)}
    today = datetime.datetime.now(datetime.UTC).date()
    assert copies.blur(copy, today) == 0, "what is written today may still change"
    assert copies.blur(copy, today + datetime.timedelta(1)) == len(before)
    for path, (noted, content) in before.items():
        assert path.read_bytes() == content
        assert path.stat().st_mtime == noted.st_mtime, "the day stays"
        assert path.stat().st_ctime_ns > max(one.st_ctime_ns for one, _content in before.values())
        assert path.stat().st_ino != noted.st_ino, "another file, made when this was done"


def test_a_copy_without_a_row_goes_when_it_expires(ring: teams.Ring, copy: Path, tmp_path: Path) -> None:
    write("one")
    stray = shutil.copy(of_threads(copy)[0], copy / "thread-1.sealed")
    threads.purge(TODAY)
    assert Path(stray).exists(), "an empty database must not empty its copy"
    threads.purge(TODAY.replace(year=2027), sure=True)
    assert not Path(stray).exists()


def test_a_copy_to_which_a_word_comes_while_it_is_swept_stays(
    ring: teams.Ring, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = write("one")
    [file] = of_threads(copy)
    late = TODAY + datetime.timedelta(90)
    alone = copies.alone

    def just_before(folder: Path | None) -> Any:
        monkeypatch.setattr(copies, "alone", alone)
        assert threads.reply(code.key, code.lookup, "two", form(), today=late)
        return alone(folder)

    monkeypatch.setattr(copies, "alone", just_before)
    assert copies.sweep(copy, late + datetime.timedelta(1)) == 0
    assert file.exists()


@pytest.mark.parametrize("what", ["answer", "close", "hand over", "missed"])
def test_what_a_liaison_does_stands_in_the_copy_too(what: str, ring: teams.Ring, copy: Path) -> None:
    write("one")
    other = team_of("Knox", "bob")
    thread = models.Thread.objects.get().pk
    if what == "answer":
        threads.answer(thread, ring.keys, "hello", form(), by="ann", today=TODAY)
    elif what == "close":
        threads.close(thread, ring.keys, by="ann", today=TODAY)
    elif what == "hand over":
        threads.hand_over(thread, ring.keys, "Knox", by="ann", today=TODAY)
    else:
        threads.missed(thread, ring.keys, "call", by="ann", today=TODAY)
    [file] = of_threads(copy)
    parts = (models.Thread, models.Message, models.Wished, models.Once)
    there = [copies.stored(row) for part in parts for row in part.objects.order_by("pk")]
    assert [copies.stored(row) for row in copies.rows(file)] == there
    sealed = [bytes(row.for_team) for row in copies.rows(file) if isinstance(row, models.Message | models.Wished)]
    opens = next(iter((other if what == "hand over" else ring).keys.values()))
    assert all(unseal(one, opens) for one in sealed), "for nobody but the team that has it now"


WRITES = ("begin", "reply", "change", "delete")
OF_FILES = ("file does not sync", "full")
"""Faults that only a write that puts a file there can meet."""
FAULTS = [(what, fault) for what in WRITES for fault in ("no folder", "folder does not sync", "commit", *OF_FILES)]


@pytest.mark.parametrize(("what", "fault"), [one for one in FAULTS if one[0] != "delete" or one[1] not in OF_FILES])
def test_what_cannot_be_kept_twice_is_not_kept_and_can_be_sent_again(
    what: str, fault: str, ring: teams.Ring, copy: Path, tmp_path: Path
) -> None:
    code, fresh, once = write("before"), Code.new(), form()
    before, held = in_the_database(), contents(copy)

    def send() -> object:
        if what == "begin":
            return threads.begin(fresh, COUNTY, "hello", WISHES, once, today=TODAY)
        if what == "reply":
            return threads.reply(code.key, code.lookup, "hello", once, today=TODAY)
        if what == "change":
            return threads.change(code.key, code.lookup, threads.Wishes(), once, today=TODAY)
        return threads.delete_now(code.lookup, today=TODAY)

    with pytest.MonkeyPatch.context() as patched:
        broken(patched, fault, copy, tmp_path)
        with pytest.raises(NotKept):
            send()
    if fault == "no folder":
        (tmp_path / "gone").rename(copy)
    assert in_the_database() == before
    assert contents(copy) == held, "nothing half there"
    assert send()
    assert in_the_database() != before
    assert set(of_threads(copy)) == {copy / f"thread-{row.pk}.sealed" for row in models.Thread.objects.all()}


@pytest.mark.parametrize("what", ["begin", "reply", "change", "answer"])
def test_what_was_committed_though_it_looked_as_if_not_is_kept_twice_before_it_is_said_to_be_received(
    what: str, ring: teams.Ring, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, fresh, once = write("before"), Code.new(), form()
    thread = models.Thread.objects.get().pk

    def send() -> object:
        if what == "begin":
            return threads.begin(fresh, COUNTY, "hello", WISHES, once, today=TODAY)
        if what == "reply":
            return threads.reply(code.key, code.lookup, "hello", once, today=TODAY)
        if what == "answer":
            return threads.answer(thread, ring.keys, "hello", once, by="ann", today=TODAY)
        return threads.change(code.key, code.lookup, threads.Wishes(), once, today=TODAY)

    commit = connections["liaison"]._commit

    def cut_short() -> None:
        commit()
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patched:
        patched.setattr(connections["liaison"], "_commit", cut_short)
        with pytest.raises(NotKept):
            send()
    assert send()
    for row in models.Thread.objects.all():
        kept = [copies.stored(one) for one in copies.rows(copy / f"thread-{row.pk}.sealed")]
        assert copies.stored(row) in kept
        assert all(copies.stored(one) in kept for one in models.Message.objects.filter(thread=row))
        assert all(copies.stored(one) in kept for one in models.Once.objects.filter(thread=row))


@pytest.mark.parametrize("then", ["sent again", "the next purge"])
def test_what_was_deleted_though_it_looked_as_if_not_does_not_come_back(
    then: str, ring: teams.Ring, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, other = write("one"), write("two")
    commit = connections["liaison"]._commit

    def cut_short() -> None:
        commit()
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patched:
        patched.setattr(connections["liaison"], "_commit", cut_short)
        with pytest.raises(NotKept):
            threads.delete_now(code.lookup, today=TODAY)
    assert len(of_threads(copy)) == 2, "as long as nobody has looked, the database may be the one that lost it"
    if then == "sent again":
        assert not threads.delete_now(code.lookup, today=TODAY)
    else:
        threads.purge(TODAY, sure=True)
    assert [path.name for path in of_threads(copy)] == [f"thread-{models.Thread.objects.get().pk}.sealed"]
    assert not list(copy.glob(f"*{copies.DOUBT}"))
    assert threads.read(other.key, other.lookup, today=TODAY)


def test_what_was_not_deleted_keeps_its_copy(ring: teams.Ring, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = write("one")

    def uncommitted() -> None:
        raise OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(connections["liaison"], "_commit", uncommitted)
        with pytest.raises(NotKept):
            threads.delete_now(code.lookup, today=TODAY)
    threads.purge(TODAY, sure=True)
    assert len(of_threads(copy)) == 1
    assert not list(copy.glob(f"*{copies.DOUBT}"))


def broken(patched: pytest.MonkeyPatch, fault: str, copy: Path, tmp_path: Path) -> None:
    """Plant a fault for as long as the patches last."""
    fsync = os.fsync

    def fails(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").is_dir() == (fault == "folder does not sync"):
            raise OSError(errno.EIO, "Input/output error")
        fsync(handle)

    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    def uncommitted() -> None:
        raise OperationalError("disk I/O error")

    if fault == "no folder":
        copy.rename(tmp_path / "gone")
    elif fault == "full":
        patched.setattr(durable, "write", full)
    elif fault == "commit":
        patched.setattr(connections["liaison"], "_commit", uncommitted)
    else:
        patched.setattr(durable.os, "fsync", fails)


def contents(copy: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in copies.files(copy)}


def test_the_tables_of_a_restored_room_are_the_tables_of_any(room: Path, tmp_path: Path) -> None:
    with kept_in(tmp_path):
        call_command("migrate", database="liaison", verbosity=0)
        with pytest.raises(restoring.NoCopy):
            restoring.restored(tmp_path / "nothing", by="test")
