"""Fetching: files, folders, zips and standard input, whole and bounded; their raw bytes are kept."""

from __future__ import annotations

import io
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
    path.write_bytes(zipped({"../../evil.yaml": b"a: b", "other.yaml": b"a: b"}))
    assert set(fetch(str(path)).files) == {"../../evil.yaml", "other.yaml"}
    assert not (tmp_path.parent / "evil.yaml").exists()


@pytest.mark.parametrize("source", ["x" * 5000, "null\0byte", "/dev/null"])
def test_odd_names_are_refused_in_words(source: str) -> None:
    with pytest.raises(Refused):
        fetch(source)
