"""Places: distances, how a service reaches a person, and the names that people type."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest

from dooryard.core.place_tables import tables
from dooryard.core.places import LONGEST, Gazetteer, Place, PlaceError, Places, miles, reaching

ZIPS = [
    {"zip": "09901", "town": "South Harbor", "county": "Alder", "lat": "44.00", "lon": "-69.00"},
    {"zip": "09902", "town": "South Harbor", "county": "Alder", "lat": "44.10", "lon": "-69.10"},
    {"zip": "09903", "town": "Birch", "county": "Alder", "lat": "44.50", "lon": "-69.50"},
]
TOWNS = [
    {"name": "South Harbor", "county": "Alder", "lat": "44.05", "lon": "-69.05", "also": "S Hbr;So Harbor"},
    {"name": "Birch", "county": "Alder", "lat": "44.50", "lon": "-69.50", "also": ""},
    {"name": "Birches", "county": "Alder", "lat": "44.60", "lon": "-69.60", "also": ""},
    {"name": "Saint Mary", "county": "Birch", "lat": "45.00", "lon": "-70.00", "also": ""},
    {"name": "Old Mill", "county": "Alder;Birch", "lat": "44.80", "lon": "-69.80", "also": ""},
    {"name": "Windmere", "county": "Birch", "lat": "45.10", "lon": "-70.10", "also": ""},
    {"name": "Oxbow", "county": "", "lat": "45.20", "lon": "-70.20", "also": ""},
]
COUNTIES = [
    {"name": "Alder", "title": "Alder County", "lat": "44.2", "lon": "-69.2"},
    {"name": "Birch", "title": "Birch County", "lat": "45.0", "lon": "-70.0"},
]


def rows(**changed: Any) -> Places:
    return tables("New Oxley", "NX", **({"zips": ZIPS, "towns": TOWNS, "counties": COUNTIES} | changed))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """A synthetic state: no place of it exists."""
    return Gazetteer(rows())


def names(found: list[Place]) -> list[tuple[str, str]]:
    return [(place.name, place.kind) for place in found]


def test_a_degree_of_latitude_is_sixty_nine_miles_and_half_the_earth_the_longest_way() -> None:
    assert miles(44, -69, [44, 45, np.nan], [-69, -69, 0])[:2] == pytest.approx([0, 69.093], abs=0.01)
    assert np.isnan(miles(44, -69, np.nan, -69))
    assert miles(0, 0, 0, 180) == pytest.approx(np.pi * 3958.7613)


def test_miles_from_bangor_to_portland_are_as_a_map_says() -> None:
    assert miles(44.8016, -68.7712, 43.6591, -70.2568) == pytest.approx(108, abs=1)


HERE = Place("Birch", "town", 44.5, -69.5, county="Alder")
LINE = Place("Old Mill", "town", 44.8, -69.8, maybe=("Alder", "Birch"))
STATE = Place("New Oxley", "state", 44.5, -69.5)
COUNTY = Place("Alder County", "county", 44.5, -69.5, county="Alder")
NOWHERE = Place("44.50, -69.50", "point", 44.5, -69.5)


@pytest.mark.parametrize(
    ("reach", "areas", "county", "distance", "place", "within", "expected"),
    [
        ("phone", (), "", None, HERE, 5, "phone"),
        ("mail", (), "", None, HERE, 5, "mail"),
        ("statewide", (), "Birch", 200.0, HERE, 5, "statewide"),
        ("site", (), "Birch", 200.0, None, 5, "site"),
        ("area", ("Alder",), "Birch", 200.0, HERE, 5, "area"),
        ("area", (), "", None, HERE, 5, "area"),
        ("area", ("Birch",), "Birch", 4.0, HERE, 5, "site"),
        ("area", ("Birch",), "Birch", 6.0, HERE, 5, None),
        ("area", ("Birch",), "Birch", None, HERE, 5, None),
        ("area", ("Birch",), "Birch", 6.0, HERE, None, "site"),
        ("area", ("Birch",), "Birch", None, HERE, None, None),
        ("area", ("Birch",), "Birch", None, NOWHERE, 5, "area"),
        ("site", (), "Birch", None, NOWHERE, 5, "site"),
        ("site", (), "Alder", 60.0, COUNTY, 5, "site"),
        ("site", (), "Birch", 60.0, COUNTY, 5, None),
        ("site", (), "Birch", 60.0, STATE, 5, "site"),
        ("area", ("Birch",), "Birch", 60.0, LINE, 5, "area"),
        ("area", ("Cedar",), "Cedar", 60.0, LINE, 5, None),
        ("area", ("Birch",), "Birch", 60.0, STATE, 5, "area"),
        ("site", (), "Alder", 5.0, HERE, 5, "site"),
        ("site", (), "Alder", 5.1, HERE, 5, None),
        ("site", (), "Birch", 60.0, HERE, None, "site"),
        ("site", (), "Alder", None, HERE, 5, "site"),
        ("site", (), "Birch", None, HERE, 5, None),
        ("site", (), "", None, HERE, 5, "site"),
    ],
)
def test_reach_comes_before_radius(
    reach: Any, areas: Any, county: Any, distance: Any, place: Any, within: Any, expected: Any
) -> None:
    assert reaching(reach, areas, county, distance, place, within) == expected


def test_the_counties_of_a_place_are_its_own_or_those_it_may_be_in() -> None:
    assert HERE.counties == ("Alder",)
    assert LINE.counties == ("Alder", "Birch")
    assert STATE.counties == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("09901", [("South Harbor 09901", "zip")]),
        ("9901", [("South Harbor 09901", "zip")]),
        ("09901-1234", [("South Harbor 09901", "zip")]),
        ("South Harbor, NX 09902", [("South Harbor 09902", "zip")]),
        ("South Harbor", [("South Harbor", "town")]),
        ("s. harbor", [("South Harbor", "town")]),
        ("So Hbr", [("South Harbor", "town")]),
        ("SOUTH HARBOUR nx", [("South Harbor", "town")]),
        ("south harbor new oxley", [("South Harbor", "town")]),
        ("southharbor", [("South Harbor", "town")]),
        ("oldmill", [("Old Mill", "town")]),
        ("St. Mary", [("Saint Mary", "town")]),
        ("Saint Mary's", [("Saint Mary", "town")]),
        ("wind mere", [("Windmere", "town")]),
        ("Windmeer", [("Windmere", "town")]),
        ("winmere", [("Windmere", "town")]),
        ("Lindmere", []),
        ("Birch", [("Birch", "town"), ("Birch County", "county")]),
        ("birch county", [("Birch County", "county")]),
        ("Birch Co.", [("Birch County", "county")]),
        ("county of birch", [("Birch County", "county")]),
        ("town of birch", [("Birch", "town"), ("Birch County", "county")]),
        ("city of birch, NX", [("Birch", "town"), ("Birch County", "county")]),
        ("alder", [("Alder County", "county")]),
        ("Birch, Alder County", [("Birch", "town")]),
        ("Old Mill, Birch County", [("Old Mill", "town")]),
        ("Birch, Birch County", []),
        ("NX", [("New Oxley", "state")]),
        ("new oxley", [("New Oxley", "state")]),
        ("12345", []),
        ("1234", []),
        ("South Harbor 12345", []),
        ("Old", []),
        ("Birch, IN", []),
        ("Springfield", []),
        ("", []),
        (" \t\n", []),
        ("'; DROP TABLE places; --", []),
        ("<b>Birch</b>", []),
        ("\u202ehcriB\x00", []),
        ("Birch" * LONGEST, []),
    ],
)
def test_what_people_type_is_found_or_nothing_is(gazetteer: Gazetteer, typed: str, expected: list[Any]) -> None:
    assert names(gazetteer.find(typed)) == expected


def test_a_misspelling_close_to_two_places_is_neither() -> None:
    two = [*TOWNS, {"name": "Windmore", "county": "Alder", "lat": "44.9", "lon": "-69.9", "also": ""}]
    assert Gazetteer(rows(towns=two)).find("windmure") == []


def test_two_towns_of_one_name_are_both_offered() -> None:
    two = [*TOWNS, {"name": "Windmere", "county": "Alder", "lat": "44.9", "lon": "-69.9", "also": ""}]
    twice = Gazetteer(rows(towns=two))
    assert [place.county for place in twice.find("Windmere")] == ["Birch", "Alder"]
    assert [place.county for place in twice.find("windmere, alder county")] == ["Alder"]


@pytest.mark.parametrize("typed", ["44.5049,-69.4951", "44.5049 -69.4951", " 44.5049 ; -69.4951 "])
def test_coordinates_are_rounded_before_anything_keeps_them(gazetteer: Gazetteer, typed: str) -> None:
    assert gazetteer.find(typed) == [Place("44.50, -69.50", "point", 44.5, -69.5, county="Alder")]


def test_a_point_far_from_every_zip_has_no_county(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("10,10")[0].county == ""
    assert Gazetteer(Places(state=STATE, abbreviation="NX")).find("44.5,-69.5")[0].county == ""


@pytest.mark.parametrize("typed", ["91,0", "0,181", "nan,nan", "1e400, 5", "-91 , 0", "44,inf"])
def test_coordinates_that_are_nowhere_are_refused(gazetteer: Gazetteer, typed: str) -> None:
    with pytest.raises(PlaceError, match="latitude"):
        gazetteer.find(typed)


def test_two_words_and_two_zips_are_no_coordinates(gazetteer: Gazetteer) -> None:
    assert names(gazetteer.find("09901 09902")) == [("South Harbor 09901", "zip")]
    assert gazetteer.find("one,two") == []


def test_a_place_that_is_not_found_is_told_without_its_words(gazetteer: Gazetteer) -> None:
    assert gazetteer.why_not("12345") == "That ZIP is not in New Oxley."
    assert "Elsewhere" not in gazetteer.why_not("Elsewhere")


def test_names_for_questions_are_words_and_the_abbreviation_is_not_among_them(gazetteer: Gazetteer) -> None:
    known = gazetteer.names()
    assert known["birch",] == tuple(gazetteer.find("Birch"))
    assert known["birch", "county"][0].kind == "county"
    assert known["09901",][0].zip == "09901"
    assert known["s", "harbor"] == known["so", "hbr"] == known["south", "harbor"]
    assert ("nx",) not in known
    assert [place.county for place in gazetteer.counties()] == ["Alder", "Birch"]


def test_the_rows_go_through_json_and_come_back_equal() -> None:
    assert msgspec.json.decode(msgspec.json.encode(rows()), type=Places) == rows()


def test_the_state_stands_in_the_middle_of_its_zips(gazetteer: Gazetteer) -> None:
    assert (gazetteer.state.lat, gazetteer.state.lon) == (44.2, -69.2)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"zips": []}, "none"),
        ({"zips": [ZIPS[0] | {"lat": "0", "lon": "0"}]}, "09901"),
        ({"zips": [ZIPS[0] | {"lat": "91"}]}, "09901"),
        ({"zips": [ZIPS[0] | {"lat": "nan"}]}, "09901"),
        ({"zips": [ZIPS[0] | {"lat": "north"}]}, "not numbers"),
        ({"zips": [ZIPS[0] | {"zip": "9901"}]}, "five digits"),
        ({"zips": [ZIPS[0] | {"county": "Cedar"}]}, "county"),
        ({"towns": [TOWNS[0] | {"county": "Alder;Cedar"}]}, "county"),
        ({"towns": [{"name": "Birch"}]}, "column"),
        ({"counties": [{"name": "Birch", "lat": "44", "lon": "-69"}]}, "column"),
    ],
)
def test_a_wrong_table_is_refused_with_its_row(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(PlaceError, match=message):
        rows(**changed)
