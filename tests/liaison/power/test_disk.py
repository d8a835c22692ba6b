"""The disk of the power cuts itself: what it keeps, what it tears, and what it loses for good."""

from __future__ import annotations

import random

import apsw
import pytest

from tests.liaison.power.disk import SECTOR, Disk, File, Handle

OLD, NEW = b"o" * 8 * SECTOR, b"n" * 8 * SECTOR


def survivors(count: int = 400) -> list[bytes]:
    """What cuts leave of a file of eight sectors that was written over and not synced."""
    found = []
    for seed in range(count):
        file = File(OLD, named=True)
        file.write(NEW, 0)
        file.survive(random.Random(seed))
        found.append(bytes(file.live))
    return found


def test_what_was_synced_is_there_whatever_happens() -> None:
    for seed in range(50):
        file = File(OLD, named=True)
        file.write(NEW, 0)
        file.sync()
        file.survive(random.Random(seed))
        assert bytes(file.live) == NEW


def test_what_was_not_synced_is_there_or_not_or_torn_at_any_sector() -> None:
    found = survivors()
    assert OLD in found and NEW in found
    torn = [one for one in found if one not in (OLD, NEW)]
    assert len(torn) > 100
    for one in torn:
        sectors = {bytes(one[at : at + SECTOR]) for at in range(0, len(one), SECTOR)}
        assert sectors <= {OLD[:SECTOR], NEW[:SECTOR]}, "a sector is written whole"
    for at in range(8):
        assert {one[at * SECTOR] for one in torn} == set(b"on"), "each sector by itself"


def test_what_a_sync_that_failed_left_out_no_later_sync_brings_back() -> None:
    disk = Disk(OLD, random.Random(1))
    handle = Handle(disk, disk.files["main"])
    handle.xWrite(NEW[:SECTOR], 0)
    disk.unsynced_for = 1
    with pytest.raises(apsw.IOError):
        handle.xSync(0)
    handle.xWrite(NEW[:SECTOR], SECTOR)
    handle.xSync(0)
    assert handle.xRead(SECTOR, 0) == NEW[:SECTOR], "the machine believes that it is written"
    disk.power_on()
    assert handle.xRead(2 * SECTOR, 0) == OLD[:SECTOR] + NEW[:SECTOR]


def test_a_write_that_is_under_way_when_the_power_goes_is_torn_too() -> None:
    found = set()
    for seed in range(200):
        disk = Disk(OLD, random.Random(seed))
        handle = Handle(disk, disk.files["main"])
        disk.plan_cut(1)
        with pytest.raises(apsw.IOError):
            handle.xWrite(NEW, 0)
        with pytest.raises(apsw.IOError):
            handle.xRead(1, 0)
        disk.power_on()
        found.add(handle.xRead(len(OLD), 0))
    assert OLD in found and len(found) > 50


def test_a_new_file_that_was_never_synced_may_be_gone() -> None:
    there = []
    for seed in range(100):
        disk = Disk(OLD, random.Random(seed))
        disk.files["new"] = File()
        disk.power_on()
        there.append("new" in disk.files)
    assert set(there) == {True, False}
