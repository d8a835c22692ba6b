"""Reads the database into HSDS records, whole: a service with all that hangs on it.

The structs say what to read: a model has a column or a relation for every field of its struct, under the same name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice
from typing import Any, NamedTuple, get_args, get_type_hints
from uuid import UUID

import msgspec
from django.db.models import Model

from dooryard.core import hsds
from dooryard.directory.models import Attribute, LocationPrivacy, Metadata, Service

CHUNK = 500
"""Services read at a time: one query for each kind of thing that hangs on them, however many there are."""

NOT_NESTED = {
    (hsds.Organization, "services"),  # the service is what we are reading
    (hsds.Organization, "locations"),  # the sites of all its services: every record would repeat them
    (hsds.ServiceAtLocation, "service"),
}

TOLD_OF_CONFIDENTIAL = ("id", "location_type", "organization_id", "languages", "phones", "schedules")
"""All that a record says of a confidential location. Its name, its texts and its history may give the address away."""

TOLD_AT_CONFIDENTIAL = ("id", "service_id", "location_id", "phones", "schedules", "location")
"""All that it says of a service there, for the same reason."""

PAGES = frozenset({
    "url", "additional_urls", "email", "assurer_email", "website", "additional_websites", "uri", "logo", "contacts"
})  # fmt: skip
"""What leads to a page or a desk that may print the street: told nowhere in the record of a service there."""

LINKED_BY_ID: dict[str, tuple[type[Model], str]] = {
    "attributes": (Attribute, "link_id"),
    "metadata": (Metadata, "resource_id"),
}
"""Lists that any row may have: their rows point at it by id, without a relation of their own."""

Table = type[msgspec.Struct]
Nested = dict[tuple[Table, str], dict[UUID, list[Any]]]
"""(table, field) -> id of a row of the table -> the rows nested in that field of it, first things first."""


def service_record(service_id: UUID | str, *, leave_out: Collection[UUID] = frozenset()) -> hsds.Service:
    """One service, whole. Rows whose id is in `leave_out` (phones held back) are not told.

    Raises Service.DoesNotExist where there is none of that id.
    """
    [record] = _records([Service.objects.get(pk=service_id)], leave_out)
    return record


def services(*, leave_out: Collection[UUID] = frozenset()) -> Iterator[hsds.Service]:
    """Every service, whole, in the order of the ids; `leave_out` as above.

    Lists stand in the order the source gave them, so the same rows give the same bytes
    (`msgspec.json.encode(record, order="deterministic")`). Inside a transaction all records are of one moment.
    """
    rows = Service.objects.order_by("id").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from _records(chunk, leave_out)


class _Quiet(NamedTuple):
    """Ids of the rows that are not told, and of those told by TOLD_OF_CONFIDENTIAL only; fields told of none."""

    leave_out: Collection[UUID]
    confidential: Collection[UUID]
    untold: frozenset[str] = frozenset()


def _records(rows: list[Service], leave_out: Collection[UUID]) -> Iterator[hsds.Service]:
    nested: Nested = defaultdict(dict)
    _read_under(rows, hsds.Service, nested)
    hidden = LocationPrivacy.objects.filter(confidential=True).values_list("location_id", flat=True)
    quiet = _Quiet(leave_out, frozenset(hidden))
    for row in rows:
        sites = nested[hsds.Service, "service_at_locations"].get(row.pk, ())
        secret = any(site.location_id in quiet.confidential for site in sites)
        yield _record(row, hsds.Service, nested, quiet._replace(untold=PAGES) if secret else quiet)


def _read_under(rows: Collection[Any], table: Table, nested: Nested) -> None:
    """Read what is nested in rows of a table, and in that, and so on."""
    for name, part in _parts(table).items() if rows else ():
        found = _read(rows, name)
        nested[table, name].update(found)
        _read_under({row.pk: row for group in found.values() for row in group}.values(), part, nested)


@cache
def _parts(table: Table) -> dict[str, Table]:
    """Field -> the table nested there."""
    parts = {}
    for name, hint in get_type_hints(table).items():
        kind = next(iter(get_args(hint)), hint)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and (table, name) not in NOT_NESTED:
            parts[name] = kind
    return parts


def _read(rows: Collection[Any], name: str) -> dict[UUID, list[Any]]:
    """Id -> the rows nested in field `name` of the row of that id; one query."""
    if name in LINKED_BY_ID:
        return _pointing_at(rows, *LINKED_BY_ID[name])
    relation = next(iter(rows))._meta.get_field(name)
    if relation.concrete:
        return _pointed_at(rows, relation.related_model, relation.attname)
    return _pointing_at(rows, relation.related_model, relation.field.attname)


def _pointing_at(rows: Collection[Any], model: Any, key: str) -> dict[UUID, list[Any]]:
    groups: dict[UUID, list[Any]] = defaultdict(list)
    for found in model.objects.filter(**{f"{key}__in": [row.pk for row in rows]}):
        groups[getattr(found, key)].append(found)
    return groups


def _pointed_at(rows: Collection[Any], model: Any, key: str) -> dict[UUID, list[Any]]:
    keys = {row.pk: getattr(row, key) for row in rows if getattr(row, key)}
    found = model.objects.in_bulk(set(keys.values()))
    return {pk: [found[target]] for pk, target in keys.items()}


@cache
def _fields(table: Table, model: type[Model]) -> list[tuple[msgspec.structs.FieldInfo, str]]:
    """The fields of a table, each with the attribute of the model that holds it, "" where records are nested."""
    attributes = {field.column: field.attname for field in model._meta.concrete_fields}
    return [(field, attributes.get(field.name, "")) for field in msgspec.structs.fields(table)]


def _record(row: Any, table: Table, nested: Nested, quiet: _Quiet) -> Any:
    """A row as a struct of its table, with what is nested in it."""
    values: dict[str, Any] = {}
    told = _told(row, table, quiet)
    for field, attribute in _fields(table, row.__class__):
        if field.name not in told or field.name in quiet.untold:
            continue
        if attribute:
            values[field.name] = _plain(getattr(row, attribute), field.required)
            continue
        found = [one for one in nested[table, field.name].get(row.pk, ()) if one.pk not in quiet.leave_out]
        if found:
            records = tuple(_record(one, _parts(table)[field.name], nested, quiet) for one in found)
            values[field.name] = records if field.default == () else records[0]
    return table(**values)


def _told(row: Any, table: Table, quiet: _Quiet) -> Collection[str]:
    """The fields of a row that may be told: all, but of a confidential place and of what is given there."""
    if row.pk in quiet.confidential:
        return TOLD_OF_CONFIDENTIAL
    if table is hsds.ServiceAtLocation and row.location_id in quiet.confidential:
        return TOLD_AT_CONFIDENTIAL
    return table.__struct_fields__


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
