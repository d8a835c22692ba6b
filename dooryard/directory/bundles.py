"""Bundles on disk: published whole or not at all, checked before they serve, the last good one kept serving."""

from __future__ import annotations

import mmap
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from dooryard.core.bundle.format import MANIFEST, SEGMENTS, BundleError, digest
from dooryard.core.bundle.reader import Bundle
from dooryard.core.documents import Question
from dooryard.directory import durable
from dooryard.directory.zones import Zones

CURRENT = "CURRENT"
"""The file that holds the digest of the bundle to serve."""

_DIGEST = re.compile("[0-9a-f]{64}")
_OURS = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.[0-9]+")

KEPT = 3
"""Bundles kept on disk: the current one and those before it, so that a page loaded a minute ago still finds its own."""

LOOK_AGAIN = 1.0
"""Seconds after which the files of the bundle being served are looked at again: a disk may fail under them."""


T = TypeVar("T")


class NoneYet(BundleError):
    """Nothing has been published here: not damage, but a beginning."""


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
        durable.sync(folder)
    os.utime(target)  # what is published again is the newest again, for those who look for the last good one
    pointer = folder / f".{CURRENT}.{os.getpid()}"
    durable.write(pointer, name.encode())
    pointer.replace(folder / CURRENT)
    durable.sync(folder)
    _prune(folder, name)
    return name


def open_current(folder: Path) -> Bundle:
    """The current bundle, mapped into memory and checked; BundleError says what is missing or damaged."""
    return open_bundle(folder / _named(folder))


def last_good(folder: Path, make: Callable[[Bundle], T]) -> T | None:
    """What is made of the bundle published last of those on disk that can be used; None where there is none."""
    for path in _published(folder):
        try:
            return ready(open_bundle(path), make)
        except BundleError:
            continue
    return None


def ready(bundle: Bundle, make: Callable[[Bundle], T]) -> T:
    """What `make` makes of a bundle, after it has answered once; BundleError if it cannot."""
    with _understood():
        made = make(bundle)
        for hit in bundle.find(Question(limit=1), datetime(2026, 1, 1, tzinfo=UTC)).hits:
            bundle.card(hit.index)
            bundle.record(bundle.document(hit.index).id)
        return made


def damage(problem: BundleError, done: str) -> str:
    """The one line that says what is damaged and what is done about it; it names parts of the bundle, nobody."""
    return f"The directory on disk is damaged: {problem}; {done}."


def open_bundle(folder: Path) -> Bundle:
    """The bundle in one folder, mapped into memory and checked against its manifest and its own name."""
    manifest = _mapped(folder, MANIFEST)
    if digest(manifest) != folder.name:
        raise BundleError("manifest is damaged: its SHA-256 is not the name of its folder")
    segments = {name: _mapped(folder, name) for name in SEGMENTS}
    with _understood():
        return Bundle(manifest, segments, Zones())


@contextmanager
def _understood() -> Iterator[None]:
    """Whatever goes wrong with what is in a bundle is raised as BundleError.

    Digests hold the bytes together, not what they mean: another version's vocabulary under good digests would replace
    a directory that answers by one that cannot.
    """
    try:
        yield
    except BundleError:
        raise
    except Exception as error:
        raise BundleError(f"its content cannot be used ({type(error).__name__})") from error


class Holder:
    """The bundle that a process serves: looks at CURRENT on each request and swaps when it names another.

    A new bundle that is damaged is not taken: the last good one goes on serving, in a process that has just started
    the last good one on disk. `problem` says why, `tell` is handed a line once, and None when all is well again.
    `make` makes ready what answers from it, so that a bundle it fails on is refused too.
    A refused bundle is looked at again when one of its files changes, the served one is once in a second.
    """

    def __init__(
        self,
        folder: Path,
        tell: Callable[[str | None], object] = lambda line: None,
        make: Callable[[Bundle], object] = lambda bundle: None,
    ) -> None:
        self._folder = folder
        self._pointer = folder / CURRENT
        self._tell = tell
        self._make = make
        self._lock = threading.Lock()
        self._stamps: tuple[object, ...] = ()
        self._again = 0.0
        self._bundle: Bundle | None = None
        self.problem: str | None = None

    def bundle(self) -> Bundle:
        """The bundle to answer from; raises BundleError only if there is no good one at all."""
        # A newer one takes seconds to read where it is large: one request reads it, the others are answered from what
        # there is. Where the served one itself may be damaged they wait.
        if self._changed() and self._lock.acquire(blocking=self._bundle is None or not self._named_another()):
            try:
                if self._changed():
                    self._swap()
            finally:
                self._lock.release()
        if self._bundle is None:
            raise BundleError(self.problem)
        return self._bundle

    def _changed(self) -> bool:
        if self.problem is None and self._stamps and time.monotonic() < self._again:
            return self._named_another()
        if self._looked() != self._stamps:
            return True
        self._again = time.monotonic() + LOOK_AGAIN
        return False

    def _named_another(self) -> bool:
        return _stamp(self._pointer) != self._stamps[0]

    def _looked(self) -> tuple[object, ...]:
        """The stamps of the pointer and of every file that it names."""
        pointer = _stamp(self._pointer)
        try:
            named = self._folder / _named(self._folder)
        except BundleError:
            return (pointer,)
        return (pointer, *(_stamp(_file(named, part)) for part in (MANIFEST, *SEGMENTS)))

    def _swap(self) -> None:
        # Looked at before it is opened: what changes meanwhile is seen at the next request.
        stamps, before, line = self._looked(), self.problem, None
        try:
            self._bundle, self.problem = self._proven(open_current(self._folder)), None
        except BundleError as error:
            whole = self._bundle if self._bundle and self._is_whole(self._bundle) else None
            self._bundle = whole or last_good(self._folder, self._proven)  # in one step: others look at it meanwhile
            self.problem = str(error)
            done = "the last good one goes on serving" if self._bundle else "nothing can be served"
            line = None if isinstance(error, NoneYet) else damage(error, done)
        self._stamps = stamps
        if self.problem != before:
            self._tell(line)

    def _proven(self, bundle: Bundle) -> Bundle:
        ready(bundle, self._make)
        return bundle

    def _is_whole(self, held: Bundle) -> bool:
        """Whether the bundle held is still what it was: its files are mapped, so damage to them reaches it."""
        if not (self._folder / held.digest).exists():
            return True  # taken away whole: the mapping keeps what it held
        try:
            return open_bundle(self._folder / held.digest).digest == held.digest
        except BundleError:
            return False


def _stamp(path: Path) -> tuple[int, ...] | None:
    """What changes when a file does, also when it is written in its place."""
    try:
        found = os.stat(path)  # noqa: PTH116  (a request does this: half the cost of Path.stat)
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)


def _published(folder: Path) -> list[Path]:
    """The folders of bundles, the newest first."""
    try:
        ours = (path for path in folder.iterdir() if _DIGEST.fullmatch(path.name) and path.is_dir())
        found = [(path.stat().st_mtime_ns, path) for path in ours]
    except OSError:
        return []
    return [path for _, path in sorted(found, reverse=True)]


def _named(folder: Path) -> str:
    """The name of the bundle that is the current one."""
    try:
        name = (folder / CURRENT).read_text().strip()
    except FileNotFoundError as error:
        if _published(folder):
            raise BundleError(f"{CURRENT} is missing") from error
        raise NoneYet(f"no bundle has been published: there is no {CURRENT}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(f"{CURRENT} cannot be read") from error
    if not _DIGEST.fullmatch(name):
        raise BundleError(f"{CURRENT} does not name a bundle")
    return name


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
        why = "it is missing" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", "it is empty")
        raise BundleError(f"{kind} cannot be read: {why}") from error


def _write_all(folder: Path, segments: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in (MANIFEST, *SEGMENTS):
        durable.write(_file(folder, name), segments[name])
    durable.sync(folder)


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
