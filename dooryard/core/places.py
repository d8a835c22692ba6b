"""Where people and services are: named places, distances between them, and how a service reaches a person."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_MILES = 3958.7613


class Place(msgspec.Struct, frozen=True):
    """A place a person named: `lat`/`lon` in degrees (WGS 84) of its centre, `county` without the word "County".

    `zip` is set where the place is one ZIP. A "point" was given as coordinates and is rounded to 2 decimals.
    """

    name: str
    kind: Literal["zip", "town", "county", "state", "point"]
    lat: float
    lon: float
    county: str = ""
    zip: str = ""


def miles(lat: float, lon: float, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float64]:
    """Great-circle miles from one point to each of `lats`/`lons` (degrees); NaN stays NaN.

    The haversine formula on a sphere of 3958.7613 miles (6371.0088 km, the IUGG mean radius).
    """
    phi, phis = np.radians(lat), np.radians(np.asarray(lats, dtype=np.float64))
    across = np.radians(np.asarray(lons, dtype=np.float64) - lon)
    chord = np.sin((phis - phi) / 2) ** 2 + np.cos(phi) * np.cos(phis) * np.sin(across / 2) ** 2
    distance: NDArray[np.float64] = 2 * EARTH_RADIUS_MILES * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return distance
