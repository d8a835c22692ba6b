"""The three tables of a place's folder (zips, towns, counties) checked row by row and made a gazetteer's rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal

from dooryard.core.places import Place, PlaceError, Places

Row = Mapping[str, str]


def tables(
    state: str, abbreviation: str, *, zips: Iterable[Row], towns: Iterable[Row], counties: Iterable[Row]
) -> Places:
    """The rows of zips.csv, towns.csv and counties.csv, checked; the state's centre is the mean of its ZIPs' centroids.

    Columns: zip, town, county, lat, lon; name, county, lat, lon, also (spellings parted by ";"); name, title, lat, lon.
    Where a town may lie in one of several counties, they are parted by ";" too. Raises PlaceError with the table and
    row at fault.
    """
    town_rows = list(towns)
    zip_places = tuple(_place("zips", "zip", row) for row in zips)
    if not zip_places:
        raise PlaceError("zips: there are none")
    county_places = tuple(_place("counties", "county", row) for row in counties)
    town_places = tuple(_place("towns", "town", row) for row in town_rows)
    known = {place.county for place in county_places}
    for place in (*zip_places, *town_places):
        if not known.issuperset(place.counties):
            raise PlaceError(f"{place.name}: its county is not in the table of counties")
    lat = sum(place.lat for place in zip_places) / len(zip_places)
    lon = sum(place.lon for place in zip_places) / len(zip_places)
    return Places(
        state=Place(state, "state", round(lat, 4), round(lon, 4)),
        abbreviation=abbreviation,
        zips=zip_places,
        towns=town_places,
        counties=county_places,
        also={row["name"]: tuple(row["also"].split(";")) for row in town_rows if row["also"]},
    )


def _place(table: str, kind: Literal["zip", "town", "county"], row: Row) -> Place:
    number = row.get("zip") or row.get("name") or ""
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
        if kind == "zip":
            place = Place(f"{row['town']} {row['zip']}", kind, lat, lon, row["county"], row["zip"])
        elif kind == "town":
            counties = tuple(filter(None, row["county"].split(";")))
            one = len(counties) == 1
            place = Place(row["name"], kind, lat, lon, counties[0] if one else "", maybe=() if one else counties)
        else:
            place = Place(row["title"], kind, lat, lon, row["name"])
    except (KeyError, TypeError, ValueError) as problem:
        raise PlaceError(f"{table}, row {number}: a column is missing, or lat and lon are not numbers") from problem
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180) or lat == lon == 0:
        raise PlaceError(f"{table}, row {number}: no such latitude and longitude")
    if kind == "zip" and not (place.zip.isascii() and place.zip.isdigit() and len(place.zip) == 5):
        raise PlaceError(f"{table}, row {number}: a ZIP has five digits")
    return place
