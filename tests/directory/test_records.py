"""Services read whole from the database, the same each time, and silent about what is confidential."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from dooryard.core import hsds
from dooryard.directory import records
from dooryard.directory.models import LocationPrivacy, Organization, Phone, Service, ServiceAtLocation

LINKS = {"attributes": ("link_id", "link_entity"), "metadata": ("resource_id", "resource_type")}
Counts = Callable[[int], AbstractContextManager[Any]]


def uid(number: int) -> str:
    return str(UUID(int=number))


PHONE = {"id": uid(20), "number": "207-555-0101", "extension": 12, "type": "voice"}
LOCATION = {
    "id": uid(30),
    "location_type": "physical",
    "name": "Example house",
    "description": "behind Example Street",
    "latitude": 44.5,
    "longitude": -69,
    "languages": [{"id": uid(31), "name": "Spanish", "code": "es"}],
    "addresses": [
        {
            "id": uid(32),
            "address_1": "1 Example Street",
            "city": "Exampleton",
            "state_province": "EX",
            "postal_code": "00000",
            "country": "US",
            "address_type": "physical",
            "metadata": [
                {
                    "id": uid(33),
                    "last_action_date": "2026-11-23",
                    "last_action_type": "update",
                    "field_name": "address_1",
                    "previous_value": "2 Example Street",
                    "replacement_value": "1 Example Street",
                    "updated_by": "example",
                }
            ],
        }
    ],
    "phones": [{"id": uid(34), "number": "207-555-0102"}],
    "schedules": [{"id": uid(35), "freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}],
}
SERVICE = {
    "id": uid(1),
    "name": "Example service (synthetic)",
    "status": "active",
    "minimum_age": 18,
    "maximum_age": 24.5,
    "assured_date": "2026-11-23",
    "last_modified": "2026-11-23T09:00:00.000Z",
    "phones": [PHONE, {"id": uid(10), "number": "207-555-0103", "languages": [{"id": uid(11), "name": "French"}]}],
    "service_areas": [{"id": uid(12), "name": "Example County"}],
    "service_at_locations": [{"id": uid(13), "location": LOCATION}],
    "organization": {
        "id": uid(2),
        "name": "Example organization (synthetic)",
        "description": "",
        "additional_websites": [{"id": uid(3), "url": "https://example.org/more"}],
        "programs": [{"id": uid(4), "name": "Example program", "description": ""}],
    },
    "cost_options": [{"id": uid(14), "amount": 0, "currency": "USD", "valid_from": "2026-01-01"}],
    "capacities": [
        {
            "id": uid(15),
            "unit": {"id": uid(16), "name": "Bed"},
            "available": 3,
            "updated": "2026-11-23T08:00:00.125Z",
        }
    ],
    "attributes": [
        {
            "id": uid(17),
            "label": "category",
            "taxonomy_term": {
                "id": uid(18),
                "name": "Example term",
                "description": "",
                "taxonomy": "Example taxonomy",
                "taxonomy_detail": {"id": uid(19), "name": "Example taxonomy", "description": ""},
            },
        }
    ],
}


def store(data: dict[str, Any], table: str, **links: Any) -> models.Model:
    """Write a nested record into the tables: first what it points at, then itself, then what it holds."""
    model = apps.get_model("directory", hsds.TABLES[table].__name__)
    plain = {name: value for name, value in data.items() if not isinstance(value, dict | list)}
    for name, value in data.items():
        if isinstance(value, dict):
            target = model._meta.get_field(name).related_model
            links[name] = store(value, names()[target.__name__])
    row = model.objects.create(**plain, **links)
    for name, value in data.items():
        for position, item in enumerate(value if isinstance(value, list) else ()):
            if name in LINKS:
                key, entity = LINKS[name]
                store(item, {"attributes": "attribute"}.get(name, name), **{key: row.pk, entity: table})
            else:
                relation = model._meta.get_field(name)
                nested = names()[relation.related_model.__name__]
                store(item, nested, position=position, **{relation.field.name: row})
    return row


def names() -> dict[str, str]:
    return {struct.__name__: table for table, struct in hsds.TABLES.items()}


def without_links(value: Any) -> Any:
    """A record without the ids and names of tables that only say where it is nested."""
    if isinstance(value, list):
        return [without_links(item) for item in value]
    if not isinstance(value, dict):
        return value
    links = {name for name in value if name.endswith("_id") and name != "tax_id"} | {"link_entity", "resource_type"}
    return {name: without_links(item) for name, item in value.items() if name not in links}


def plain(record: hsds.Service) -> Any:
    return json.loads(msgspec.json.encode(record, order="deterministic"))


@pytest.fixture
def stored(db: None) -> UUID:
    return store(SERVICE, "service").pk


def test_a_service_comes_back_whole(stored: UUID) -> None:
    record = records.service_record(stored)
    assert without_links(plain(record)) == SERVICE
    assert hsds.problems(record) == []
    assert msgspec.json.decode(msgspec.json.encode(record), type=hsds.Service) == record


def test_the_links_name_the_records_they_mean(stored: UUID) -> None:
    record = records.service_record(stored)
    assert record.organization_id == uid(2)
    assert record.phones[0].service_id == uid(1)
    assert record.service_at_locations[0].location_id == uid(30)
    [attribute] = record.attributes
    assert (attribute.link_entity, attribute.link_id) == ("service", uid(1))
    assert (attribute.taxonomy_term_id, attribute.taxonomy_term.taxonomy_id) == (uid(18), uid(19))
    [change] = record.service_at_locations[0].location.addresses[0].metadata
    assert (change.resource_type, change.resource_id) == ("address", uid(32))


def test_the_official_full_service_comes_back_whole(shared: Path, db: None) -> None:
    data = json.loads((shared / "hsds" / hsds.VERSION / "examples" / "service_full.json").read_text())
    data = without_links(data)
    del data["organization"]["locations"]  # left out of records: see NOT_NESTED
    program = data.pop("program")
    assert data["organization"]["programs"] == [program]
    data["service_at_locations"][0]["location"]["latitude"] = 44  # 100 in the example
    rename_repeated_ids(data, set())
    store(data, "service")
    data["capacities"][0]["updated"] = "2024-09-25T13:23:06.500Z"  # the same instant, told in UTC
    assert without_links(plain(records.service_record(data["id"]))) == data


def rename_repeated_ids(value: Any, seen: set[str]) -> None:
    """The example nests the same phone, contact, ... in several places; a table holds each once."""
    if isinstance(value, dict):
        if value["id"] in seen:
            value["id"] = uid(1000 + len(seen))
        seen.add(value["id"])
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            rename_repeated_ids(item, seen)


def test_a_program_is_nested_where_there_is_one(stored: UUID) -> None:
    Service.objects.filter(pk=stored).update(program_id=uid(4))
    assert records.service_record(stored).program.name == "Example program"


def test_first_things_stay_first_whatever_their_ids(stored: UUID) -> None:
    assert [phone.id for phone in records.service_record(stored).phones] == [uid(20), uid(10)]
    Phone.objects.filter(pk=uid(20)).update(position=9)
    assert [phone.id for phone in records.service_record(stored).phones] == [uid(10), uid(20)]


def test_what_is_to_be_left_out_is_told_nowhere(stored: UUID) -> None:
    record = records.service_record(stored, leave_out={UUID(uid(20)), UUID(uid(34))})
    written = msgspec.json.encode(record)
    assert b"555-0103" in written
    assert b"555-0101" not in written
    assert b"555-0102" not in written
    [same] = records.services(leave_out={UUID(uid(20)), UUID(uid(34))})
    assert same == record
    assert not records.service_record(stored, leave_out={UUID(uid(30))}).service_at_locations[0].location


def test_a_confidential_location_gives_nothing_away(stored: UUID) -> None:
    privacy = LocationPrivacy.objects.create(location_id=uid(30))
    ServiceAtLocation.objects.filter(location_id=uid(30)).update(description="Behind the planted church")
    written = msgspec.json.encode(records.service_record(stored))
    for secret in (
        b"planted church",
        b"Example Street",
        b"Exampleton",
        b"44.5",
        b"-69",
        b"Example house",
        b"postal_code",
    ):
        assert secret not in written
    assert b"207-555-0102" in written
    privacy.confidential = False
    privacy.save()
    told = msgspec.json.encode(records.service_record(stored))
    assert b"Example Street" in told
    assert b"planted church" in told


def test_services_come_in_the_order_of_their_ids_and_twice_the_same(stored: UUID) -> None:
    organization = Organization.objects.get()
    for number in (900, 500, 700):
        Service.objects.create(id=uid(number), organization=organization, name="n", status="active")
    first = [msgspec.json.encode(record, order="deterministic") for record in records.services()]
    assert first == [msgspec.json.encode(record, order="deterministic") for record in records.services()]
    assert [record.id for record in records.services()] == [uid(1), uid(500), uid(700), uid(900)]


def test_more_services_take_no_more_queries(stored: UUID, django_assert_num_queries: Counts) -> None:
    with CaptureQueriesContext(connection) as one:
        list(records.services())
    organization = Organization.objects.get()
    for number in range(100, 140):
        service = Service.objects.create(id=uid(number), organization=organization, name="n", status="active")
        Phone.objects.create(id=uid(number + 1000), service=service, number="207-555-0104")
    with django_assert_num_queries(len(one)):
        assert len(list(records.services())) == 41
    assert len(one) < 80


def test_more_services_than_are_read_at_a_time_all_come(stored: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "CHUNK", 2)
    organization = Organization.objects.get()
    for number in range(100, 104):
        Service.objects.create(id=uid(number), organization=organization, name="n", status="active")
    assert len(list(records.services())) == 5


def test_a_service_that_is_not_there_is_said_to_be_missing(db: None) -> None:
    with pytest.raises(Service.DoesNotExist):
        records.service_record(uid(404))
    assert list(records.services()) == []
