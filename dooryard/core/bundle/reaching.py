"""Which documents reach a person at a place, and from how far: reach before radius (core/places.py: reaching)."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from pyroaring import BitMap

from dooryard.core.bundle import grid, ranking
from dooryard.core.bundle.format import Array, Segment
from dooryard.core.bundle.matching import numbers_of
from dooryard.core.bundle.values import Values, bitmap
from dooryard.core.documents import NOT_STATED, Reach
from dooryard.core.places import Place

REACHES: tuple[Reach, ...] = ("site", "area", "statewide", "phone", "mail")
"""The reaches by their code."""

_AREA = REACHES.index("area")

ANYWHERE = ("statewide", "phone", "mail")
"""Reaches that no distance limits."""

MANY = 1000
"""From so many documents on, the cells around a place are looked up before distances are measured."""

_LEAST = np.array([max(ranking.REACH[reach], least) for least in (0.0, ranking.UNPLACED) for reach in REACHES])
"""How near a document counts at least, by its reach, first with coordinates, then without."""


class Reaching:
    """Where the documents of a bundle are and how far they go."""

    def __init__(self, columns: Segment, values: Values) -> None:
        self._positions = columns["position"]
        self._cells, self._starts = columns["cells"], columns["cells.ends"]
        self._values = values
        self._sites = int(self._starts[-1])
        self._known: dict[tuple[str, tuple[str, ...]], BitMap] = {}
        unplaced = np.isnan(self._positions[:, 0])
        self._unplaced = bitmap(np.flatnonzero(unplaced))
        self._least_of = columns["reach"] + len(REACHES) * unplaced.astype(np.uint8)

    def within(self, found: BitMap, place: Place | None, limit: float | None, called: BitMap) -> tuple[Array, Array]:
        """The numbers of those found that reach the place, in order, with their distances in miles (NaN: unknown).

        Without a place all do. `limit` is miles; None is no limit, which still leaves out what serves other counties.
        Those `called` by name are kept wherever they are.
        """
        if place is None:
            numbers = numbers_of(found)
            return numbers, np.full(len(numbers), np.nan)
        if limit is None or place.kind == "state":
            return self._measured(numbers_of(self.anywhere(found, place, called)), place)
        covered = self._anyhow(place, called)
        if len(found) > MANY:
            found = found & (self._box(place, limit) | covered)
        numbers, distances = self._measured(numbers_of(found), place)
        kept = distances <= limit + grid.SLACK
        if anyhow := found & covered:
            kept[numbers.searchsorted(numbers_of(anyhow))] = True
        return numbers[kept], distances[kept]

    def anywhere(self, found: BitMap, place: Place | None, called: BitMap) -> BitMap:
        """Those found that reach the place if no distance is too far: all but what serves other counties only."""
        if place is None or place.kind == "state":
            return found
        return found - (self._elsewhere - self._anyhow(place, called))

    def anyhow(self, numbers: Array, place: Place, called: BitMap) -> Array:
        """Which of the documents numbered reach the place wherever they stand, as a mask."""
        mask = np.zeros(len(numbers), bool)
        mask[numbers.searchsorted(numbers_of(bitmap(numbers) & self._anyhow(place, called)))] = True
        return mask

    def nearness(self, numbers: Array, distances: Array, place: Place) -> Array:
        """How near the documents numbered count for somebody at a place, 0 to 1."""
        if len(numbers) and numbers[-1] < self._sites:
            return ranking.nearness(distances, 0.0)
        codes = self._least_of[numbers]
        near = ranking.nearness(distances, _LEAST[codes])
        of_areas = numbers[codes % len(REACHES) == _AREA] if place.kind != "state" else ()
        if len(of_areas) and (outside := bitmap(of_areas) - self._covered(place)):
            at = numbers.searchsorted(numbers_of(outside))
            near[at] = ranking.nearness(distances[at], _LEAST[codes[at] - _AREA]) * ranking.ELSEWHERE
        return near

    def _anyhow(self, place: Place, called: BitMap) -> BitMap:
        """What no distance keeps from the place, and those called by name."""
        return self._covered(place) | called if called else self._covered(place)

    def _measured(self, numbers: Array, place: Place) -> tuple[Array, Array]:
        return numbers, grid.miles_between(grid.position(place.lat, place.lon), self._positions.take(numbers, axis=0))

    def _box(self, place: Place, limit: float) -> BitMap:
        """Documents that may stand within the limit: the cells its circle touches, and all that are not in cells."""
        near = BitMap()
        for start, end in grid.runs(self._cells, self._starts, grid.around(place.lat, place.lon, limit)):
            near.add_range(start, end)
        near.add_range(self._sites, len(self._positions))
        return near

    def _covered(self, place: Place) -> BitMap:
        """Documents that reach the place wherever they stand, or of which only the county is known."""
        key = (place.kind, place.counties)
        covered = self._known.get(key)
        if covered is None:
            covered = self._known[key] = self._cover(place)
        return covered

    def _cover(self, place: Place) -> BitMap:
        if not place.counties:
            return self._anywhere | self._area | self._unplaced
        inside = self._values.any_of("county", place.counties)
        served = self._values.any_of("area", place.counties) | (self._area - self._values.stating("area"))
        covered: BitMap = (
            self._anywhere | (self._area & served) | (self._unplaced & inside) - self._area | self._unknown
        )
        return covered | inside if place.kind == "county" else covered

    @cached_property
    def _anywhere(self) -> BitMap:
        return BitMap.union(*(self._values.documents("reach", reach) for reach in ANYWHERE))

    @cached_property
    def _area(self) -> BitMap:
        return self._values.documents("reach", "area")

    @cached_property
    def _elsewhere(self) -> BitMap:
        """What serves an area and has no site of its own."""
        return self._area & self._unplaced

    @cached_property
    def _unknown(self) -> BitMap:
        """Neither coordinates nor county are known: left out they would be lost in silence."""
        unknown: BitMap = self._unplaced & self._values.documents("county", NOT_STATED)
        return unknown - self._area
