"""Writes that wait at the same time: kept together, acknowledged after the disk has them, and no fault takes others."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections

from dooryard.directory import durable
from dooryard.liaison import copies, keeping, models, threads, writing
from dooryard.liaison.copies import Copying
from dooryard.liaison.letters import NotKept, Otherwise
from dooryard.liaison.sealing import Code
from dooryard.liaison.teams import Ring
from tests.liaison.conftest import TODAY
from tests.liaison.helpers import COUNTY, WISHES, form

Asked = Callable[[], Any]


def begin(once: bytes = b"", text: str = "hello") -> Asked:
    """Somebody who writes."""
    return lambda: threads.begin(Code.new(), COUNTY, text, WISHES, once or form(), today=TODAY)


def at_once(monkeypatch: pytest.MonkeyPatch, *asked: Asked) -> list[Any]:
    """What each gets who writes while the others do: what it returned, or what it raised."""
    found: list[Any] = [None] * len(asked)

    def ask(number: int) -> None:
        try:
            found[number] = asked[number]()
        except Exception as problem:
            found[number] = problem

    waiting = [threading.Thread(target=ask, args=(number,)) for number in range(len(asked))]
    with keeping._line.turn:
        for number, thread in enumerate(waiting, 1):
            thread.start()
            until = time.monotonic() + 20
            while len(keeping._line) < number:
                assert time.monotonic() < until
                time.sleep(0.001)
        # This thread has the room's database, as each thread of a worker has.
        keeping._line.write()
    for thread in waiting:
        thread.join(20)
    return found


@pytest.fixture
def disk(team: Ring, copy: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the disk was told, in order."""
    told: list[str] = []
    commit, fsync = connections["liaison"]._commit, os.fsync

    def synced(handle: int) -> None:
        fsync(handle)
        told.append("folder" if Path(f"/proc/self/fd/{handle}").is_dir() else "file")

    def committed() -> None:
        commit()
        told.append("commit")

    monkeypatch.setattr(durable.os, "fsync", synced)
    monkeypatch.setattr(connections["liaison"], "_commit", committed)
    return told


def test_who_waits_together_is_kept_by_one_commit_and_told_after_it(
    disk: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = keeping._Write.ended

    def noted(self: Any, problem: BaseException | None = None) -> None:
        if not self.over.is_set():
            disk.append("told")
        ended(self, problem)

    monkeypatch.setattr(keeping._Write, "ended", noted)
    found = at_once(monkeypatch, *[begin() for _ in range(5)])
    assert [one.place for one in found] == [1] * 5
    assert disk == ["file"] * 5 + ["folder", "commit"] + ["told"] * 5
    assert models.Message.objects.count() == 5


def test_two_words_for_one_conversation_have_their_places_and_one_file(
    team: Ring, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = Code.new()
    threads.begin(code, COUNTY, "one", WISHES, form(), today=TODAY)
    more = [
        lambda word=word: threads.reply(code.key, code.lookup, word, form(), today=TODAY) for word in ("two", "three")
    ]
    found = at_once(monkeypatch, *more)
    assert [one.place for one in found] == [2, 3]
    thread = models.Thread.objects.get()
    assert len(copies.rows(copy / f"thread-{thread.pk}{copies.SUFFIX}")) == 8, "a thread, three words, wishes, forms"


def test_one_that_cannot_be_kept_takes_nothing_from_the_others(
    team: Ring, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = form()
    begin(once)()
    found = at_once(monkeypatch, begin(), begin(once, "other words"), begin())
    assert [type(one).__name__ for one in found] == ["Receipt", "Otherwise", "Receipt"]
    assert isinstance(found[1], Otherwise)
    kept = {path.name for path in copies.files(copy) if path.name.startswith("thread")}
    assert kept == {f"thread-{one.pk}{copies.SUFFIX}" for one in models.Thread.objects.all()}
    assert len(kept) == 3


def test_the_same_form_twice_at_once_is_kept_once(team: Ring, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, once = Code.new(), form()

    def send() -> Any:
        return threads.begin(code, COUNTY, "hello", WISHES, once, today=TODAY)

    found = at_once(monkeypatch, send, send)
    assert found[0] == found[1]
    assert models.Message.objects.count() == 1


def test_one_that_breaks_the_transaction_is_the_only_one_refused(
    team: Ring, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = copy / "team-1.sealed"

    def breaks() -> Any:
        def work(copying: Copying) -> None:
            copying.row(models.Team(pk=1, county="X", public=b"", generation=1))
            raise OperationalError("disk I/O error")

        return keeping.written(work)

    found = at_once(monkeypatch, begin(), breaks, begin())
    assert [type(one).__name__ for one in found] == ["Receipt", "NotKept", "Receipt"]
    assert models.Message.objects.count() == 2
    assert not half.exists()


@pytest.mark.parametrize("fault", ["commit", "folder"])
def test_where_the_disk_does_not_keep_it_nobody_is_told_that_it_does(
    fault: str, team: Ring, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_what: object) -> None:
        raise OSError("Input/output error") if fault == "folder" else OperationalError("disk I/O error")

    before = {path.name for path in copies.files(copy)}
    with pytest.MonkeyPatch.context() as patched:
        if fault == "commit":
            patched.setattr(connections["liaison"], "_commit", fails)
        else:
            patched.setattr(durable, "sync", fails)
        found = at_once(monkeypatch, *[begin() for _ in range(3)])
    assert all(isinstance(one, NotKept) for one in found)
    assert not models.Thread.objects.exists()
    assert {path.name for path in copies.files(copy)} == before


def test_who_waits_too_long_is_told_so_and_is_not_kept_later(team: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "PATIENCE", 0.01)
    with keeping._line.turn, pytest.raises(NotKept):
        begin()()
    assert len(keeping._line) == 0
    assert begin()().place == 1
    assert models.Thread.objects.count() == 1


def test_who_is_being_written_waits_for_the_end_of_it(team: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lost patience just then would be told that nothing was kept, and it would be."""
    monkeypatch.setattr(keeping, "PATIENCE", 0.05)
    real = writing.add_word

    def slow(*given: Any, **named: Any) -> int:
        time.sleep(0.2)
        return real(*given, **named)

    monkeypatch.setattr(writing, "add_word", slow)
    assert at_once(monkeypatch, begin())[0].place == 1


def test_where_the_disk_has_stalled_only_a_few_wait_and_the_others_are_told_at_once(
    team: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a worker's other threads are there for pages."""
    monkeypatch.setattr(keeping, "STALLED", 0.0)
    go, stalled, refused = threading.Event(), threading.Event(), []

    def stall(_writes: object) -> None:
        stalled.set()
        go.wait(20)

    monkeypatch.setattr(keeping, "_write", stall)
    monkeypatch.setattr(keeping, "PATIENCE", 20.0)
    disk = threading.Thread(target=keeping._line.write)
    disk.start()
    assert stalled.wait(20)

    def ask() -> None:
        try:
            begin()()
        except NotKept:
            refused.append(True)

    held = keeping._line.turn
    held.acquire()
    asking = [threading.Thread(target=ask, daemon=True) for _ in range(keeping.FEW + 3)]
    for thread in asking:
        thread.start()
    until = time.monotonic() + 20
    while len(refused) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    assert (len(refused), len(keeping._line)) == (3, keeping.FEW)
    go.set()
    disk.join()
    monkeypatch.undo()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keeping, "_write", lambda writes: [one.ended(NotKept()) for one in writes])
        keeping._line.write()
    held.release()
    for thread in asking:
        thread.join(20)
    assert len(refused) == keeping.FEW + 3
