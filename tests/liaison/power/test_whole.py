"""Whole submissions, from the form to the page that says "Received", on a disk whose power goes, fills up or fails.

The whole of it (2,000 submissions) is a long test; `make test` runs a short one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from dooryard.directory import durable, limits
from dooryard.liaison import keeping, models, threads
from dooryard.liaison.sealing import Code
from dooryard.liaison.seeker.views import back, write
from dooryard.liaison.teams import Ring
from tests.liaison.conftest import sqlite_only
from tests.liaison.power.disk import Disk
from tests.liaison.power.engine import OnDisk
from tests.liaison.seeker.writing import WRITE, filled, opened, says, words_of
from tests.web.checking import CheckingClient
from tests.web.conftest import published  # noqa: F401

pytestmark = sqlite_only

SEED = 20261124
OPERATIONS = 260
"""About what ten submissions take: within so many the power is cut."""
LETTERS = str.maketrans("0123456789", "abcdefghij")
"""Some numbers are help lines, which the page answers to before it sends anything."""
A_DISK = 60
"""Submissions that one disk takes before the next one: each cut has all of them looked for again."""


class Sent(NamedTuple):
    """A form as it was sent, the words that lead back, and what was in it."""

    form: dict[str, Any]
    words: str
    text: str


class Writing:
    """People who write to a site whose liaisons' database is on a disk of ours."""

    def __init__(self, empty: bytes, chance: random.Random, copy: Path, pragmas: str = "") -> None:
        self.disk, self.chance, self.copy = Disk(empty, chance), chance, copy
        self.client, self.received = CheckingClient(), list[Sent]()
        self.sums = {"cuts": 0, "received": 0, "refused": 0, "lost": 0, "twice": 0}
        self._settings, self._pragmas = dict(connections["liaison"].settings_dict), pragmas
        self.database = OnDisk(self._settings, self.disk, pragmas)

    def send(self, number: int) -> Sent | None:
        """Somebody writes; None where there was no form to write into."""
        page = opened(self.client)
        if page.status_code != 200 or not words_of(page):
            return None
        text = "submission " + str(number).translate(LETTERS)
        sent = Sent(filled(page, message=text), words_of(page), text)
        self.post(sent)
        return sent

    def post(self, sent: Sent) -> bool:
        """Send a form; whether the page says that it was received, else it says plainly that it was not."""
        posted = self.client.post(WRITE, sent.form)
        assert posted.status_code == 303
        answer = self.client.get(posted["Location"])
        if "Received" in says(answer):
            if sent not in self.received:
                self.received.append(sent)
                self.sums["received"] += 1
            return True
        assert answer.status_code == 503
        assert "NOT received" in says(answer)
        assert filled(answer)["message"] == sent.text, "what was typed comes back"
        self.sums["refused"] += 1
        return False

    def cut(self) -> None:
        """The machine starts again with what its disk has."""
        self.disk.off = True
        connections["liaison"].lost_power()
        self.disk.power_on()
        self.sums["cuts"] += 1

    def killed(self) -> None:
        """The server is killed and starts again; what it wrote is still in the machine's memory, synced or not."""
        self.disk.off = True
        connections["liaison"].lost_power()
        self.disk.off = False
        assert keeping.truncated(), "as every command begins (web/preparing.py)"

    def look(self) -> None:
        """Look for everything that was ever said to be received, here and in the second copy."""
        for sent in self.received:
            code = Code.read(sent.words)
            found = threads.read(code.key, code.lookup)
            told = [letter.text for letter in found.letters] if found else []
            self.sums["lost"] += sent.text not in told
            self.sums["twice"] += told.count(sent.text) > 1
        kept = {row.pk for row in models.Thread.objects.all()}
        self.sums["lost"] += sum(not (self.copy / f"thread-{one}.sealed").exists() for one in kept)


@pytest.fixture
def site(published: Path, settings: Settings, copy: Path, team: Ring, monkeypatch: pytest.MonkeyPatch) -> bytes:  # noqa: F811
    """A site with a team; the bytes of its liaisons' database."""
    settings.BUNDLES = published
    monkeypatch.setattr(durable.os, "fsync", lambda handle: None)  # this disk's power is not cut
    for view in (back, write):
        monkeypatch.setattr(view, "bucket", limits.Bucket(1e9, 1e9))
    with connections["liaison"].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connections["liaison"].settings_dict["NAME"]).read_bytes()


@pytest.fixture
def writing(site: bytes, copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Begins people who write on a disk of their own; the database is put back afterwards."""
    before, sync = connections["liaison"], durable.sync

    def begin(chance: random.Random, pragmas: str = "") -> Writing:
        made = Writing(site, chance, copy, pragmas)
        connections["liaison"] = made.database

        def synced(path: Path) -> None:
            if path.name == "liaison.sqlite3-wal":
                made.disk.files["main-wal"].sync()
            else:
                sync(path)

        monkeypatch.setattr(keeping.durable, "sync", synced)
        return made

    yield begin
    connections["liaison"] = before


def cuts(writing: Any, *, submissions: int, pragmas: str = "") -> dict[str, int]:
    """Submit and cut until so many were received; what came of it."""
    chance, sums, number = random.Random(SEED), dict[str, int](), 0
    while sums.get("received", 0) < submissions:
        people = writing(chance, pragmas)
        while len(people.received) < A_DISK:
            people.disk.plan_cut(chance.randrange(1, 2 * OPERATIONS))
            sent = None
            while not people.disk.off:
                sent, number = people.send(number), number + 1
            people.cut()
            if sent:
                assert people.post(sent), "the same form, sent again"
            people.look()
        people.database.lost_power()
        sums = {name: sums.get(name, 0) + many for name, many in people.sums.items()}
    return sums


def test_no_submission_that_was_said_to_be_received_is_lost_to_a_cut(writing: Any) -> None:
    found = cuts(writing, submissions=80)
    print(found)
    assert found["cuts"] >= 8
    assert found["refused"] > 0
    assert (found["lost"], found["twice"]) == (0, 0)


def test_where_commits_do_not_wait_for_the_disk_the_same_cuts_lose_submissions(writing: Any) -> None:
    found = cuts(writing, submissions=80, pragmas="PRAGMA synchronous=NORMAL")
    print(found)
    assert found["lost"] > 0


@pytest.mark.long
def test_two_thousand_submissions_survive_the_cuts(writing: Any) -> None:
    found = cuts(writing, submissions=2_000)
    print(found)
    assert found["received"] >= 2_000
    assert (found["lost"], found["twice"]) == (0, 0)


@pytest.mark.parametrize("fault", ["full_for", "unsynced_for"])
def test_a_disk_that_is_full_or_does_not_sync_is_said_and_the_same_form_is_kept_once_when_it_does(
    writing: Any, fault: str
) -> None:
    people = writing(random.Random(SEED))
    for number in range(12):
        people.send(2 * number)
        setattr(people.disk, fault, 1_000)
        refused = people.send(2 * number + 1)
        setattr(people.disk, fault, 0)
        assert refused and refused not in people.received
        if number % 3 == 1:
            people.killed()
        assert people.post(refused)
        if number % 2:
            people.cut()
        people.look()
    print(people.sums)
    assert people.sums == {"cuts": 6, "received": 24, "refused": 12, "lost": 0, "twice": 0}
