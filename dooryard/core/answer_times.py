"""How long answers took, in days: two figures for many people, and nothing at all for few."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

FEWEST = 11
"""Fewer than this are not published: a figure of few people can be a figure of one."""


class Times(msgspec.Struct, frozen=True):
    """The days within which half of the answers came, and nine in ten. How many there were is not in it."""

    median: int
    ninetieth: int


def published(days: Collection[int]) -> Times | None:
    """The two figures, None where there are fewer than FEWEST. Each is one that occurred (nearest rank)."""
    if len(days) < FEWEST:
        return None
    told = sorted(days)
    return Times(_at(told, 50), _at(told, 90))


def _at(told: list[int], percent: int) -> int:
    rank = -(-len(told) * percent // 100)
    return told[rank - 1]
