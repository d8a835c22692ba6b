"""A PostgreSQL and its synchronous standby: “received” is said of what both have, and nobody waits without end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.db import connections
from pytest_django.fixtures import Settings

from dooryard.desk.postgresql import Unconfirmed, base
from dooryard.liaison import copies, keeping, models, teams, threads
from dooryard.liaison.letters import NotKept
from dooryard.liaison.sealing import Code
from tests.liaison.conftest import TODAY, kept_in
from tests.liaison.helpers import COUNTY, WISHES, form, team_of
from tests.liaison.seeker.writing import opened, says, send
from tests.postgresql import Cluster, Missing, cluster, in_step, standby_of
from tests.web.checking import CheckingClient
from tests.web.conftest import published  # noqa: F401

PATIENCE = 1.0
WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


class Pair(NamedTuple):
    """Two servers: whatever the first commits waits for the second."""

    primary: Cluster
    standby: Cluster

    @property
    def url(self) -> str:
        return self.primary.address("dooryard")

    @contextmanager
    def standby_away(self) -> Iterator[None]:
        """The standby is killed, and comes back at the end; meanwhile a commit waits for a second at most."""
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(base, "PATIENCE", PATIENCE)
            patched.setattr(keeping, "PATIENCE", PATIENCE)
            self.standby.stop()
            yield
        for server in self:
            server.start_again()
        in_step(self.primary)

    def count(self, table: str, where: str = "") -> int:
        """How many rows of a table the standby has."""
        [(found,)] = self.standby.said(f"SELECT count(*) FROM liaison.liaison_{table} {where}", "dooryard")
        return int(found)


@contextmanager
def two_servers() -> Iterator[Pair]:
    """A primary and its standby, with nothing in them."""
    try:
        with cluster() as primary:
            primary.database("dooryard")
            with standby_of(primary) as standby:
                yield Pair(primary, standby)
    except Missing as problem:
        pytest.skip(str(problem))


@contextmanager
def with_the_room(servers: Pair, folder: Path) -> Iterator[Pair]:
    """The room in them, with a team."""
    with kept_in(folder, servers.url):
        call_command("migrate", database="liaison", verbosity=0)
        team_of(COUNTY, "ann")
        yield servers


@pytest.fixture(scope="module")
def servers() -> Iterator[Pair]:
    """Those that most of these tests share."""
    with two_servers() as made:
        yield made


@pytest.fixture
def pair(servers: Pair, db: None, light: None, settings: Settings, tmp_path: Path) -> Iterator[Pair]:
    """Both up, and the room as good as new."""
    settings.LIAISON_COPY = None
    servers.primary.said("DROP SCHEMA IF EXISTS liaison, public CASCADE; CREATE SCHEMA public", "dooryard")
    with with_the_room(servers, tmp_path) as made:
        yield made


def begin(number: int = 0, code: Code | None = None, once: bytes = b"") -> Code:
    """Write; the code, once it is received."""
    code = code or Code.new()
    threads.begin(code, COUNTY, f"word {number}", WISHES, once or form(), today=TODAY)
    return code


def refused(send: Callable[[], object]) -> float:
    """How long it took to hear that it was not kept."""
    begun = time.monotonic()
    with pytest.raises(NotKept):
        send()
    return time.monotonic() - begun


def test_what_was_received_is_on_the_standby_when_the_primary_is_gone(
    db: None, light: None, settings: Settings, tmp_path: Path
) -> None:
    settings.LIAISON_COPY = None
    with two_servers() as servers, with_the_room(servers, tmp_path):
        codes = written_down()
        servers.primary.stop()
        servers.standby.run("pg_ctl", "-w", "promote")
        with kept_in(tmp_path, servers.standby.address("dooryard")):
            for number, code in enumerate(codes):
                found = threads.read(code.key, code.lookup, today=TODAY)
                assert found and [letter.text for letter in found.letters] == [f"word {number}", "more"]


def written_down() -> list[Code]:
    """Twenty people write, and each adds something."""
    codes = []
    for number in range(20):
        codes.append(begin(number))
        code = codes[-1]
        threads.reply(code.key, code.lookup, "more", form(), today=TODAY)
    return codes


def test_without_the_standby_nothing_is_received_and_with_it_again_the_same_form_is_once(pair: Pair) -> None:
    kept, code, once = begin(), Code.new(), form()
    assert pair.count("thread") == 1, "at once"
    sends: tuple[Callable[[], Any], ...] = (
        lambda: begin(1, code, once),
        lambda: threads.reply(kept.key, kept.lookup, "more", form(), today=TODAY),
        lambda: threads.delete_now(kept.lookup, today=TODAY),
    )
    with pair.standby_away():
        for send in sends:
            for _ in range(2):
                # Where nothing is left to write, it still waits for what the first time wrote.
                assert PATIENCE <= refused(send) < PATIENCE + 3
        refused(lambda: teams.enrol("Knox", "ann", by="admin"))
        assert threads.read(code.key, code.lookup, today=TODAY), "it stands here, and nobody was told that it is kept"
    for _ in range(2):
        assert begin(1, code, once) == code
        assert threads.delete_now(kept.lookup, today=TODAY) is False
        assert (pair.count("thread"), pair.count("message")) == (1, 1)


def test_many_who_write_meanwhile_are_all_refused_in_time_and_reading_waits_for_nobody(
    pair: Pair, tmp_path: Path
) -> None:
    code = begin()

    def one(_number: int) -> float:
        with kept_in(tmp_path, pair.url):
            return refused(begin)

    with pair.standby_away(), ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(one, number) for number in range(8)]
        begun = time.monotonic()
        assert threads.read(code.key, code.lookup, today=TODAY)
        assert time.monotonic() - begun < PATIENCE
        assert max(done.result(timeout=60) for done in asked) < 2 * PATIENCE + 3
        assert not pair.primary.said(WAITING), "nothing of it waits on"


def test_a_commit_that_somebody_cancels_is_not_kept_though_postgresql_says_committed(
    pair: Pair, tmp_path: Path
) -> None:
    """Django's own backend says of it what PostgreSQL says: that is what is guarded against."""

    def cancelling() -> None:
        while not (waiting := pair.primary.said(WAITING)):
            time.sleep(0.02)
        for (pid,) in waiting:
            pair.primary.said(f"SELECT pg_cancel_backend({pid})")

    for engine in ("django.db.backends.postgresql", "dooryard.desk.postgresql"):
        with pair.standby_away(), kept_in(tmp_path, pair.url, ENGINE=engine):
            other = threading.Thread(target=cancelling)
            other.start()
            if engine.startswith("django"):
                assert begin(), "a receipt for what the standby never had"
            else:
                assert refused(begin) < PATIENCE
            other.join()


def test_a_write_outside_of_a_transaction_waits_no_longer(pair: Pair) -> None:
    with pair.standby_away():
        begun = time.monotonic()
        with pytest.raises(Unconfirmed):
            models.Shift.objects.create(county=COUNTY, account="ann", day=TODAY)
        assert time.monotonic() - begun < PATIENCE + 3


def test_a_primary_that_is_stopped_while_it_waits_has_received_nothing(pair: Pair) -> None:
    code, once = Code.new(), form()
    with pair.standby_away():
        stopping = threading.Timer(0.3, lambda: pair.primary.run("pg_ctl", "-w", "-m", "fast", "stop"))
        stopping.start()
        refused(lambda: begin(1, code, once))
        stopping.join()
    connections["liaison"].close()
    assert begin(1, code, once) == code
    assert (pair.count("thread"), pair.count("message")) == (1, 1)


def test_the_second_copy_of_what_was_not_confirmed_stays_for_the_rows_do(
    pair: Pair, tmp_path: Path, settings: Settings
) -> None:
    settings.LIAISON_COPY = tmp_path / "copy"
    settings.LIAISON_COPY.mkdir()
    code, once = Code.new(), form()
    with pair.standby_away():
        refused(lambda: begin(1, code, once))
        [file] = settings.LIAISON_COPY.glob("thread-*")
    begin(1, code, once)
    assert [row.place for row in copies.rows(file) if isinstance(row, models.Message)] == [1]


def test_each_connection_waits_for_the_disk_and_for_no_lock_without_end(pair: Pair) -> None:
    asked = ("synchronous_commit", "lock_timeout", "client_min_messages", "search_path")
    with connections["liaison"].cursor() as cursor:
        found = {name: cursor.execute(f"SHOW {name}").fetchone()[0] for name in asked}
    assert found == {
        "synchronous_commit": "on", "lock_timeout": "10s", "client_min_messages": "warning", "search_path": "liaison",
    }  # fmt: skip


def test_no_step_of_a_liaison_is_done_whose_row_of_the_audit_log_was_not_confirmed(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unconfirmed(**_given: object) -> None:
        raise Unconfirmed

    monkeypatch.setattr(keeping, "record", unconfirmed)
    refused(lambda: teams.enrol("Knox", "ann", by="admin"))
    assert pair.count("team") == 1


def test_a_page_says_received_once_the_standby_has_it_and_keeps_what_was_typed(
    pair: Pair,
    published: Path,  # noqa: F811
    settings: Settings,
) -> None:
    settings.BUNDLES = published
    client = CheckingClient()
    page = opened(client)
    with pair.standby_away():
        first = send(client, page, message="I would like to talk.")
        again = send(client, first)
    for answer in (first, again):
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert "NOT received" in says(answer)
    assert "Received" in says(send(client, again))
    assert (models.Message.objects.count(), pair.count("message")) == (1, 1)
