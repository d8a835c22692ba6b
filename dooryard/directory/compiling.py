"""Compiles what the database holds into documents and records for the bundle: nothing held back gets past here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from dooryard.core.documents import Document
from dooryard.core.places import Gazetteer, Places
from dooryard.directory import models as d
from dooryard.directory import records, standing
from dooryard.directory.telling import Mentions, Told


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A record that was not compiled, and why; its document is for the desk and goes nowhere else."""

    document: Document
    reason: str


@dataclass(frozen=True)
class Compiled:
    """What goes into the bundle, and what was held back from it."""

    documents: tuple[tuple[Document, bytes], ...]
    held: tuple[Held, ...]


def compile_all(*, now: datetime, mentions: Mentions) -> Compiled:
    """Every document with its record as canonical JSON, in the order of the ids; `now` decides what has expired.

    The checks for numbers that must never be shown, and for the street of a confidential place, run on the compiled
    texts themselves: a record that holds one anywhere is held back whole.
    """
    stands = standing.read(now.date())
    places = _gazetteers()
    documents: list[tuple[Document, bytes]] = []
    held: list[Held] = []
    for service in records.services(leave_out=stands.not_told()):
        told = Told(stands.as_it_stands(service), stands, places)
        found = list(told.documents(mentions))
        reason = told.held_because()
        if not reason and any(standing.never_in(part, stands.never) for part in (*found, told.record)):
            reason = standing.NEVER_IN_TEXT
        if not reason and told.gives_away():
            reason = "It is confidential, and one of its texts reads like a street or holds a ZIP."
        if reason:
            held.append(Held(document=found[0], reason=reason))
        else:
            record = msgspec.json.encode(told.record, order="deterministic")
            documents.extend((document, record) for document in found)
    return Compiled(tuple(documents), tuple(held))


def _gazetteers() -> dict[int, Gazetteer]:
    """The gazetteer of each source that serves a place."""
    rows = d.ServedPlace.objects.exclude(gazetteer="")
    return {row.source_id: Gazetteer(msgspec.json.decode(row.gazetteer, type=Places)) for row in rows}
