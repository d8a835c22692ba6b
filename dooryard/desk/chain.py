"""The chain of the audit log: each row's digest holds the one before it, so that no row is changed or goes unseen.

What is in the digest, and how it is written, is version 1 and stays: rows that are on disk were chained with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol

import msgspec

BEGINNING = "0" * 64
"""What stands before the first row."""


class Row(Protocol):
    """A row as the chain sees it."""

    pk: int
    at: datetime
    by: str
    action: str
    table: str
    key: str
    details: Any
    previous: str
    digest: str


class Head(msgspec.Struct, frozen=True):
    """How many rows there are and the digest of the last: written down elsewhere, it tells that the end was cut off."""

    rows: int
    digest: str


class Broken(Exception):
    """The chain does not hold; `row` is the first row that is at fault, 0 where rows are missing at the end."""

    def __init__(self, row: int, why: str) -> None:
        super().__init__(why)
        self.row, self.why = row, why


def plain_details(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details as every database gives them back; TypeError for a number that two databases write differently."""
    found: dict[str, Any] = json.loads(json.dumps(details, allow_nan=False), parse_float=_refuse)
    return found


def _refuse(number: str) -> float:
    raise TypeError(f"details hold counts, keys and digests, and {number} is none of them")


def digest(row: Row) -> str:
    """SHA-256 over all that a row says and the digest before it."""
    said = [
        "dooryard audit 1",
        row.pk,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.by,
        row.action,
        row.table,
        row.key,
        row.details,
        row.previous,
    ]
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def verify(rows: Iterable[Row], known: Head | None = None) -> Head:
    """Follow the chain through all rows in their order; raises Broken at the first that does not fit.

    `known` is a head that was written down before: the chain must still pass through it.
    """
    count, last = 0, BEGINNING
    for row in rows:
        if row.previous != last:
            raise Broken(row.pk, "the row before it was removed, changed or moved")
        if row.digest != digest(row):
            raise Broken(row.pk, "it was changed")
        count, last = count + 1, row.digest
        if known and count == known.rows and last != known.digest:
            raise Broken(row.pk, "it is not the row that was the last when the head was written down")
    if known and count < known.rows:
        raise Broken(0, f"{known.rows - count} rows are missing at the end")
    return Head(count, last)
