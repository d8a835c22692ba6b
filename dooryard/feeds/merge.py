"""Compares what a source says now with what it said before: add, change, keep, remove."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import msgspec

MEANING = "3"
"""Part of every record's digest: raised when the same record is to be written in another way, so that it is."""

MOST_REMOVED = 0.1
"""The share of a source's records that one import may remove without being told to."""


@dataclass(frozen=True)
class Plan:
    """Refs by what is to be done with them. `kept` are rows that could not be used now and stay as they were."""

    add: tuple[str, ...]
    change: tuple[str, ...]
    same: tuple[str, ...]
    remove: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def removes_many(self) -> bool:
        """Whether more than a tenth of the records known before would go."""
        before = len(self.change) + len(self.same) + len(self.remove) + len(self.kept)
        return len(self.remove) > before * MOST_REMOVED


def plan(known: Mapping[str, str], now: Mapping[str, str], broken: Collection[str] = ()) -> Plan:
    """What to do, from digests by ref before and now; `broken` are refs that are there but could not be used."""
    return Plan(
        add=tuple(ref for ref in now if ref not in known),
        change=tuple(ref for ref, digest in now.items() if ref in known and known[ref] != digest),
        same=tuple(ref for ref, digest in now.items() if known.get(ref) == digest),
        remove=tuple(ref for ref in known if ref not in now and ref not in broken),
        kept=tuple(ref for ref in known if ref not in now and ref in broken),
    )


def digest(*parts: msgspec.Struct) -> str:
    """SHA-256 (hex) of all that a record's rows are made from."""
    return hashlib.sha256(msgspec.json.encode([MEANING, *parts], order="deterministic")).hexdigest()
