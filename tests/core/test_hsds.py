"""Loading HSDS records strictly, writing them again, and saying what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dooryard.core import hsds

ID = "5f1c9a52-0000-4000-8000-000000000001"

EXAMPLES = {
    "location": "location",
    "organization_full": "organization",
    "organization_list": "organization",
    "service_at_location_full": "service_at_location",
    "service_at_location_list": "service_at_location",
    "service_full": "service",
    "service_list": "service",
    "taxonomy": "taxonomy",
    "taxonomy_list": "taxonomy",
    "taxonomy_term": "taxonomy_term",
    "taxonomy_term_list": "taxonomy_term",
}
"""Example file -> the table of its record, or of the records in its `contents`."""

NO_RECORDS = {"base": "what the API says of itself at its root"}

SHEETS = {
    "organizations": "organization",
    "programs": "program",
    "services": "service",
    "attributes": "attribute",
    "service_at_location": "service_at_location",
    "locations": "location",
    "phones": "phone",
    "contacts": "contact",
    "addresses": "address",
    "schedules": "schedule",
    "funding": "funding",
    "service_areas": "service_area",
    "required_documents": "required_document",
    "languages": "language",
    "accessibility": "accessibility",
    "taxonomy_terms": "taxonomy_term",
    "metadata": "metadata",
    "meta_table_descriptions": "meta_table_description",
    "cost_options": "cost_option",
    "organization_identifiers": "organization_identifier",
    "taxonomies": "taxonomy",
}
"""Sheet of tabular.json -> its table."""

REFUSED = {
    "locations": "external_identifier is a number there; the standard's schema says text",
    "organization_identifiers": "identifier is a number there; the standard's schema says text",
}
"""Sheets of tabular.json that the standard's own schema refuses, and why."""


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def again(data: object, table: str) -> Any:
    """Load a record strictly, write it, and read what was written as plain JSON."""
    record = msgspec.json.decode(json.dumps(data), type=hsds.TABLES[table])
    return json.loads(msgspec.json.encode(record))


def example(shared: Path, name: str) -> Any:
    return json.loads((shared / "hsds" / hsds.VERSION / "examples" / f"{name}.json").read_text())


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_official_example_loads_strictly_and_comes_back_equal(shared: Path, name: str) -> None:
    data = example(shared, name)
    for record in data.get("contents", [data]):
        assert canonical(again(record, EXAMPLES[name])) == canonical(record)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_row_of_the_official_tabular_example_comes_back_equal_or_is_listed(shared: Path, sheet: str) -> None:
    for row in example(shared, "tabular")[f"{sheet}.csv"]:
        if sheet in REFUSED:
            with pytest.raises(msgspec.ValidationError, match="Expected `str`, got `int`"):
                again(row, SHEETS[sheet])
        else:
            assert canonical(again(row, SHEETS[sheet])) == canonical(row)


def test_no_official_example_is_passed_over(shared: Path) -> None:
    files = {path.stem for path in (shared / "hsds" / hsds.VERSION / "examples").glob("*.json")}
    assert files == {*EXAMPLES, *NO_RECORDS, "tabular"}
    assert set(example(shared, "tabular")) == {f"{sheet}.csv" for sheet in SHEETS}


def test_the_only_problem_of_the_official_examples_is_a_latitude_of_100(shared: Path) -> None:
    service = msgspec.convert(example(shared, "service_full"), hsds.Service)
    assert hsds.problems(service) == [
        "$.service_at_locations[0].location.latitude: 100 is not between -90 and 90 degrees",
        "$.organization.locations[0].latitude: 100 is not between -90 and 90 degrees",
    ]


@pytest.mark.parametrize(
    ("table", "fields", "message"),
    [
        ("service", {"name": "n"}, "missing required field `status`"),
        ("service", {"name": "n", "status": "open"}, "Invalid enum value 'open' - at `$.status`"),
        ("service", {"name": "n", "status": "active", "minimum_age": "18"}, "got `str` - at `$.minimum_age`"),
        ("service", {"name": None, "status": "active"}, "Expected `str`, got `null` - at `$.name`"),
        ("service", {"name": "n", "status": "active", "alert": None}, "Expected `str`, got `null` - at `$.alert`"),
        ("service", {"name": "n", "status": "active", "phones": None}, "got `null` - at `$.phones`"),
        ("service", {"name": "n", "status": "active", "phones": [{"id": ID}]}, "`number` - at `$.phones[0]`"),
        ("schedule", {"freq": "DAILY"}, "Invalid enum value 'DAILY' - at `$.freq`"),
        ("schedule", {"wkst": "mo"}, "Invalid enum value 'mo' - at `$.wkst`"),
        ("schedule", {"timezone": "America/New_York"}, "got `str` - at `$.timezone`"),
        ("phone", {"number": "207-555-0101", "extension": "12"}, "got `str` - at `$.extension`"),
        ("phone", {"number": "207-555-0101", "service_id": "17"}, "matching regex"),
    ],
)
def test_what_the_standard_forbids_is_refused_with_a_clear_message(
    table: str, fields: dict[str, object], message: str
) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.json.decode(json.dumps({"id": ID, **fields}), type=hsds.TABLES[table])
    assert message in str(refused.value)


@pytest.mark.parametrize("bad", ["", "17", ID + "0", ID.replace("-", ""), "g" + ID[1:], ID + "\n"])
def test_an_id_that_is_no_uuid_is_refused(bad: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"at `\$.id`"):
        msgspec.json.decode(json.dumps({"id": bad, "number": "207-555-0101"}), type=hsds.Phone)


@pytest.mark.parametrize("table", hsds.TABLES)
def test_every_table_with_ids_says_uuid_of_each(table: str) -> None:
    _, components = msgspec.json.schema_components([hsds.TABLES[table]])
    fields = components[hsds.TABLES[table].__name__]["properties"]
    ids = {name for name in fields if name == "id" or name.endswith("_id")} - {"tax_id"}
    assert {name for name in fields if fields[name].get("format") == "uuid"} == ids


def test_properties_the_standard_does_not_know_pass_and_are_not_kept() -> None:
    phone = msgspec.json.decode(json.dumps({"id": ID, "number": "207-555-0101", "colour": "red"}), type=hsds.Phone)
    assert msgspec.json.encode(phone) == b'{"id":"' + ID.encode() + b'","number":"207-555-0101"}'


def test_what_is_not_given_is_falsy_and_never_written_as_null() -> None:
    schedule = hsds.Schedule(id=ID)
    assert not schedule.opens_at
    assert (schedule.byday or "none") == "none"
    assert json.loads(msgspec.json.encode(schedule)) == {"id": ID}


def test_numbers_keep_their_kind() -> None:
    data = {"id": ID, "name": "n", "status": "active", "minimum_age": 18, "maximum_age": 24.5}
    assert b'"minimum_age":18,"maximum_age":24.5' in msgspec.json.encode(msgspec.convert(data, hsds.Service))


def test_organizations_and_services_nest_in_each_other() -> None:
    inner = {"id": ID, "name": "inner", "description": ""}
    service = {"id": ID, "name": "n", "status": "active", "organization": inner}
    organization = {"id": ID, "name": "outer", "description": "", "services": [service]}
    assert again(organization, "organization") == organization


def test_a_sound_record_has_no_problems() -> None:
    service = hsds.Service(
        id=ID,
        name="Example service",
        status="active",
        url="https://example.org/a?b=c#d",
        email="someone@mail.example.org",
        last_modified="2026-11-23T09:00:00.000Z",
        assured_date="2026-11-23",
        schedules=(hsds.Schedule(id=ID, opens_at="09:00-05:00", closes_at="17:00", valid_to="2028-02-29"),),
        service_areas=(hsds.ServiceArea(id=ID, uri="not checked: the standard gives it no format"),),
        additional_urls=(hsds.Url(id=ID, url="mailto:someone@example.org"),),
    )
    assert hsds.problems(service) == []


@pytest.mark.parametrize(
    ("field", "value", "meaning"),
    [
        ("id", "17", "a UUID"),
        ("url", "example.org", "an address with its scheme"),
        ("url", "https://", "an address with its scheme"),
        ("url", "https://example.org/a b", "an address with its scheme"),
        ("url", "", "an address with its scheme"),
        ("email", "someone", "an email address"),
        ("email", "someone@example", "an email address"),
        ("email", "some one@example.org", "an email address"),
        ("assured_date", "2026-02-30", "a day"),
        ("assured_date", "2026-11", "a day"),
        ("assured_date", "20261123", "a day"),
        ("last_modified", "2026-11-23T09:00:00", "an instant with its zone"),
        ("last_modified", "2026-11-23", "an instant with its zone"),
        ("last_modified", "2026-11-23T25:00:00Z", "an instant with its zone"),
    ],
)
def test_a_value_without_its_form_is_a_problem_that_names_its_place(field: str, value: str, meaning: str) -> None:
    fields = {"id": ID, "name": "n", "status": "active", field: value}
    [problem] = hsds.problems(hsds.Service(**fields))
    assert problem.startswith(f"$.{field}: {value!r} is not {meaning}")


@pytest.mark.parametrize("clock", ["9am", "24:00", "9:00", "09:00 EST", "noon"])
def test_a_clock_time_without_its_form_is_a_problem(clock: str) -> None:
    service = hsds.Service(id=ID, name="n", status="active", schedules=(hsds.Schedule(id=ID, opens_at=clock),))
    [problem] = hsds.problems(service)
    assert problem.startswith(f"$.schedules[0].opens_at: {clock!r} is not a time of day")


def test_a_place_that_is_not_on_earth_is_a_problem() -> None:
    location = hsds.Location(id=ID, location_type="physical", latitude=-90, longitude=-180.5)
    assert hsds.problems(location) == ["$.longitude: -180.5 is not between -180 and 180 degrees"]


def test_a_long_value_is_cut_in_the_message() -> None:
    [problem] = hsds.problems(hsds.Url(id=ID, url="x" * 100_000))
    assert len(problem) < 200
