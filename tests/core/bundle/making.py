"""Invented documents and bundles for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dooryard.core.bundle.reader import Bundle
from dooryard.core.bundle.writer import write
from dooryard.core.documents import Document
from dooryard.core.hsds import Schedule
from dooryard.core.places import Place

ZONES = {name: ZoneInfo(name) for name in ("America/New_York", "America/Chicago")}
MONDAY_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=ZONES["America/New_York"])
BANGOR = Place("Bangor", "town", 44.80, -68.77, "Penobscot")
NIL = "00000000-0000-0000-0000-000000000000"


def document(id: str, **fields: Any) -> Document:
    """A document with an id, and something for everything else that must be said."""
    known = {"ref": id, "source": "synthetic", "service": "Help", "organization": "Somebody"} | fields
    return Document(id=id, **known)


def weekly(days: str, opens: str, closes: str) -> tuple[Schedule, ...]:
    """Hours that repeat each week."""
    return (Schedule(id=NIL, freq="WEEKLY", byday=days, opens_at=opens, closes_at=closes),)


def written(documents: Iterable[Document], **options: Any) -> dict[str, bytes]:
    """The segments of a bundle; a card and a record are the document's id."""
    entries = ((found, b"card " + found.id.encode(), b"record " + found.id.encode()) for found in documents)
    return write(entries, vocabulary=b'{"words":[]}', gazetteer=b"[]", **options)


def bundle(documents: Iterable[Document]) -> Bundle:
    """A bundle of these documents."""
    segments = written(documents)
    return Bundle(segments["manifest"], segments, ZONES)


def ids(bundle: Bundle, found: Any) -> list[str]:
    """The ids of the hits, in order."""
    return [bundle.document(hit.index).id for hit in found.hits]
