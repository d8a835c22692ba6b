"""Nothing acknowledged is lost when the power goes, the disk is full or does not sync; the same tests see NORMAL lose.

The whole of it (400 cuts, 80,000 writes) is a long test; `make test` runs a short one.
"""

from __future__ import annotations

import random
from pathlib import Path

import apsw
import pytest

from dooryard.liaison.teams import Ring
from tests.liaison.conftest import TODAY, sqlite_only
from tests.liaison.power.disk import Disk
from tests.liaison.power.layer import Heard, Layer, heard

pytestmark = sqlite_only

SEED = 20261123
OPERATIONS = 12_000
"""About what two hundred writes take: within so many the power is cut."""


@pytest.fixture
def statements(team: Ring) -> Heard:
    """What the real layer says to its database."""
    return heard(team, TODAY)


@pytest.fixture
def empty(statements: Heard, room: Path) -> bytes:
    """The real tables, with a team and little else."""
    from django.db import connections

    with connections["liaison"].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (room / "liaison.sqlite3").read_bytes()


def cuts(
    empty: bytes, statements: Heard, *, cuts: int, writes: int, a_disk: int = 10, pragmas: str = ""
) -> dict[str, int]:
    """Write and cut until both numbers are reached; what was acknowledged, how often it was cut, what was lost."""
    chance = random.Random(SEED)
    sums = {"cuts": 0, "writes": 0, "lost": 0, "half": 0, "broken": 0}
    while sums["cuts"] < cuts or sums["writes"] < writes:
        layer = Layer(Disk(empty, chance), statements, pragmas)
        assert layer.settings() == ("wal", 1 if pragmas else 2)
        for _ in range(10):
            layer.disk.plan_cut(chance.randrange(1, 2 * OPERATIONS))
            sums["writes"] += until_it_fails(layer, chance)
            layer.power_on()
            sums["cuts"] += 1
            sums["lost"] += layer.lost()
            sums["half"] += layer.half()
            layer.forget()
        sums["broken"] += not layer.whole()
        layer.close()
    return sums


def until_it_fails(layer: Layer, chance: random.Random) -> int:
    """Write until the power goes; how many writes were acknowledged."""
    done = 0
    while True:
        try:
            layer.write(chance)
            done += 1
            if chance.random() < 0.02:
                layer.checkpoint()
        except apsw.Error:
            assert layer.disk.off
            return done


def test_a_cut_loses_nothing_that_was_acknowledged(empty: bytes, statements: Heard) -> None:
    found = cuts(empty, statements, cuts=40, writes=4_000)
    print(found)
    assert (found["lost"], found["half"], found["broken"]) == (0, 0, 0)


def test_the_same_cuts_lose_something_where_commits_do_not_wait_for_the_disk(empty: bytes, statements: Heard) -> None:
    found = cuts(empty, statements, cuts=40, writes=0, pragmas="PRAGMA synchronous=NORMAL;")
    print(found)
    assert found["lost"] > 0
    assert (found["half"], found["broken"]) == (0, 0), "what is there is whole even so"


@pytest.mark.long
def test_four_hundred_cuts_over_eighty_thousand_writes_lose_nothing(empty: bytes, statements: Heard) -> None:
    found = cuts(empty, statements, cuts=400, writes=80_000)
    print(found)
    assert found["cuts"] >= 400 and found["writes"] >= 80_000
    assert (found["lost"], found["half"], found["broken"]) == (0, 0, 0)


@pytest.mark.parametrize("fault", ["full_for", "unsynced_for"])
def test_a_disk_that_is_full_or_does_not_sync_loses_nothing_and_leaves_nothing_half(
    fault: str, empty: bytes, statements: Heard
) -> None:
    chance = random.Random(SEED)
    refused = lost = half = 0
    for _ in range(5):
        layer = Layer(Disk(empty, chance), statements)
        for _ in range(10):
            for _ in range(chance.randrange(1, 60)):
                layer.write(chance)
            setattr(layer.disk, fault, chance.randrange(1, 4))
            while getattr(layer.disk, fault):
                try:
                    layer.write(chance)
                except apsw.Error:
                    refused += 1
            if chance.random() < 0.5:
                layer.power_on()
            lost, half = lost + layer.lost(), half + layer.half()
        assert layer.whole()
        layer.close()
    assert refused > 20
    assert (lost, half) == (0, 0)
