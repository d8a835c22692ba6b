"""Fetching: files, folders, zips and standard input, whole and bounded; their raw bytes are kept."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from dooryard.feeds.report import Refused
from dooryard.feeds.sources import fetch, keep


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_a_folder_and_its_zip_are_the_same_feed(testland: Path, tmp_path: Path) -> None:
    folder = fetch(str(testland))
    path = tmp_path / "place.zip"
    path.write_bytes(zipped({f"testland/{name}": data for name, data in folder.files.items()}))
    assert fetch(str(path)).files == folder.files
    assert fetch(str(path)).digest == folder.digest


def test_one_changed_byte_changes_the_digest(testland: Path) -> None:
    before = fetch(str(testland)).digest
    with (testland / "place.yaml").open("a") as file:
        file.write("#")
    assert fetch(str(testland)).digest != before


def test_kept_bytes_can_be_fetched_again(testland: Path, tmp_path: Path) -> None:
    fetched = fetch(str(testland))
    path = keep(fetched, tmp_path / "raw")
    assert keep(fetched, tmp_path / "raw") == path
    assert fetch(str(path)).digest == fetched.digest


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"services: []")))
    assert fetch("-").files == {"stdin.yaml": b"services: []"}


@pytest.mark.parametrize("source", ["nowhere/at/all", "file:///etc/passwd", "ftp://example.org/x", ""])
def test_what_cannot_be_fetched_is_refused_in_words(source: str) -> None:
    if source:
        with pytest.raises(Refused, match="There is no file"):
            fetch(source)


def test_an_address_that_does_not_answer_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="could not be fetched"):
        fetch("http://127.0.0.1:9/place.zip")


def test_a_feed_that_is_too_large_is_refused(testland: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="more than"):
        fetch(str(testland), limit=100)
    with pytest.raises(Refused, match="larger than"):
        fetch(str(testland / "place.yaml"), limit=10)


def test_a_zip_that_unfolds_too_far_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({"zeros.yaml": b"\0" * 10_000_000}))
    with pytest.raises(Refused, match="unpacks to more"):
        fetch(str(path), limit=1_000_000)


def test_a_broken_zip_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(zipped({"a.yaml": b"a: b" * 100})[:60])
    with pytest.raises(Refused, match="cannot be read"):
        fetch(str(path))


def test_names_inside_a_zip_never_become_paths(tmp_path: Path) -> None:
    path = tmp_path / "sly.zip"
    path.write_bytes(zipped({"../../evil.yaml": b"a: b", "evil.yaml": b"a: b", ".git/config.md": b"", "x.exe": b""}))
    assert set(fetch(str(path)).files) == {"evil.yaml"}
    assert not (tmp_path.parent / "evil.yaml").exists()


def test_only_the_files_of_a_place_are_taken_from_a_folder(testland: Path, tmp_path: Path) -> None:
    before = fetch(str(testland)).digest
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.yaml").write_text("password: x")
    (testland / ".git").mkdir()
    (testland / ".git" / "config.yaml").write_text("[remote]")
    (testland / ".env.yaml").write_text("SECRET=1")
    (testland / "services" / "photo.jpg").write_bytes(b"x")
    (testland / "services" / "linked.yaml").symlink_to(tmp_path / "elsewhere" / "secret.yaml")
    (testland / "linked").symlink_to(tmp_path / "elsewhere")
    (testland / "round").symlink_to(testland)
    assert fetch(str(testland)).digest == before


def test_what_is_kept_is_for_its_owner_alone(testland: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir(mode=0o755)
    path = keep(fetch(str(testland)), tmp_path / "raw")
    assert [stat.S_IMODE(part.stat().st_mode) for part in (path, path.parent)] == [0o600, 0o700]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 damaged", None])
def test_a_damaged_kept_file_is_written_again(damage: bytes | None, testland: Path, tmp_path: Path) -> None:
    fetched = fetch(str(testland))
    path = keep(fetched, tmp_path / "raw")
    good = path.read_bytes()
    other = zipped({name: b"x" * len(data) for name, data in fetched.files.items()})
    path.write_bytes(other if damage is None else damage)
    assert keep(fetched, tmp_path / "raw").read_bytes() == good


def test_a_full_disk_leaves_no_part_behind(testland: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(fetch(str(testland)), tmp_path / "raw")
    assert list((tmp_path / "raw").iterdir()) == []


def test_file_and_folder_are_durable(testland: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    monkeypatch.setattr("os.fsync", lambda handle: synced.append(stat.S_ISDIR(os.fstat(handle).st_mode)))
    keep(fetch(str(testland)), tmp_path / "raw")
    assert synced == [False, True]


@pytest.mark.parametrize("source", ["x" * 5000, "null\0byte", "/dev/null"])
def test_odd_names_are_refused_in_words(source: str) -> None:
    with pytest.raises(Refused):
        fetch(source)
