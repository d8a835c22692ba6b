"""Fetches a feed from a file, a folder, a zip, standard input or a URL, whole and bounded: the only network step."""

from __future__ import annotations

import hashlib
import io
import sys
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from dooryard.feeds.report import Refused

LIMIT = 512 * 1024 * 1024
"""Bytes of a feed, unpacked; more is refused before it fills the memory."""

MOST_FILES = 10_000
_TIMEOUT = 60
_PACKED_AT = (1980, 1, 1, 0, 0, 0)


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
    if source.startswith(("https://", "http://")):
        return _unpacked(source, PurePosixPath(source).name or "feed", _download(source, limit), limit)
    try:
        path = Path(source)
        if path.is_dir():
            return _folder(path, limit)
        if path.is_file():
            with path.open("rb") as file:
                return _unpacked(path.name, path.name, _bounded(file, limit), limit)
    except OSError as error:
        raise Refused(f"“{source[:200]}” cannot be read: {error.strerror}") from None
    raise Refused(f"There is no file, folder or address “{source[:200]}”.")


def keep(fetched: Fetched, folder: Path) -> Path:
    """Keep the raw bytes as a zip under their digest, so that what an import read can be read again."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{fetched.digest}.zip"
    if not path.exists():
        part = path.with_suffix(".part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, data in fetched.files.items():
                packed.writestr(zipfile.ZipInfo(name, _PACKED_AT), data)
        part.replace(path)
    return path


def _bounded(file: IO[bytes], limit: int) -> bytes:
    data = file.read(limit + 1)
    if len(data) > limit:
        raise Refused(f"The feed is larger than {limit // 1024 // 1024} MB.")
    return data


def _download(url: str, limit: int) -> bytes:
    # Only http and https get here, see fetch.
    request = urllib.request.Request(url, headers={"User-Agent": "dooryard"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
            return _bounded(answer, limit)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise Refused(f"{url[:200]} could not be fetched: {error}") from None


def _folder(path: Path, limit: int) -> Fetched:
    paths = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
    if len(paths) > MOST_FILES or sum(file.stat().st_size for file in paths) > limit:
        raise Refused(f"The folder holds more than {MOST_FILES:,} files or {limit // 1024 // 1024} MB.")
    return Fetched(path.resolve().name, {file.relative_to(path).as_posix(): file.read_bytes() for file in paths})


def _unpacked(source: str, name: str, data: bytes, limit: int) -> Fetched:
    """The files of a zip, or the one file that it is."""
    if not data.startswith(b"PK\x03\x04"):
        return Fetched(source, {name: data})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > limit:
                raise Refused(f"The zip unpacks to more than {MOST_FILES:,} files or {limit // 1024 // 1024} MB.")
            files = {entry.filename: packed.read(entry) for entry in sorted(entries, key=lambda entry: entry.filename)}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise Refused(f"The zip cannot be read: {error}") from None
    return Fetched(source, _without_top(files))


def _without_top(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a zip that holds one folder, as if they were packed without it."""
    tops = {name.partition("/")[0] for name in files}
    if len(tops) != 1 or any("/" not in name for name in files):
        return files
    return {name.partition("/")[2]: data for name, data in files.items()}
