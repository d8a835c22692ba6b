"""Fetches a feed from a file, a folder, a zip, standard input or a URL, whole and bounded."""

from __future__ import annotations

import hashlib
import io
import lzma
import os
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from dooryard.core.edge import plain
from dooryard.directory import durable
from dooryard.feeds import download
from dooryard.feeds.report import Refused

LIMIT = 512 * 1024 * 1024
"""Bytes of a feed, unpacked; more is refused before it fills the memory."""

MOST_FILES = 10_000
_PACKED_AT = (1980, 1, 1, 0, 0, 0)
_ENDINGS = (".yaml", ".yml", ".csv", ".md")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, KeyError, ValueError, OverflowError),
    *(RuntimeError, OSError),
)
"""What unpacking a damaged zip raises."""


@dataclass(frozen=True)
class Fetched:
    """The raw bytes of a feed by file name, in order of the names."""

    name: str
    files: dict[str, bytes]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(map(len, self.files.values()))

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over the names, the lengths and the bytes."""
        whole = hashlib.sha256()
        for name, data in self.files.items():
            whole.update(f"{name}\0{len(data)}\0".encode())
            whole.update(data)
        return whole.hexdigest()


def fetch(source: str, *, limit: int = LIMIT) -> Fetched:
    """Everything `source` holds; raises Refused with a message for the person who named it."""
    if source == "-":
        return _unpacked("-", "stdin.yaml", _bounded(sys.stdin.buffer, limit), limit)
    if source.lower().startswith(("https://", "http://")):
        shown = download.shown(source)
        return _unpacked(shown, PurePosixPath(shown).name or "feed", download.download(source, limit), limit)
    try:
        path = Path(source)
        if path.is_dir():
            return _folder(path, limit)
        if path.is_file():
            with path.open("rb") as file:
                return _unpacked(path.name, path.name, _bounded(file, limit), limit)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no name of a file"
        raise Refused(f"“{plain(source)[:200]}” cannot be read: {why}") from None
    raise Refused(f"There is no file, folder or address “{download.shown(source)}”.")


def keep(fetched: Fetched, folder: Path) -> Path:
    """Keep the raw bytes as a zip under their digest, so that what an import read can be read again.

    For the owner's eyes only: a feed may hold what is never to be shown. The file is there whole or not at all,
    whatever fails, and one that was damaged since is written again.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    path = folder / f"{fetched.digest}.zip"
    if _kept(path, fetched):
        return path
    handle, name = tempfile.mkstemp(prefix=f"{fetched.digest}.", suffix=".part", dir=folder)
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
                for inside, data in fetched.files.items():
                    packed.writestr(zipfile.ZipInfo(inside, _PACKED_AT), data, zipfile.ZIP_DEFLATED)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        durable.sync(folder)
    finally:
        part.unlink(missing_ok=True)
    return path


def _kept(path: Path, fetched: Fetched) -> bool:
    """Whether a file is there and gives the same feed back."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as packed:
            sizes = {entry.filename: entry.file_size for entry in packed.infolist()}
            if sizes != {name: len(data) for name, data in fetched.files.items()}:
                return False
            return all(packed.read(name) == data for name, data in fetched.files.items())
    except (OSError, *_BROKEN):
        return False


def _bounded(file: IO[bytes], limit: int) -> bytes:
    data = file.read(limit + 1)
    if len(data) > limit:
        raise Refused(f"The feed is larger than {limit // 1024 // 1024} MB.")
    return data


def _folder(path: Path, limit: int) -> Fetched:
    """The files of a place in a folder. Links are not followed."""
    paths = sorted(file for file in _walk(path) if _of_a_place(file.name))
    if len(paths) > MOST_FILES or sum(file.stat().st_size for file in paths) > limit:
        raise Refused(f"The folder holds more than {MOST_FILES:,} files or {limit // 1024 // 1024} MB.")
    return Fetched(path.resolve().name, {file.relative_to(path).as_posix(): file.read_bytes() for file in paths})


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_symlink() or path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path


def _of_a_place(name: str) -> bool:
    """Whether a file may belong to a place by its name; what begins with a dot (.git/config) does not."""
    return name.endswith(_ENDINGS) and not any(part.startswith(".") for part in name.split("/"))


def _unpacked(source: str, name: str, data: bytes, limit: int) -> Fetched:
    """The files of a place in a zip, or the one file that it is."""
    if not data.startswith(b"PK\x03\x04"):
        return Fetched(source, {name: data})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir() and _of_a_place(entry.filename)]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > limit:
                raise Refused(f"The zip unpacks to more than {MOST_FILES:,} files or {limit // 1024 // 1024} MB.")
            files = {entry.filename: packed.read(entry) for entry in sorted(entries, key=lambda entry: entry.filename)}
    except _BROKEN as error:
        raise Refused(f"The zip cannot be read: {error}") from None
    return Fetched(source, _without_top(files))


def _without_top(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a zip that holds one folder, as if they were packed without it."""
    tops = {name.partition("/")[0] for name in files}
    if len(tops) != 1 or any("/" not in name for name in files):
        return files
    return {name.partition("/")[2]: data for name, data in files.items()}
