"""The one formula by which documents are put in order; docs/reference/ranking.md explains it with an example.

Nothing in it can be bought: no weight looks at who claimed, paid for or sponsored a listing.
"""

from __future__ import annotations

import numpy as np

from dooryard.core.bundle.format import Array
from dooryard.core.documents import Document

ANSWERS = 4.0
"""For being what is wanted, times how well the category answers the question."""

WORDS = 3.0
"""For holding the question's words, from nothing to as strongly as a document can."""

NAME = 6.0
"""For being the provider that was asked for by name."""

NEAR = 3.0
"""For standing next door; half of it at HALF_MILES."""

HALF_MILES = 10.0

UNSUITED = 20.0
"""Taken from what is made only for others than the person: more than all else together, so that it comes last."""

REACH = {"site": 0.0, "area": 0.45, "statewide": 0.3, "phone": 0.3, "mail": 0.3}
"""How near a service counts that comes to the person: 0.3 is a site 23 miles away, 0.45 one 12 miles away."""

ELSEWHERE = 0.4
"""The share of its nearness that an office keeps for people of counties it does not serve; under what an area gets."""

UNPLACED = 0.2
"""How near a site counts whose coordinates nobody knows."""

CONFIRMED = 0.3
"""For having been called, visited or checked by somebody."""

SOURCES = 0.1
"""For having MANY_SOURCES publishers or more; fewer count in proportion."""

MANY_SOURCES = 5

NAME_COVERED = 0.6
"""The share of a name that a question must hold to have asked for it, weighed by how rare its words are."""

NAME_COVERING = 0.6
"""The share of the question that the name and its town must account for."""

NAME_WHOLE, NAME_PARENT, NAME_GENERAL = 1.0, 0.9, 0.7
"""How well a name picks out its document: all that it calls itself; its organization's, which it shares with other
sites; its service's or its site's alone, which may be general words ("Syringe services", "Counseling Center")."""

CALLED = 0.75
"""The name score from which somebody was asked for by name: first whatever its state, and at any distance."""

FIELDS = {"service": 3, "organization": 3, "other_names": 3, "site": 2, "town": 2, "county": 1, "categories": 2}
"""How often a word counts by where it stands; in any other indexed field it counts once."""

SATURATION, LENGTH = 1.2, 0.75
"""BM25's k1 and b (Robertson and Zaragoza, 2009)."""

STRONGEST = 255

TIERS = {"open": 0, "unconfirmed": 0, "planned": 1, "closed": 2}
"""Services that work come first, then those planned, then those closed."""

_FEW = 300
_CALLED_STEP, _TIER_STEP, _OPEN_STEP = 10_000.0, 1000.0, 100.0
_DECIMALS = 1e6


def rarity(documents: int, frequency: Array | float) -> Array:
    """BM25's weight of a term that `frequency` of the documents hold (idf)."""
    weight: Array = np.log1p((documents - frequency + 0.5) / (np.asarray(frequency) + 0.5))
    return weight


def impact(count: Array | float, length: Array | float, average: float) -> Array:
    """How strongly a term speaks in a document, 1 to 255: BM25's saturated count in steps of 2.2 / 255.

    `count` is how often it occurs, weighed by FIELDS, `length` the weighed number of terms, `average` its mean.
    """
    slowed = SATURATION * (1 - LENGTH + LENGTH * np.asarray(length) / average)
    steps: Array = np.rint(np.asarray(count) / (count + slowed) * STRONGEST)
    return np.clip(steps, 1, STRONGEST).astype(np.uint8)


def standing(document: Document) -> float:
    """What a document brings to any question: somebody confirmed it, several publishers agree that it exists."""
    agreed = min(document.sources, MANY_SOURCES) / MANY_SOURCES
    return float(np.float32(CONFIRMED * (document.confirmed is not None) + SOURCES * agreed))


def nearness(distance: Array, least: Array | float) -> Array:
    """How near documents count, 0 to 1, from miles (NaN: nobody knows) and the least that their reach gives them."""
    closest: Array = np.fmax(HALF_MILES / (HALF_MILES + distance), least)
    return closest


def name_score(covered: Array, covering: Array, kind: Array) -> Array:
    """How surely a name was asked for, 0 to 1: what the question holds of it times what it holds of the question.

    `kind` is NAME_WHOLE, NAME_PARENT or NAME_GENERAL.
    """
    score: Array = np.where((covered >= NAME_COVERED) & (covering >= NAME_COVERING), covered * covering * kind, 0.0)
    return score


def rounded(score: Array) -> Array:
    """Scores to six decimals, so that machines that differ in the last bit put documents in the same order."""
    steps: Array = np.rint(score * _DECIMALS) / _DECIMALS
    return steps


def order_key(score: Array, tier: Array, named: Array | None, later: Array | None) -> Array:
    """What documents are sorted by, highest first: asked for by name, tier, open before unknown, score.

    `named` are name scores, `later` says whose hours are unknown; None where nothing was named, or open asked for.
    """
    key: Array = score - tier * _TIER_STEP
    if named is not None:
        key = key + (named >= CALLED) * _CALLED_STEP
    return key if later is None else key - later * _OPEN_STEP


def first(key: Array, limit: int) -> Array:
    """The positions of the `limit` highest keys, highest first, equal ones in the order they stand in."""
    if len(key) > max(limit, _FEW) and limit > 0:
        least = np.partition(key, len(key) - limit)[len(key) - limit]
        above = np.flatnonzero(key > least)
        level = np.flatnonzero(key == least)[: limit - len(above)]
        chosen = np.sort(np.concatenate((above, level)))
        return chosen[np.argsort(-key[chosen], kind="stable")]
    return (-key).argsort(kind="stable")[: max(limit, 0)]
