"""Where people and services are: distances, how a service reaches a person, and the place names of one state."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import Literal, TypeAlias

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray
from rapidfuzz import fuzz, process

from dooryard.core.saying import Said
from dooryard.core.text import words

Reach: TypeAlias = Literal["site", "area", "statewide", "phone", "mail"]
Key: TypeAlias = tuple[str, ...]
"""A name as the tokeniser of core/text.py sees it: ("old", "orchard", "beach")."""

EARTH_RADIUS_MILES = 3958.7613
NEAREST_COUNTY_MILES = 30
"""A point is in the county of its nearest ZIP centroid; further off than this its county is not known."""

LONGEST = 120
_CLOSE = 84  # of 100: one letter left out of nine is 94, "boston" for "weston" is 67
_MARGIN = 3
_SHORTEST_MENDED = 4
_ZIP = re.compile(r"[0-9]{5}")
_FIRST = {"north": ("n", "no"), "south": ("s", "so"), "east": ("e",), "west": ("w",)}
_ANY = {
    "saint": ("st",), "mount": ("mt",), "fort": ("ft",), "island": ("is",), "county": ("co",),
    "center": ("ctr", "centre"), "harbor": ("hbr", "harbour"),
}  # fmt: skip


class PlaceError(ValueError):
    """A place that cannot be on this earth, or a table of places that is wrong; the message says what is expected."""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place a person named: `lat`/`lon` in degrees (WGS 84) of its centre, `county` without the word "County".

    `zip` is set where the place is one ZIP. A "point" was given as coordinates and is rounded to 2 decimals, about
    half a mile, so that nothing more precise is kept. `county` is empty where it is not known, or all of them are
    meant; `maybe` are then the counties it may lie in.
    """

    name: str
    kind: Literal["zip", "town", "county", "state", "point"]
    lat: float
    lon: float
    county: str = ""
    zip: str = ""
    maybe: tuple[str, ...] = ()

    @property
    def counties(self) -> tuple[str, ...]:
        """The county it is in, else those it may be in; empty means any."""
        return (self.county,) if self.county else self.maybe


def miles(lat: float, lon: float, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float64]:
    """Great-circle miles from one point to each of `lats`/`lons` (degrees); NaN stays NaN.

    The haversine formula on a sphere of 3958.7613 miles (6371.0088 km, the IUGG mean radius).
    """
    phi, phis = np.radians(lat), np.radians(np.asarray(lats, dtype=np.float64))
    across = np.radians(np.asarray(lons, dtype=np.float64) - lon)
    chord = np.sin((phis - phi) / 2) ** 2 + np.cos(phi) * np.cos(phis) * np.sin(across / 2) ** 2
    distance: NDArray[np.float64] = 2 * EARTH_RADIUS_MILES * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return distance


def reaching(
    reach: Reach,
    areas: tuple[str, ...],
    county: str,
    distance: float | None,
    place: Place | None,
    within: float | None,
) -> Reach | None:
    """How a service reaches a person at a place, or None: reach before radius.

    `areas` are the counties it serves, `county` the one it stands in, `distance` the miles to its site (None: nothing
    to measure), `within` the miles asked for (None: any). What serves by phone, by mail or the whole state reaches
    everyone; what serves an area reaches the people of its counties, however far its office, and anyone near the
    office. A county that is not known shuts nobody out. A site without coordinates counts by its county, and in a
    county or state that was asked for no distance shuts out a site. core/bundle/reaching.py is this rule for many.
    """
    if place is None or place.kind == "state" or reach in ("phone", "mail", "statewide"):
        return reach
    if reach == "area" and _meet(areas, place.counties):
        return "area"
    if place.kind == "county" and county in place.counties:
        return "site"
    if distance is not None:
        return "site" if within is None or distance <= within else None
    near = within is None or _meet((county,) if county else (), place.counties)
    return "site" if reach == "site" and near else None


def _meet(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two lists of counties share one; an empty list is any county."""
    return not ones or not others or not set(ones).isdisjoint(others)


class Places(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The plain rows of a gazetteer, as the bundle carries them in JSON.

    A county's `name` is its title ("Elm County"), its `county` the bare name. `also` maps the name of a town to
    its other spellings ("Old Mill Harbor": "Old Mill Hbr").
    """

    state: Place
    abbreviation: str
    zips: tuple[Place, ...] = ()
    towns: tuple[Place, ...] = ()
    counties: tuple[Place, ...] = ()
    also: dict[str, tuple[str, ...]] = {}


class Gazetteer:
    """Finds the places that a text names.

    A bare name that is a town and a county means the town first, because a county can be told by its title; the other
    is offered after it.
    """

    def __init__(self, rows: Places) -> None:
        self.rows = rows
        self.state = rows.state
        self._names = _index(rows)
        self._glued = {"".join(key): key for key in reversed(self._names)}

    def names(self) -> Mapping[Key, tuple[Place, ...]]:
        """Every name by its folded words, best place first: ZIPs, towns, counties (with and without title), state.

        The state's abbreviation is not among them: in a sentence "me" is a person.
        """
        return MappingProxyType(self._names)

    def counties(self) -> tuple[Place, ...]:
        """The counties, in the order of their table."""
        return self.rows.counties

    def find(self, text: str) -> list[Place]:
        """The places that a text may name, best first; empty where none of this state is meant.

        Takes a ZIP ("04401", "4401" without the zero a spreadsheet drops, "04401-1234"), a town, a county, the state,
        "town, county", "town, state", a town misspelt but close to one name only, and "lat,lon". Raises PlaceError for
        coordinates that are nowhere.
        """
        if len(text) > LONGEST:
            return []
        point = self._point(text)
        return [point] if point else list(self._named(self._without_state(words(text))))

    def why_not(self, text: str) -> Said:
        """What to tell a person whose place was not found, without saying their words again."""
        if any(_ZIP.fullmatch(word) for word in words(text)):
            return Said("That ZIP is not in {state}.", state=self.state.name)
        state = self.state.name
        return Said("No place in {state} is known by that name. Try a ZIP, a town or a county.", state=state)

    def _named(self, typed: Key) -> Sequence[Place]:
        zips = [word for word in typed if _ZIP.fullmatch(word)]
        if zips:
            # A ZIP decides: "Springfield 62701" is a Springfield elsewhere.
            return self._names.get((zips[0],), ())
        if len(typed) == 1 and len(typed[0]) == 4 and typed[0].isdigit():
            return self._names.get(("0" + typed[0],), ())
        if typed[:2] in {("town", "of"), ("city", "of"), ("county", "of")}:
            typed = (*typed[2:], "county") if typed[0] == "county" else typed[2:]
        return self._names.get(typed) or self._town_in_county(typed) or self._mended(typed)

    def _without_state(self, typed: Sequence[str]) -> Key:
        """The words without the state at their end: "Ashby, TL", "ashby testland". Alone it stays, by its name."""
        name, short = tuple(words(self.state.name)), (self.rows.abbreviation.casefold(),)
        typed = tuple(typed)
        if typed == short:
            return name
        for tail in (name, short):
            if len(typed) > len(tail) and typed[-len(tail) :] == tail and typed not in self._names:
                return typed[: -len(tail)]
        return typed

    def _town_in_county(self, typed: Key) -> list[Place]:
        for cut in range(1, len(typed)):
            counties = {place.county for place in self._names.get(typed[cut:], ()) if place.kind == "county"}
            towns = self._names.get(typed[:cut], ())
            found = [place for place in towns if place.kind == "town" and counties.intersection(place.counties)]
            if found:
                return found
        return []

    def _mended(self, typed: Key) -> Sequence[Place]:
        """A name written together or apart, else the one close name of as many words and the same first letter."""
        glued = "".join(typed)
        if glued in self._glued:
            return self._names[self._glued[glued]]
        if len(glued) < _SHORTEST_MENDED:
            return ()
        alike = {" ".join(key): key for key in self._names if _comparable(key, typed)}
        close = process.extract(" ".join(typed), list(alike), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=8)
        best = {self._names[alike[name]] for name, score, _ in close if score > close[0][1] - _MARGIN}
        return best.pop() if len(best) == 1 else ()

    def _point(self, text: str) -> Place | None:
        numbers = _numbers(text)
        if numbers is None:
            return None
        lat, lon = numbers
        if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
            raise PlaceError(Said("Coordinates are latitude,longitude. They go from -90 to 90, and from -180 to 180."))
        lat, lon = round(lat, 2), round(lon, 2)
        return Place(f"{lat:.2f}, {lon:.2f}", "point", lat, lon, county=self._county_at(lat, lon))

    def _county_at(self, lat: float, lon: float) -> str:
        zips = self.rows.zips
        if not zips:
            return ""
        away = miles(lat, lon, [place.lat for place in zips], [place.lon for place in zips])
        nearest = int(away.argmin())
        return zips[nearest].county if away[nearest] <= NEAREST_COUNTY_MILES else ""


def _comparable(key: Key, typed: Key) -> bool:
    """Whether a typed name may be this one misspelt; a word of two letters is no typing error ("Washington, IN")."""
    if len(key) != len(typed) or key[0][0] != typed[0][0]:
        return False
    return all(one == other or len(other) > 2 for one, other in zip(key, typed, strict=True))


def _numbers(text: str) -> tuple[float, float] | None:
    """The two numbers of "44.8,-68.77" or "44.8 -68.77"; None for any other text, two ZIPs among it."""
    parts = re.split(r"[,;\s]+", text.strip())
    if len(parts) != 2 or not ("," in text or ";" in text or all("." in part for part in parts)):
        return None
    try:
        return float(parts[0]), float(parts[1])
    except ValueError:
        return None


def _index(rows: Places) -> dict[Key, tuple[Place, ...]]:
    """Every spelling of every name; towns before counties before the state, each in the order of its table."""
    found: dict[Key, dict[Place, None]] = {}
    for spelled, place in _spelled(rows):
        for key in _spellings(words(spelled)):
            found.setdefault(key, {})[place] = None
    return {key: tuple(places) for key, places in found.items() if key}


def _spelled(rows: Places) -> Iterator[tuple[str, Place]]:
    for place in rows.zips:
        yield place.zip, place
    for place in rows.towns:
        for name in (place.name, *rows.also.get(place.name, ())):
            yield name, place
    for place in rows.counties:
        yield place.name, place
        yield place.county, place
    yield rows.state.name, rows.state


def _spellings(name: Sequence[str]) -> Iterator[Key]:
    """A name with its first direction and its usual words written out and shortened: South, So. and S Ashby."""
    yield from product(*(_word(word, first=number == 0 and len(name) > 1) for number, word in enumerate(name)))


def _word(word: str, first: bool) -> tuple[str, ...]:
    for table in (_FIRST, _ANY) if first else (_ANY,):
        for full, short in table.items():
            if word == full or word in short:
                return (full, *short)
    return (word,)
