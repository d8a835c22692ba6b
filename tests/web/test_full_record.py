"""A service's page shows every text of its record, and what it leaves out is listed here with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import msgspec

from dooryard.core import hsds
from tests.web.conftest import document, phone
from tests.web.test_service_page import Show, show  # noqa: F401  (the fixture)

FIXED = {
    "status": "active",
    "location_type": "physical",
    "address_type": "physical",
    "wkst": "MO",
    "freq": "WEEKLY",
    "byday": "MO,TU",
    "opens_at": "09:00",
    "closes_at": "17:00",
    "currency": "USD",
    "updated": "2020-01-01T00:00:00.000Z",
    "assured_date": "2021-02-03",
    "last_modified": "2021-03-04T00:00:00.000Z",
    "valid_from": "2021-04-05",
    "valid_to": "2199-06-07",
    "number": "555-555-0177",
    "link_type": "audience",
    "code": "",
}
"""Values of fields that are not free text."""

LEFT_OUT = {
    r"service\.(name|alternate_name|description)|service\.(organization|program)\.name": "shown of the document",
    r"service\.service_at_locations\.location\.addresses\.(?!attention).*": "shown of the document",
    r"service\.phones\.(type|description)": "shown of the document",
    r"(.*\.)?metadata\..*": "what a record said before is no news to somebody who needs it now",
    r"service\.assurer_email": "the address of whoever vouches to those who keep the directory",
    r"service\.organization\.logo": "a picture of another host is never loaded",
    r"service\.organization\.(programs|locations)\..*": "other services have pages of their own",
    r".*\.contacts\.name": "a person's own name, where the desk is known",
    r".*schedules\.(dtstart|until|byweekno|bymonthday|byyearday)": "parts of a rule: the hours themselves are shown",
    r".*service_areas\.(extent|extent_type|uri)": "a shape, for a map",
    r".*\.unit\.(scheme|identifier|uri)|.*\.identifier_scheme|.*\.external_identifier(_type)?": "a name for machines",
    r".*\.taxonomy_term\.(description|language|term_uri|taxonomy|taxonomy_detail\..*)": "the list behind a term",
    r".*\.attributes\.link_entity": "which table a term is of",
    r".*\.phones\.type": "a word for machines; what a number is for is its description",
    r"service\.(?!attributes|organization\.attributes|program\.attributes|service_at_locations\.location\.attributes)"
    r".+\.attributes\..*": "terms of parts of parts",
    r"service\.(?!phones|languages|service_at_locations\.location\.languages).*\.languages\..*": "of further numbers",
}
"""Texts of a record that its page does not repeat, and why."""

SINGLE = {"organization", "program", "location", "unit", "taxonomy_term", "taxonomy_detail"}
"""Fields that nest one record and no list."""

ABOVE = {"services", "service", "locations"}
"""Fields that would lead back to where we are."""


def fields(table: type[msgspec.Struct], path: str) -> Iterator[tuple[str, str, Any]]:
    """Each field of a table: its name, its path, and the table nested there or None."""
    hints = get_type_hints(table)
    for field in msgspec.structs.fields(table):
        kind = next((one for one in get_args(hints[field.name]) if isinstance(one, type)), None)
        nested = kind if kind and issubclass(kind, msgspec.Struct) and kind is not msgspec.UnsetType else None
        yield field.name, f"{path}.{field.name}", nested or table_of(hints[field.name])


def table_of(hint: Any) -> type[msgspec.Struct] | None:
    """The table that a field's type names anywhere."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return hint
    return next((found for one in get_args(hint) if (found := table_of(one))), None)


def full(table: type[msgspec.Struct], path: str) -> dict[str, Any]:
    """A record with every field filled, each text with its own path in it."""
    made: dict[str, Any] = {}
    for name, where, nested in fields(table, path):
        if not nested:
            made[name] = value(name, where, get_type_hints(table)[name])
        elif name not in ABOVE:
            one = full(nested, where)
            made[name] = one if name in SINGLE else [one]
    return made


def value(name: str, path: str, hint: Any) -> Any:
    """A value for a field: a number, one of FIXED, an address of its own, or a text that names its path."""
    if name in FIXED:
        return FIXED[name]
    if name == "id" or (name.endswith("_id") and name != "tax_id"):
        return "00000000-0000-0000-0000-000000000001"
    if "int" in str(hint):
        return 7
    text = "x" + path.replace(".", "x").replace("_", "y")
    return f"https://example.org/{text}" if "uri" in str(hint) or name in ("url", "website") else text


def texts(made: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text of a record that names its path."""
    for name, one in made.items():
        where = f"{path}.{name}"
        for part in one if isinstance(one, list) else [one]:
            if isinstance(part, dict):
                yield from texts(part, where)
            elif isinstance(part, str) and path.replace(".", "x").replace("_", "y") in part:
                yield where, part


def test_a_page_shows_every_text_of_a_full_record(show: Show) -> None:  # noqa: F811
    record = full(hsds.Service, "service")
    page = show(document("one", "Full service", "food", town="Hope", phones=(phone("555-555-0177", "B"),)), record)
    planted = dict(texts(record, "service"))
    missing = {path for path, text in planted.items() if not re.search(rf"{re.escape(text)}\b", page)}
    assert len(planted) - len(missing) > 80
    assert {path for path in missing if not any(re.fullmatch(pattern, path) for pattern in LEFT_OUT)} == set()
    assert {pattern for pattern in LEFT_OUT if not any(re.fullmatch(pattern, path) for path in missing)} == set()
