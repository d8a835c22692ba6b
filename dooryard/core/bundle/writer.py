"""Compiles documents into a bundle; the same records in any order give the same bytes and the same digest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from dooryard.core.bundle import grid, openness, ranking, values, wording
from dooryard.core.bundle.format import MANIFEST, Array, Manifest, SegmentInfo, digest, pack, pieces
from dooryard.core.documents import Document

Entry = tuple[Document, bytes, bytes]
"""A document, its card and its whole record."""

_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Document)}


def write(
    documents: Iterable[Entry],
    *,
    vocabulary: bytes,
    gazetteer: bytes,
    sources: Sequence[Mapping[str, str]] = (),
    place: str = "",
    region: str = "",
) -> dict[str, bytes]:
    """The segments of a bundle by name, and "manifest"; raises ValueError for records that cannot be compiled.

    `sources` are rows such as {"name": "...", "seen": "2026-11-01"}, `place` the name of the place served,
    `region` its ISO 3166-2 code.
    """
    entries = sorted(documents, key=lambda entry: grid.order(_sound(entry[0])))
    found = [entry[0] for entry in entries]
    _check_ids(found)
    facets = sorted({name for document in found for name in document.facets})
    if clash := set(facets) & set(values.RESERVED):
        raise ValueError(f"a facet cannot be called {min(clash)}")
    fields, by_document, by_value = values.pack(found, facets)
    segments = {
        "columns": pack(_columns(found) | by_document | pieces("fields", [msgspec.json.encode(fields)])),
        "texts": pack(pieces("documents", [_text(document) for document in found])),
        "postings": pack(wording.pack(found).arrays | by_value),
        "cards": pack(pieces("cards", [card for _, card, _ in entries])),
        "records": pack(_records(entries)),
        "vocabulary": pack(pieces("content", [vocabulary])),
        "gazetteer": pack(pieces("content", [gazetteer])),
    }
    manifest = Manifest(
        documents=len(found),
        place=place,
        region=region,
        sources=sorted((dict(row) for row in sources), key=lambda row: sorted(row.items())),
        facets=[field.name for field in fields if field.name not in values.HIDDEN] + ["open"],
        segments={name: SegmentInfo(len(body), digest(body)) for name, body in segments.items()},
    )
    return {MANIFEST: manifest.encode(), **segments}


def _sound(document: Document) -> Document:
    """The document, if its coordinates are two numbers on the globe or none."""
    if (document.lat is None) != (document.lon is None):
        raise ValueError(f"document {document.id} has half a pair of coordinates")
    if document.lat is not None and document.lon is not None:
        in_range = abs(document.lat) <= 90 and abs(document.lon) <= 180
        if not (math.isfinite(document.lat) and math.isfinite(document.lon) and in_range):
            raise ValueError(f"document {document.id} has coordinates that are not on the globe")
    return document


def _check_ids(documents: Sequence[Document]) -> None:
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise ValueError(f"two documents have the id {document.id}")
        seen.add(document.id)


def _columns(documents: Sequence[Document]) -> dict[str, Array]:
    """What is asked of every document, one number each, and the grid they stand in."""
    patterns = [openness.pattern_of(document) for document in documents]
    distinct = sorted(set(patterns))
    number_of = {pattern: number for number, pattern in enumerate(distinct)}
    reaches = list(ranking.REACH)
    return {
        **_grid(documents),
        **openness.pack(distinct),
        "pattern": np.array([number_of[pattern] for pattern in patterns], np.uint32),
        "reach": np.array([reaches.index(document.reach) for document in documents], np.uint8),
        "tier": np.array([ranking.TIERS[document.status] for document in documents], np.uint8),
        "standing": np.array([ranking.standing(document) for document in documents], np.float32),
        "minimum_age": _ages(document.minimum_age for document in documents),
        "maximum_age": _ages(document.maximum_age for document in documents),
    }


def _ages(ages: Iterable[float | None]) -> Array:
    return np.array([math.nan if age is None else age for age in ages], np.float32)


def _grid(documents: Sequence[Document]) -> dict[str, Array]:
    """Positions on the unit sphere (NaN: none), and the cells of the sites, which come first."""
    nowhere = (math.nan, math.nan, math.nan)
    keys = [grid.order(document) for document in documents]
    sites = np.array([key[1] for key in keys if key[0] == 0], np.uint32)
    cells, starts = np.unique(sites, return_index=True)
    positions = [
        nowhere if document.lat is None or document.lon is None else grid.position(document.lat, document.lon)
        for document in documents
    ]
    return {
        "position": np.array(positions, np.float32).reshape(-1, 3),
        "cells": cells,
        "cells.ends": np.append(starts, len(sites)).astype("<u4"),
    }


def _text(document: Document) -> bytes:
    """A document as canonical JSON without what is the default, and without hours, which are in its pattern."""
    fields: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(document, schedules=()))
    stated = {name: value for name, value in fields.items() if value not in (_DEFAULTS[name], [], {}, None)}
    return msgspec.json.encode(stated, order="sorted")


def _records(entries: Sequence[Entry]) -> dict[str, Array]:
    """The whole records in the order of the documents, and the ids sorted with the number of each one's document."""
    ids = [document.id.encode() for document, _, _ in entries]
    by_id = sorted(range(len(ids)), key=ids.__getitem__)
    return {
        **pieces("ids", [ids[number] for number in by_id]),
        "ids.documents": np.array(by_id, np.uint32),
        **pieces("records", [record for _, _, record in entries]),
    }
