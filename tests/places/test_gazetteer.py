"""Maine's tables of places: whole, inside Maine, and able to answer what people there type."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from dooryard.core.place_tables import tables
from dooryard.core.places import Gazetteer, Places

MAINE = Path(__file__).resolve().parents[2] / "places" / "maine"
# A box around Maine in degrees, its outermost land rounded outwards to a twentieth.
SOUTH, NORTH, WEST, EAST = 42.95, 47.50, -71.10, -66.90


def read(name: str) -> list[dict[str, str]]:
    with (MAINE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows() -> Places:
    return tables("Maine", "ME", zips=read("zips"), towns=read("towns"), counties=read("counties"))


@pytest.fixture(scope="module")
def maine(rows: Places) -> Gazetteer:
    return Gazetteer(rows)


def test_maine_has_sixteen_counties_and_its_zips_and_towns(rows: Places) -> None:
    assert len(rows.counties) == 16
    assert len(rows.zips) == len({place.zip for place in rows.zips}) > 450
    assert len(rows.towns) > 700


def test_every_place_lies_within_maines_bounding_box(rows: Places) -> None:
    for place in (*rows.zips, *rows.towns, *rows.counties, rows.state):
        assert SOUTH < place.lat < NORTH and WEST < place.lon < EAST, place.name


def test_every_zip_and_its_town_are_known_by_name(maine: Gazetteer) -> None:
    for row in read("zips"):
        assert maine.find(row["zip"])[0].zip == row["zip"]
        assert any(place.kind == "town" for place in maine.find(row["town"])), row["town"]


@pytest.mark.parametrize(
    ("typed", "name", "county"),
    [
        ("Glenburn", "Glenburn", "Penobscot"),
        ("Veazie", "Veazie", "Penobscot"),
        ("Arundel", "Arundel", "York"),
        ("Chelsea", "Chelsea", "Kennebec"),
        ("Dedham", "Dedham", "Hancock"),
        ("dover-foxcroft", "Dover Foxcroft", "Piscataquis"),
        ("So. Portland", "South Portland", "Cumberland"),
        ("Mt. Desert", "Mount Desert", "Hancock"),
        ("St. George", "Saint George", "Knox"),
        ("skohegan", "Skowhegan", "Somerset"),
        ("Penobscot", "Penobscot", "Hancock"),
        ("Isle au Haut", "Isle Au Haut", "Knox"),
        ("Bangor, ME", "Bangor", "Penobscot"),
    ],
)
def test_towns_with_and_without_a_post_office_are_found(maine: Gazetteer, typed: str, name: str, county: str) -> None:
    first = maine.find(typed)[0]
    assert first.name == name
    assert county in first.counties


def test_towns_named_as_counties_are_both_offered(maine: Gazetteer) -> None:
    for name in ("York", "Penobscot", "Lincoln", "Washington", "Franklin"):
        assert [place.kind for place in maine.find(name)] == ["town", "county"]


@pytest.mark.parametrize("typed", ["Boston", "02134", "Portland, OR", "Washington, IN", "Portland 97201"])
def test_places_elsewhere_are_not_taken_for_maine(maine: Gazetteer, typed: str) -> None:
    assert maine.find(typed) == []


def test_every_place_that_the_questions_name_is_found(maine: Gazetteer, shared: Path) -> None:
    lines = (shared / "search" / "queries.jsonl").read_text("utf-8").splitlines()
    for near in {json.loads(line)["near"] for line in lines} - {None}:
        assert maine.find(near), near


def test_every_town_of_the_services_is_found_in_its_county(maine: Gazetteer, shared: Path) -> None:
    regions = {
        "statewide",
        "regional",
        "Bangor-Brewer area",
        "Ellsworth and Machias",
        "Lewiston area",
        "Portland and Bangor",
    }
    rows = [json.loads(line) for line in (shared / "domain" / "maine_services.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        if row["town"] and row["town"] not in regions and "/" not in row["county"]:
            assert row["county"] in ("", *maine.find(row["town"])[0].counties), (row["town"], row["county"])
