"""Reads the database into HSDS records, whole: a service with all that hangs on it.

The structs say what to read: a model has a column or a relation for every field of its struct, under the same name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice
from typing import Any, get_args, get_type_hints
from uuid import UUID

import msgspec
from django.db.models import Model, QuerySet

from dooryard.core import hsds
from dooryard.directory.models import Attribute, LocationPrivacy, Metadata, Service

CHUNK = 200
"""Services read at a time: some fifty queries each time, however much hangs on them."""

NOT_NESTED = {
    (hsds.Organization, "services"),  # the service is what we are reading
    (hsds.Organization, "locations"),  # the sites of all its services: every record would repeat them
    (hsds.ServiceAtLocation, "service"),
}

TOLD_OF_CONFIDENTIAL = ("id", "location_type", "organization_id", "languages", "phones", "schedules")
"""All that a record says of a confidential location. Its name, its texts and its history may give the address away."""

_GENERIC: dict[str, type[msgspec.Struct]] = {"attributes": hsds.Attribute, "metadata": hsds.Metadata}
"""Lists that any row may have; they point at it by id and not by a relation of its own."""


def service_record(service_id: UUID | str, *, leave_out: Collection[UUID] = frozenset()) -> hsds.Service:
    """One service, whole. Rows whose id is in `leave_out` (phones held back) are not told.

    Raises Service.DoesNotExist where there is none of that id.
    """
    [record] = _records([_whole().get(pk=service_id)], leave_out)
    return record


def services(*, leave_out: Collection[UUID] = frozenset()) -> Iterator[hsds.Service]:
    """Every service, whole, in the order of the ids; `leave_out` as above.

    Lists stand in the order the source gave them, so the same rows give the same bytes
    (`msgspec.json.encode(record, order="deterministic")`). Inside a transaction all records are of one moment.
    """
    rows = _whole().order_by("id").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from _records(chunk, leave_out)


def _whole() -> QuerySet[Service]:
    return Service.objects.prefetch_related(*_paths(hsds.Service))


@cache
def _parts(table: type[msgspec.Struct]) -> dict[str, type[msgspec.Struct]]:
    """Field -> the table nested there, but for the generic lists `attributes` and `metadata`."""
    parts = {}
    for name, hint in get_type_hints(table).items():
        kind = next(iter(get_args(hint)), hint)
        nests = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        if nests and name not in _GENERIC and (table, name) not in NOT_NESTED:
            parts[name] = kind
    return parts


def _paths(table: type[msgspec.Struct], prefix: str = "") -> Iterator[str]:
    """What to prefetch: "phones", "phones__languages", ..."""
    for name, part in _parts(table).items():
        yield prefix + name
        yield from _paths(part, f"{prefix}{name}__")


@dataclass(frozen=True)
class _Beside:
    """What is looked up by a row's id: the generic lists by their field, and what is not to be told."""

    generic: Mapping[str, Mapping[UUID, list[Any]]]
    confidential: Collection[UUID]
    leave_out: Collection[UUID]


def _records(rows: list[Service], leave_out: Collection[UUID]) -> Iterator[hsds.Service]:
    ids = {row.pk for service in rows for row in _under(service, hsds.Service)}
    attributes = Attribute.objects.filter(link_id__in=ids).select_related("taxonomy_term__taxonomy_detail")
    ids |= {row.pk for attribute in attributes for row in _under(attribute, hsds.Attribute)}
    beside = _Beside(
        generic={
            "attributes": _grouped(attributes, "link_id"),
            "metadata": _grouped(Metadata.objects.filter(resource_id__in=ids), "resource_id"),
        },
        confidential=set(LocationPrivacy.objects.filter(confidential=True).values_list("location_id", flat=True)),
        leave_out=leave_out,
    )
    for row in rows:
        yield _record(row, hsds.Service, beside)


def _grouped(rows: Iterable[Any], key: str) -> Mapping[UUID, list[Any]]:
    groups: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return groups


def _under(row: Model, table: type[msgspec.Struct]) -> Iterator[Model]:
    """A row and every row nested in it."""
    yield row
    for name, part in _parts(table).items():
        for nested in _related(row, name):
            yield from _under(nested, part)


def _related(row: Model, name: str) -> list[Model]:
    related = getattr(row, name)
    if related is None:
        return []
    return [related] if isinstance(related, Model) else list(related.all())


@cache
def _columns(model: type[Model]) -> dict[str, str]:
    """Column -> the attribute that holds it; `taxonomy_id` is the one where they differ."""
    return {field.column: field.attname for field in model._meta.concrete_fields}


@cache
def _fields(table: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(table)


def _record(row: Model, table: type[msgspec.Struct], beside: _Beside) -> Any:
    """A row as a struct of its table, with what is nested in it."""
    columns = _columns(row.__class__)
    values: dict[str, Any] = {}
    for field in _fields(table):
        if table is hsds.Location and row.pk in beside.confidential and field.name not in TOLD_OF_CONFIDENTIAL:
            continue
        if field.name in columns:
            values[field.name] = _plain(getattr(row, columns[field.name]), field.required)
        else:
            values[field.name] = _nested(row, field, table, beside)
    return table(**values)


def _nested(row: Model, field: msgspec.structs.FieldInfo, table: type[msgspec.Struct], beside: _Beside) -> Any:
    """What is nested in a field: a tuple of records, or the one there is, or the field's default."""
    part = _GENERIC.get(field.name) or _parts(table).get(field.name)
    if part is None:
        return field.default
    found = beside.generic[field.name].get(row.pk, ()) if field.name in _GENERIC else _related(row, field.name)
    records = tuple(_record(nested, part, beside) for nested in found if nested.pk not in beside.leave_out)
    return records if field.default == () else next(iter(records), msgspec.UNSET)


def _plain(value: Any, required: bool) -> Any:
    """A value of the database as the standard writes it, UNSET where it was not given."""
    if value is None or (value == "" and not required):
        return msgspec.UNSET
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
