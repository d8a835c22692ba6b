"""Bundles on disk: published whole or not at all, checked before they serve, the last good one kept serving."""

from __future__ import annotations

import mmap
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from dooryard.core.bundle.format import MANIFEST, SEGMENTS, BundleError, digest
from dooryard.core.bundle.reader import Bundle

CURRENT = "CURRENT"
"""The file that holds the digest of the bundle to serve."""

_DIGEST = re.compile("[0-9a-f]{64}")
_OURS = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.[0-9]+")

KEPT = 3
"""Bundles kept on disk: the current one and those before it, so that a page loaded a minute ago still finds its own."""


class Zones(Mapping[str, ZoneInfo]):
    """The time zones of this machine by name, read when asked for."""

    def __getitem__(self, name: str) -> ZoneInfo:
        try:
            return ZoneInfo(name)
        except (ValueError, OSError) as error:
            raise KeyError(name) from error

    def __iter__(self) -> Iterator[str]:
        return iter(available_timezones())

    def __len__(self) -> int:
        return len(available_timezones())


def publish(segments: Mapping[str, bytes], folder: Path) -> str:
    """Make a written bundle the current one of `folder`; returns its digest.

    The files are durable before CURRENT names them, and CURRENT changes in one step: a power cut leaves the old bundle
    or the new one. A bundle that would not open raises BundleError and changes nothing.
    """
    name = Bundle(segments[MANIFEST], segments, Zones()).digest
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    if not _same(target, segments):
        fresh = folder / f".{name}.{os.getpid()}"
        _write_all(fresh, segments)
        if target.exists():
            shutil.rmtree(target)
        fresh.rename(target)
        _sync(folder)
    pointer = folder / f".{CURRENT}.{os.getpid()}"
    _write(pointer, name.encode())
    pointer.replace(folder / CURRENT)
    _sync(folder)
    _prune(folder, name)
    return name


def open_current(folder: Path) -> Bundle:
    """The current bundle, mapped into memory and checked; BundleError says what is missing or damaged."""
    try:
        name = (folder / CURRENT).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(f"no bundle has been published: {CURRENT} cannot be read") from error
    if not _DIGEST.fullmatch(name):
        raise BundleError(f"{CURRENT} does not name a bundle")
    return open_bundle(folder / name)


def open_bundle(folder: Path) -> Bundle:
    """The bundle in one folder, mapped into memory and checked against its manifest and its own name."""
    manifest = _mapped(folder, MANIFEST)
    if digest(manifest) != folder.name:
        raise BundleError("manifest is damaged: its SHA-256 is not the name of its folder")
    return Bundle(manifest, {name: _mapped(folder, name) for name in SEGMENTS}, Zones())


class Holder:
    """The bundle that a process serves: looks at CURRENT on each request and swaps when it names another.

    A new bundle that is damaged is not taken: the last good one goes on serving and `problem` says why.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._stamp: tuple[int, ...] | None = None
        self._bundle: Bundle | None = None
        self.problem: str | None = None

    def bundle(self) -> Bundle:
        """The bundle to answer from; raises BundleError only if there has never been a good one."""
        stamp = self._looked()
        if self._bundle is None or stamp != self._stamp:
            with self._lock:
                if self._bundle is None or stamp != self._stamp:
                    self._swap(stamp)
        if self._bundle is None:
            raise BundleError(self.problem)
        return self._bundle

    def _looked(self) -> tuple[int, ...] | None:
        try:
            found = os.stat(self._folder / CURRENT)  # noqa: PTH116  (a request does this: half the cost of Path.stat)
        except OSError:
            return None
        return (found.st_ino, found.st_mtime_ns, found.st_size)

    def _swap(self, stamp: tuple[int, ...] | None) -> None:
        try:
            self._bundle, self.problem = open_current(self._folder), None
        except BundleError as error:
            self.problem = str(error)
        self._stamp = stamp


def _file(folder: Path, name: str) -> Path:
    return folder / ("manifest.json" if name == MANIFEST else f"{name}.segment")


def _same(folder: Path, segments: Mapping[str, bytes]) -> bool:
    """Whether a folder already holds exactly these files."""
    try:
        return all(_file(folder, name).read_bytes() == segments[name] for name in (MANIFEST, *SEGMENTS))
    except OSError:
        return False


def _mapped(folder: Path, name: str) -> memoryview:
    """A file's bytes, mapped; the mapping lives as long as something looks at it."""
    path = _file(folder, name)
    try:
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        kind = "manifest" if name == MANIFEST else f"segment {name}"
        raise BundleError(f"{kind} cannot be read: {'it is empty' if path.exists() else 'it is missing'}") from error


def _write_all(folder: Path, segments: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in (MANIFEST, *SEGMENTS):
        _write(_file(folder, name), segments[name])
    _sync(folder)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the names in a folder durable: a rename or a deletion is not until its folder is synced."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(folder: Path, current: str) -> None:
    """Remove all but the last few bundles, and what a publication that was interrupted an hour ago left behind.

    Only folders with the name of a bundle are touched: the folder may be anybody's, and hold anything besides.
    """
    ours = [path for path in folder.iterdir() if _OURS.fullmatch(path.name) and path.name != current and path.is_dir()]
    found = sorted((path.stat().st_mtime, path) for path in ours if not path.is_symlink())
    older = [path for _, path in found if path.name[0] != "."]
    broken = [path for changed, path in found if path.name[0] == "." and changed < time.time() - 3600]
    for path in [*older[: max(0, len(older) - KEPT + 1)], *broken]:
        shutil.rmtree(path, ignore_errors=True)
