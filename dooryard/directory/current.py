"""The directory this process serves: its bundle, made ready to be asked once and again for each newer one."""

from __future__ import annotations

import fcntl
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import yaml
from django.conf import settings
from django.utils import timezone

from dooryard.core.asking import Finder
from dooryard.core.bundle.format import BundleError
from dooryard.core.bundle.reader import Bundle
from dooryard.core.documents import Document, Hit, Question
from dooryard.directory import cards, fallback, languages, presenters, wording
from dooryard.directory.bundles import Holder
from dooryard.directory.zones import Zones


class NoBundle(Exception):
    """There is no directory to ask; its message says why."""


REMEMBERED = 4096
"""Cards kept in other languages than English, of all languages together: a few megabytes in each worker."""


class Directory:
    """A bundle ready to be asked, with what pages need of it worked out once."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.finder = Finder(bundle)
        # Of the bundle and not of this: what pointed back here would keep a directory that has been replaced.
        self._in_another_language = lru_cache(maxsize=REMEMBERED)(partial(_rendered, bundle))

    def card(self, index: int) -> bytes:
        """The card of a document in the language spoken now: English ones are in the bundle, others are remembered."""
        code = languages.code()
        return self.bundle.card(index) if code == languages.ENGLISH else self._in_another_language(code, index)

    @cached_property
    def line(self) -> fallback.Line | None:
        """The line to offer where we have no number; which one it is does not change with the hour."""
        return fallback.line(self.finder, timezone.now())

    @cached_property
    def zone(self) -> ZoneInfo | None:
        """The zone of the clocks on the walls of the place; None where it has no service or we no such zone."""
        return Zones().get(self.bundle.document(0).zone) if self.bundle.count else None

    @cached_property
    def newest(self) -> str:
        """The latest date that a source was seen, or the start of one; "" where all are undated."""
        seen = (self.bundle.document(index).seen for index in range(self.bundle.count))
        return max((date for date in seen if date[:1].isdigit()), default="")

    @cached_property
    def unconfirmed(self) -> bool:
        """Whether anything shown still has to be confirmed by a call."""
        documents = (self.bundle.document(index) for index in range(self.bundle.count))
        return any(not document.confirmed and wording.tier_of(document) != "A" for document in documents)

    def having(self, category: str, at: datetime) -> list[tuple[Hit, Document]]:
        """What has a category as its main job and can be used, best first."""
        hits = self.bundle.find(Question(wanted={category: 1.0}, limit=200), at).hits
        rows = [(hit, self.bundle.document(hit.index)) for hit in hits]
        return [(hit, document) for hit, document in rows if presenters.is_live(document)]

    def record(self, id: str) -> dict[str, Any]:
        """The whole record of a document: the standard's fields, and under "dooryard" who said what."""
        found: dict[str, Any] = msgspec.json.decode(self.bundle.record(id) or b"{}")
        return found

    def lines(self, category: str, at: datetime) -> list[dict[str, Any]]:
        """The lines of a category that have a number to show."""
        rows = [presenters.line(hit, one, self.record(one.id), at) for hit, one in self.having(category, at)]
        return [row for row in rows if row["phones"]]


def _rendered(bundle: Bundle, code: str, index: int) -> bytes:
    """A card in a language."""
    document = bundle.document(index)
    with languages.speaking(code):
        return cards.render(document, bundle.record(document.id) or b"{}")


_one: ContextVar[list[Directory] | None] = ContextVar("one", default=None)


@contextmanager
def one_directory() -> Iterator[None]:
    """Meanwhile directory() is the one it was first, whatever is published: an answer is made of one bundle."""
    begun = _one.set([])
    try:
        yield
    finally:
        _one.reset(begun)


def directory() -> Directory:
    """The directory served now; raises NoBundle while there is no good one."""
    kept = _one.get()
    if kept:
        return kept[0]
    try:
        found = _ready(_holder(settings.BUNDLES).bundle())
    except BundleError as problem:
        raise NoBundle(str(problem)) from problem
    if kept is not None:
        kept.append(found)
    return found


def refused() -> str:
    """Why a newer bundle than the one served was refused, "" where none was."""
    return _holder(settings.BUNDLES).problem or ""


def place_folder() -> Path:
    """The folder of the place that is served, for texts that only hold there: of its key, wherever it is.

    The place that the settings name (DOORYARD_PLACE) may be a folder outside of places/.
    """
    try:
        manifest = directory().bundle.manifest
    except NoBundle:
        return Path(settings.PLACES) / "none"
    keys = [source.get("key", "") for source in manifest.sources if source.get("name") == manifest.place]
    key = re.sub(r"[^a-z0-9]+", "-", (keys or [manifest.place])[0].lower()) or "none"
    own = Path(settings.PLACE)
    return own if _key_of(own) == key else Path(settings.PLACES) / key


@cache
def _key_of(folder: Path) -> str:
    """What the folder of a place calls itself, "" for what is no such folder."""
    try:
        found = yaml.safe_load((folder / "place.yaml").read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return ""
    return str(found.get("key", "")) if isinstance(found, dict) else ""


@cache
def _holder(folder: Path) -> Holder:
    return Holder(folder, tell=tell_once, make=_ready)


@cache
def slate() -> int:
    """A file without a name that holds what was told last: opened before the workers are forked, it is one for all."""
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def tell_once(line: str | None) -> None:
    """Say a line on stderr unless a worker beside this one has just said it; None wipes the slate."""
    new = (line or "").encode()
    fcntl.lockf(slate(), fcntl.LOCK_EX)  # of this process: it ends with it, whatever happens
    try:
        if os.pread(slate(), len(new) + 1, 0) != new:
            os.ftruncate(slate(), 0)
            os.pwrite(slate(), new, 0)
            if line:
                print(line, file=sys.stderr, flush=True)
    finally:
        fcntl.lockf(slate(), fcntl.LOCK_UN)


@lru_cache(maxsize=2)
def _ready(bundle: Bundle) -> Directory:
    """A directory with what every page asks of it worked out before the first one does."""
    made = Directory(bundle)
    made.line, made.newest, made.unconfirmed  # noqa: B018 - worked out by looking at them
    return made
