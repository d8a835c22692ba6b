"""The grid: no document within the radius is left out of the runs of numbers that a place touches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dooryard.core.bundle import grid
from dooryard.core.places import miles

lats, lons = st.floats(-90, 90), st.floats(-180, 180)
points = st.tuples(lats, lons)
near = st.tuples(st.floats(-1, 1), st.floats(-1, 1))


def numbered(found: list[tuple[float, float]]) -> tuple[list[tuple[float, float]], np.ndarray, np.ndarray]:
    """The points in the order of the grid, with the occupied cells and where each begins."""
    ordered = sorted(found, key=lambda point: grid.cell(*point))
    cells, starts = np.unique(np.array([grid.cell(*point) for point in ordered], np.uint32), return_index=True)
    return ordered, cells, np.append(starts, len(ordered)).astype(np.uint32)


def inside(centre: tuple[float, float], steps: list[tuple[float, float]], within: float) -> None:
    """Every point within the radius stands in a run."""
    lat, lon = centre
    found = [(min(max(lat + up, -90.0), 90.0), (lon + side + 180.0) % 360.0 - 180.0) for up, side in steps]
    ordered, cells, starts = numbered([*found, centre])
    kept = {n for low, high in grid.runs(cells, starts, grid.around(lat, lon, within)) for n in range(low, high)}
    for number, point in enumerate(ordered):
        if grid.miles_between(grid.position(lat, lon), np.array([grid.position(*point)], np.float32))[0] <= within:
            assert number in kept


@given(centre=points, steps=st.lists(near, max_size=8), within=st.floats(0.01, 200))
def test_no_point_within_the_radius_is_left_out(
    centre: tuple[float, float], steps: list[tuple[float, float]], within: float
) -> None:
    inside(centre, steps, within)


@pytest.mark.parametrize("centre", [(-17.0, 179.99), (-17.0, -179.99), (89.95, 10.0), (-89.95, 10.0), (0.0, 0.0)])
def test_the_date_line_and_the_poles_are_no_edge(centre: tuple[float, float]) -> None:
    inside(centre, [(0.0, 0.05), (0.0, -0.05), (0.02, 170.0), (-0.02, 170.0)], 30.0)


def test_a_radius_leaves_out_what_is_far() -> None:
    _, cells, starts = numbered([(44.8, -68.7), (44.81, -68.71), (44.8, -60.0), (30.0, -68.7)])
    runs = grid.runs(cells, starts, grid.around(44.8, -68.7, 5.0))
    assert sum(high - low for low, high in runs) == 2


@given(here=points, there=points)
def test_distances_are_those_of_the_haversine(here: tuple[float, float], there: tuple[float, float]) -> None:
    measured = grid.miles_between(grid.position(*here), np.array([grid.position(*there)], np.float32))[0]
    # Near the far side of the globe half a chord hardly changes with distance, so 32 bits tell less there.
    assert measured == pytest.approx(float(miles(*here, [there[0]], [there[1]])[0]), abs=0.001, rel=2e-4)
