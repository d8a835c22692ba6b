"""Bundles on disk: published whole or not at all, refused when damaged, the last good one kept serving."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from pathlib import Path

import msgspec
import pytest

from dooryard.core.bundle.format import SEGMENTS, BundleError, read_manifest
from dooryard.core.bundle.reader import Bundle
from dooryard.directory import bundles
from dooryard.directory.bundles import (
    CURRENT,
    KEPT,
    Holder,
    NoneYet,
    last_good,
    open_bundle,
    open_current,
    publish,
    ready,
)
from dooryard.directory.zones import Zones
from tests.core.bundle.making import document, weekly, written

ONE = written([document("a", schedules=weekly("MO", "09:00", "17:00"), zone="America/New_York")])
TWO = written([document("a"), document("b")])


def damage(folder: Path, digest: str, name: str = "texts") -> None:
    """Change one byte of a published file."""
    path = folder / digest / f"{name}.segment"
    body = bytearray(path.read_bytes())
    body[-70] ^= 1
    path.write_bytes(bytes(body))


def test_what_is_published_opens_from_mapped_files(tmp_path: Path) -> None:
    digest = publish(ONE, tmp_path / "bundles")
    bundle = open_current(tmp_path / "bundles")
    assert bundle.digest == digest and bundle.record("a") == b"record a"
    assert (tmp_path / "bundles" / CURRENT).read_text() == digest
    assert sorted(path.name for path in (tmp_path / "bundles").iterdir()) == sorted([CURRENT, digest])


def test_publishing_again_changes_no_file(tmp_path: Path) -> None:
    digest = publish(ONE, tmp_path)
    before = (tmp_path / digest / "texts.segment").stat()
    assert publish(ONE, tmp_path) == digest
    after = (tmp_path / digest / "texts.segment").stat()  # but when it was last read, which the file system notes
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


def test_publishing_again_mends_a_damaged_copy(tmp_path: Path) -> None:
    damage(tmp_path, publish(ONE, tmp_path))
    publish(ONE, tmp_path)
    assert open_current(tmp_path).count == 1


def test_what_would_not_open_is_not_published(tmp_path: Path) -> None:
    publish(ONE, tmp_path)
    with pytest.raises(BundleError, match="segment cards is cut"):
        publish(TWO | {"cards": b""}, tmp_path)
    assert open_current(tmp_path).count == 1


@pytest.mark.parametrize("name", SEGMENTS)
def test_a_damaged_segment_is_named(tmp_path: Path, name: str) -> None:
    damage(tmp_path, publish(ONE, tmp_path), name)
    with pytest.raises(BundleError, match=f"segment {name} is damaged"):
        open_current(tmp_path)


def test_a_cut_an_empty_and_a_missing_segment_are_named(tmp_path: Path) -> None:
    path = tmp_path / publish(ONE, tmp_path) / "cards.segment"
    body = path.read_bytes()
    for content, message in ((body[:-1], "segment cards is cut"), (b"", "segment cards cannot be read: it is empty")):
        path.write_bytes(content)
        with pytest.raises(BundleError, match=message):
            open_current(tmp_path)
    path.unlink()
    with pytest.raises(BundleError, match="segment cards cannot be read: it is missing"):
        open_current(tmp_path)


def test_a_manifest_that_is_not_the_one_of_its_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / publish(ONE, tmp_path) / "manifest.json"
    path.write_bytes(b"not json")
    with pytest.raises(BundleError, match="manifest is damaged"):
        open_current(tmp_path)


@pytest.mark.parametrize("content", [None, b"", b"../../etc", b"\xff", b"\0", b"0" * 64, b"0" * 9000])
def test_a_pointer_that_names_no_bundle_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / CURRENT).write_bytes(content)
    with pytest.raises(BundleError, match=r"CURRENT|manifest cannot be read: (it is missing|File name too long)"):
        open_current(tmp_path)
    with pytest.raises(BundleError):
        Holder(tmp_path).bundle()


def test_only_the_last_few_bundles_are_kept(tmp_path: Path) -> None:
    digests = []
    for number in range(KEPT + 2):
        digests.append(publish(written([document(str(number))]), tmp_path))
        os.utime(tmp_path / digests[-1], (number, number))
    assert {path.name for path in tmp_path.iterdir()} == {CURRENT, *digests[-KEPT:]}


def test_the_two_bundles_before_the_current_one_are_kept(tmp_path: Path) -> None:
    digests = []
    for number in range(4):
        digests.append(publish(written([document(str(number))]), tmp_path))
        os.utime(tmp_path / digests[-1], (number, number))
    assert not (tmp_path / digests[0]).exists()
    assert [bundles.open_bundle(tmp_path / digest).count for digest in digests[1:]] == [1, 1, 1]


def test_what_an_interruption_left_behind_is_removed_after_an_hour(tmp_path: Path) -> None:
    for name, age in ((f".{'a' * 64}.17", 7200), (f".{'b' * 64}.18", 0)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    publish(ONE, tmp_path)
    assert not (tmp_path / f".{'a' * 64}.17").exists() and (tmp_path / f".{'b' * 64}.18").exists()


def test_files_and_folders_are_durable_before_the_pointer_names_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        sync(handle)

    monkeypatch.setattr(bundles.os, "fsync", noted)
    digest = publish(ONE, tmp_path)
    files = ["manifest.json", *(f"{name}.segment" for name in SEGMENTS)]
    own = f"{os.getpid()}"
    assert synced == [*files, f".{digest}.{own}", tmp_path.name, f".{CURRENT}.{own}", tmp_path.name]


@pytest.mark.parametrize("failing", range(1, 12))
def test_a_publication_that_dies_anywhere_leaves_the_last_good_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    publish(ONE, tmp_path)
    calls = 0
    sync = os.fsync

    def dying(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise OSError("the power went")
        sync(handle)

    monkeypatch.setattr(bundles.os, "fsync", dying)
    with pytest.raises(OSError, match="the power went"):
        publish(TWO, tmp_path)
    assert open_current(tmp_path).count in (1, 2)


def test_a_holder_swaps_when_a_new_bundle_is_published(tmp_path: Path) -> None:
    publish(ONE, tmp_path)
    holder = Holder(tmp_path)
    first = holder.bundle()
    assert holder.bundle() is first and first.count == 1
    publish(TWO, tmp_path)
    assert holder.bundle().count == 2 and holder.problem is None
    assert first.record("a") == b"record a"


def test_while_one_request_reads_a_new_bundle_the_others_are_answered_from_the_old(tmp_path: Path) -> None:
    reading, read = threading.Event(), threading.Event()

    def make(bundle: Bundle) -> None:
        if bundle.digest == new:
            reading.set()
            assert read.wait(10)

    old, new = publish(ONE, tmp_path), ""
    holder = Holder(tmp_path, make=make)
    assert holder.bundle().digest == old
    new = publish(TWO, tmp_path)
    taken: list[str] = []
    reader = threading.Thread(target=lambda: taken.append(holder.bundle().digest))
    reader.start()
    assert reading.wait(10)
    assert holder.bundle().digest == old
    read.set()
    reader.join()
    assert taken == [new] and holder.bundle().digest == new


def test_a_holder_keeps_the_last_good_bundle_when_the_new_one_is_damaged(tmp_path: Path) -> None:
    good = publish(ONE, tmp_path)
    holder = Holder(tmp_path)
    holder.bundle()
    damage(tmp_path, publish(TWO, tmp_path))
    assert holder.bundle().digest == good
    assert holder.problem is not None and "segment texts is damaged" in holder.problem
    publish(TWO, tmp_path)
    assert holder.bundle().count == 2 and holder.problem is None


def test_a_holder_keeps_serving_when_the_pointer_disappears(tmp_path: Path) -> None:
    publish(ONE, tmp_path)
    holder = Holder(tmp_path)
    holder.bundle()
    (tmp_path / CURRENT).unlink()
    assert holder.bundle().count == 1
    assert holder.problem == "CURRENT is missing"


def test_a_holder_with_nothing_to_serve_says_why_and_tries_again(tmp_path: Path) -> None:
    holder = Holder(tmp_path)
    with pytest.raises(BundleError, match="no bundle has been published"):
        holder.bundle()
    publish(ONE, tmp_path)
    assert holder.bundle().count == 1


def test_a_damaged_current_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NoneYet, match="no bundle has been published"):
        open_current(tmp_path / "nowhere")
    publish(ONE, tmp_path)
    (tmp_path / CURRENT).unlink()
    with pytest.raises(BundleError, match="CURRENT is missing") as refused:
        open_current(tmp_path)
    assert not isinstance(refused.value, NoneYet)


@pytest.mark.parametrize("held", [True, False])
def test_a_bundle_mended_in_its_place_is_taken_though_the_pointer_is_the_same(tmp_path: Path, held: bool) -> None:
    holder = Holder(tmp_path)
    if held:
        publish(ONE, tmp_path)
        holder.bundle()
    digest = publish(TWO, tmp_path)
    damage(tmp_path, digest)
    for _ in range(2):
        if held:
            assert holder.bundle().count == 1
        else:
            with pytest.raises(BundleError, match="segment texts is damaged"):
                holder.bundle()
    damage(tmp_path, digest)
    assert holder.bundle().digest == digest and holder.problem is None


def test_a_damaged_bundle_is_read_once_and_not_for_each_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(ONE, tmp_path)
    holder = Holder(tmp_path)
    holder.bundle()
    damage(tmp_path, publish(TWO, tmp_path))
    opened = []
    monkeypatch.setattr(bundles, "open_current", lambda folder: opened.append(folder) or open_current(folder))
    for _ in range(5):
        assert holder.bundle().count == 1
    assert len(opened) == 1


def test_a_process_that_starts_beside_a_damaged_bundle_takes_the_one_before_it(tmp_path: Path) -> None:
    good = publish(ONE, tmp_path)
    damage(tmp_path, publish(TWO, tmp_path))
    holder = Holder(tmp_path)
    assert holder.bundle().digest == good
    assert holder.problem is not None and "segment texts is damaged" in holder.problem


def test_what_was_published_again_is_the_newest(tmp_path: Path) -> None:
    good = publish(ONE, tmp_path)
    os.utime(tmp_path / good, (1, 1))
    publish(TWO, tmp_path)
    publish(ONE, tmp_path)
    damage(tmp_path, publish(written([document("c")]), tmp_path))
    assert last_good(tmp_path, lambda bundle: bundle.digest) == good


def test_a_holder_tells_of_each_refusal_once(tmp_path: Path) -> None:
    told: list[str | None] = []
    publish(ONE, tmp_path)
    holder = Holder(tmp_path, tell=told.append)
    holder.bundle()
    damage(tmp_path, publish(TWO, tmp_path))
    for _ in range(3):
        holder.bundle()
    publish(TWO, tmp_path)
    holder.bundle()
    why = "segment texts is damaged: its SHA-256 is not the manifest's"
    assert told == [f"The directory on disk is damaged: {why}; the last good one goes on serving.", None]


def test_a_bundle_damaged_while_it_is_served_gives_way_to_the_one_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "LOOK_AGAIN", 0.0)
    older, newer = publish(ONE, tmp_path), publish(TWO, tmp_path)
    holder = Holder(tmp_path)
    assert holder.bundle().digest == newer
    damage(tmp_path, newer)
    assert holder.bundle().digest == older
    assert holder.problem is not None and "segment texts is damaged" in holder.problem
    damage(tmp_path, newer)
    assert holder.bundle().digest == newer and holder.problem is None


def test_zones_are_those_of_the_machine_and_unknown_ones_are_missing() -> None:
    zones = Zones()
    assert str(zones["America/New_York"]) == "America/New_York"
    assert zones.get("Moon/Base") is None and zones.get("../etc/passwd") is None
    assert "America/New_York" in set(zones) and len(zones) > 100


def test_publishing_into_a_folder_of_somebody_touches_nothing_but_bundles(tmp_path: Path) -> None:
    others = [".ssh", "thesis", "photos", "mail", "work", "f" * 63, "F" * 64, f".{'a' * 64}.old"]
    mine = ["a" * 64, "b" * 64, "c" * 64, f".{'d' * 64}.17"]
    for name in (*others, *mine):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1, 1))
    (tmp_path / ("e" * 64)).symlink_to(tmp_path / "thesis")
    digest = publish(written([document("a")]), tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert {*others, "e" * 64, digest, "CURRENT"} <= left
    assert left.isdisjoint({"a" * 64, f".{'d' * 64}.17"})


def test_a_bundle_that_holds_together_but_cannot_be_used_does_not_replace_one_that_can(tmp_path: Path) -> None:
    def make(bundle: Bundle) -> None:
        assert bundle.digest != worse, "planted"

    worse = ""
    good = publish(ONE, tmp_path)
    holder = Holder(tmp_path, make=make)
    assert holder.bundle().digest == good
    worse = publish(TWO, tmp_path)
    assert holder.bundle().digest == good
    assert holder.problem == "its content cannot be used (AssertionError)"
    fresh = Holder(tmp_path, make=make)
    assert fresh.bundle().digest == good


@pytest.mark.parametrize("count", [10**6, 0, -1])
def test_a_manifest_that_counts_wrong_is_refused(tmp_path: Path, count: int) -> None:
    manifest = msgspec.structs.replace(read_manifest(ONE["manifest"]), documents=count).encode()
    name = hashlib.sha256(manifest).hexdigest()
    (tmp_path / publish(ONE, tmp_path)).rename(tmp_path / name)
    (tmp_path / name / "manifest.json").write_bytes(manifest)
    with pytest.raises(BundleError):
        ready(open_bundle(tmp_path / name), lambda bundle: None)
