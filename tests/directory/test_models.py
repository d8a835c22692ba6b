"""The tables carry the names and the rules of the standard."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

import msgspec
import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from dooryard.core import hsds
from dooryard.core.hsds import values
from dooryard.directory.models import (
    Address,
    Confirmation,
    Location,
    LocationPrivacy,
    Organization,
    Phone,
    PhonePublication,
    Provenance,
    Schedule,
    Service,
    ServiceStatus,
    Source,
    SourceRecord,
)
from dooryard.directory.models.rows import Row, members

GENERIC = {"attributes", "metadata"}
"""Linked by link_id and resource_id, so that any record may have them: no relation of their own."""

OURS = {"position"}
"""Columns the standard does not have: the order in which the source gave the rows."""

OTHERS_NULL = (models.FloatField, models.DateField, models.DateTimeField, models.ForeignKey)


def differences(model: type[models.Model], table: type[msgspec.Struct]) -> set[str]:
    """Fields that a model lacks, has besides, or requires otherwise than its struct."""
    columns = {field.column: field for field in model._meta.concrete_fields}
    relations = {field.name for field in model._meta.get_fields() if field.is_relation}
    fields = {field.name: field for field in msgspec.structs.fields(table)}
    found = {f"{name} is not in the model" for name in fields.keys() - columns.keys() - relations - GENERIC}
    found |= {f"{name} is not in the standard" for name in columns.keys() - fields.keys() - OURS}
    for name in fields.keys() & columns.keys():
        column = columns[name]
        optional = column.null or column.blank
        if fields[name].required and optional:
            found.add(f"{name} is required by the standard")
        if optional and isinstance(column, OTHERS_NULL) != column.null:
            found.add(f"{name} should be {'NULL' if isinstance(column, OTHERS_NULL) else 'empty'} when not given")
    return found


@pytest.mark.parametrize("table", hsds.TABLES)
def test_a_model_has_the_fields_of_its_struct(table: str) -> None:
    struct = hsds.TABLES[table]
    assert differences(apps.get_model("directory", struct.__name__), struct) == set()


def test_every_table_of_the_standard_is_a_row_and_nothing_else_is() -> None:
    rows = {model.__name__ for model in apps.get_app_config("directory").get_models() if issubclass(model, Row)}
    assert rows == {struct.__name__ for struct in hsds.TABLES.values()}


def test_planted_differences_are_found() -> None:
    class Wrong(msgspec.Struct):
        id: str
        colour: str = ""
        number: str = ""
        description: str = msgspec.field(default="")

    assert differences(Phone, Wrong) >= {"colour is not in the model", "type is not in the standard"}

    class Strict(msgspec.Struct):
        description: str

    assert "description is required by the standard" in differences(Phone, Strict)
    column = models.DateField(blank=True)
    column.set_attributes_from_name("day")
    planted = SimpleNamespace(_meta=SimpleNamespace(concrete_fields=[column], get_fields=list))

    class Dated(msgspec.Struct):
        day: str = ""

    assert differences(planted, Dated) == {"day should be NULL when not given"}


def test_the_value_sets_are_those_of_the_structs() -> None:
    assert members(values.ServiceState) == ("active", "inactive", "defunct", "temporarily closed")
    assert members(values.Weekday)[0] == "MO"


def uid(number: int) -> UUID:
    return UUID(int=number)


@pytest.fixture
def service(db: None) -> Service:
    organization = Organization.objects.create(id=uid(1), name="Example organization (synthetic)", description="")
    return Service.objects.create(id=uid(2), organization=organization, name="Example service", status="active")


def refused(model: type[models.Model], **fields: object) -> bool:
    try:
        with transaction.atomic():
            model.objects.create(**fields)
    except IntegrityError:
        return True
    return False


ADDRESS = {"address_1": "", "city": "Example", "state_province": "EX", "postal_code": "00000", "country": "US"}


def test_the_database_refuses_values_that_are_not_in_the_standards_sets(service: Service) -> None:
    organization = service.organization
    assert refused(Service, id=uid(3), organization=organization, name="n", status="open")
    assert not refused(Service, id=uid(3), organization=organization, name="n", status="temporarily closed")
    assert refused(Schedule, id=uid(4), freq="DAILY")
    assert refused(Schedule, id=uid(4), wkst="mo")
    assert not refused(Schedule, id=uid(4), freq="WEEKLY", wkst="MO")
    assert not refused(Schedule, id=uid(5))
    assert refused(Location, id=uid(6), location_type="van")
    assert refused(Address, id=uid(7), address_type="van", **ADDRESS)
    assert not refused(Address, id=uid(7), address_type="physical", **ADDRESS)


def test_the_database_refuses_a_record_without_what_is_required(service: Service) -> None:
    assert refused(Organization, id=uid(8), name="", description="")
    assert refused(Organization, id=uid(8), name="n", description=None)
    assert refused(Service, id=uid(8), name="n", status="active")
    assert refused(Service, id=uid(8), organization=service.organization, name="", status="active")
    assert refused(Phone, id=uid(8), service=service, number="")


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (-91, 0), (0, 181), (0, -181)])
def test_the_database_refuses_places_that_are_not_on_earth(db: None, latitude: float, longitude: float) -> None:
    fields = {"id": uid(9), "location_type": "physical"}
    assert refused(Location, latitude=latitude, longitude=longitude, **fields)
    assert not refused(Location, **fields)


def test_what_belongs_to_a_service_goes_with_it(service: Service) -> None:
    phone = Phone.objects.create(id=uid(10), service=service, number="207-555-0101")
    PhonePublication.objects.create(phone=phone, publishers=2, advice="after one live check")
    Confirmation.objects.create(service=service, phone=phone, when="2026-11-23", how="called", by="steward:1")
    service.delete()
    assert not Phone.objects.exists()
    assert not Confirmation.objects.exists()
    assert Organization.objects.exists()


def test_an_organization_with_services_is_not_deleted(service: Service) -> None:
    with pytest.raises(models.ProtectedError):
        service.organization.delete()


def test_a_source_has_each_of_its_records_once(service: Service) -> None:
    source = Source.objects.create(key="example", name="Example source (synthetic)")
    fields = {"source": source, "ref": "ex-01", "service": service, "digest": "0" * 64}
    assert not refused(SourceRecord, **fields)
    assert refused(SourceRecord, **fields)
    assert str(SourceRecord.objects.get()).startswith("source record ")


def test_standing_and_provenance_take_only_words_that_have_a_meaning(service: Service) -> None:
    said = {"resource_type": "service", "resource_id": service.id, "field": "name", "publisher": "Example"}
    now = "2026-11-23T09:00:00Z"
    assert refused(Provenance, how="guessed", **said)
    assert refused(Provenance, basis="guessed", **said)
    assert not refused(Provenance, how="own page", basis="assumed", seen="2021-07", **said)
    assert refused(Confirmation, service=service, when="2026-11-23", how="", by="steward:1")
    assert refused(ServiceStatus, service=service, state="gone", recorded_at=now)
    assert not refused(ServiceStatus, service=service, state="closed", since="2025", instead="211", recorded_at=now)


def test_a_location_is_marked_confidential_once(db: None) -> None:
    location = Location.objects.create(id=uid(11), location_type="physical")
    assert LocationPrivacy.objects.create(location=location).confidential
    assert refused(LocationPrivacy, location=location)
