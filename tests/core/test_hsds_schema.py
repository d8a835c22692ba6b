"""The structs against the standard's own schema files, field by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dooryard.core import hsds

ALLOWED = {
    "organization.services: only ours": "no column of the table, but the standard's compiled organization nests them",
    "service_at_location.service: only ours": "no column of the table, but the standard's compiled link nests it",
}
"""Every difference from the standard, and why. One that no longer exists must be taken out."""


class Field(NamedTuple):
    """What the comparison knows of a field; `type` names the table of a nested record."""

    type: str
    form: str
    values: tuple[str, ...]
    required: bool


Tables = dict[str, dict[str, Field]]


def table_of(reference: str) -> str:
    """The table a $ref means: "phone.json" in the standard, "#/$defs/Phone" in ours."""
    name = reference.rsplit("/", 1)[-1].removesuffix(".json")
    return next((table for table, struct in hsds.TABLES.items() if struct.__name__ == name), name)


def field(schema: dict[str, Any], required: bool) -> Field:
    kind = table_of(schema["$ref"]) if "$ref" in schema else schema["type"]
    if kind == "array":
        kind = f"list of {table_of(schema['items']['$ref'])}"
    form = schema.get("format") or schema.get("datapackage_type", "")
    return Field(kind, form, tuple(sorted(schema.get("enum", ()))), required)


def fields(schema: dict[str, Any]) -> dict[str, Field]:
    return {name: field(part, name in schema["required"]) for name, part in schema["properties"].items()}


def ours() -> Tables:
    _, components = msgspec.json.schema_components(hsds.TABLES.values())
    return {table: fields(components[struct.__name__]) for table, struct in hsds.TABLES.items()}


def theirs(shared: Path) -> Tables:
    files = (shared / "hsds" / hsds.VERSION / "schema").glob("*.json")
    schemas = {path.stem: json.loads(path.read_text()) for path in files if path.stem != "openapi"}
    return {table: fields(schema) for table, schema in schemas.items()}


def differences(ours: Tables, theirs: Tables) -> set[str]:
    found = {f"{table}: only ours" for table in ours.keys() - theirs.keys()}
    found |= {f"{table}: only theirs" for table in theirs.keys() - ours.keys()}
    for table in ours.keys() & theirs.keys():
        found |= {f"{table}.{name}: only ours" for name in ours[table].keys() - theirs[table].keys()}
        found |= {f"{table}.{name}: only theirs" for name in theirs[table].keys() - ours[table].keys()}
        for name in ours[table].keys() & theirs[table].keys():
            pairs = zip(Field._fields, ours[table][name], theirs[table][name], strict=True)
            found |= {f"{table}.{name}: {aspect} {us!r}, theirs {them!r}" for aspect, us, them in pairs if us != them}
    return found


def test_the_structs_differ_from_the_standard_only_as_listed(shared: Path) -> None:
    assert len(hsds.TABLES) == 24
    assert differences(ours(), theirs(shared)) == set(ALLOWED)


def test_a_listed_difference_is_one_the_compiled_schemas_have(shared: Path) -> None:
    for difference in ALLOWED:
        table, name = difference.removesuffix(": only ours").split(".")
        compiled = json.loads((shared / "hsds" / hsds.VERSION / "schema" / "compiled" / f"{table}.json").read_text())
        assert name in compiled["properties"]


def test_the_fields_stand_in_the_order_of_the_standard(shared: Path) -> None:
    standard = theirs(shared)
    for table, names in ours().items():
        assert [name for name in names if name in standard[table]] == list(standard[table])


def test_planted_differences_of_every_kind_are_found() -> None:
    plain = Field("string", "", (), False)
    one = {"phone": {"number": plain, "kind": plain, "sort": plain}, "fax": {}}
    other = {
        "phone": {
            "number": plain._replace(type="number", required=True),
            "sort": plain._replace(values=("a",), form="uri"),
        },
        "pager": {},
    }
    assert differences(one, other) == {
        "fax: only ours",
        "pager: only theirs",
        "phone.kind: only ours",
        "phone.number: type 'string', theirs 'number'",
        "phone.number: required False, theirs True",
        "phone.sort: values (), theirs ('a',)",
        "phone.sort: form '', theirs 'uri'",
    }
    assert differences(other, one) >= {"phone.kind: only theirs"}


def test_a_difference_planted_in_the_standard_is_found(shared: Path) -> None:
    standard = theirs(shared)
    standard["schedule"]["freq"] = standard["schedule"]["freq"]._replace(values=("DAILY",))
    del standard["phone"]["extension"]
    unlisted = differences(ours(), standard) - set(ALLOWED)
    assert unlisted == {
        "schedule.freq: values ('MONTHLY', 'WEEKLY'), theirs ('DAILY',)",
        "phone.extension: only ours",
    }


def test_the_schema_tells_what_each_table_means() -> None:
    _, components = msgspec.json.schema_components(hsds.TABLES.values())
    for struct in hsds.TABLES.values():
        assert len(components[struct.__name__]["description"]) > 40
