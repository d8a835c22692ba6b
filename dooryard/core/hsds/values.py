"""The kinds of value that HSDS fields hold: what decoding refuses, and what JSON Schema is told of them.

A field without a value is left out: the standard refuses null. So optional fields are `Maybe[...] = UNSET`
(UNSET is falsy: `schedule.until or ""` works) and lists are tuples that default to the empty one.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, TypeVar

from msgspec import Meta, UnsetType

T = TypeVar("T")

Maybe: TypeAlias = T | UnsetType
"""A field that may be left out; null is refused."""

_UUID = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"

Id = Annotated[str, Meta(pattern=_UUID, max_length=36, extra_json_schema={"format": "uuid"})]
"""A UUID as text, checked when decoded; the length, because a pattern's $ lets a line end pass."""

Number = Annotated[int | float, Meta(extra_json_schema={"type": "number"})]
"""A JSON number; 18 stays 18 and does not come back as 18.0."""

Uri = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
"""An address with its scheme. This and the next four decode as any text; `problems` says what is wrong with them."""

Email = Annotated[str, Meta(extra_json_schema={"format": "email"})]

DateTime = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
"""RFC 3339 with a zone; the standard wants milliseconds, so that CSV tools read it: 2026-11-23T09:00:00.000Z."""

Date = Annotated[str, Meta(extra_json_schema={"datapackage_type": "date"})]
"""YYYY-MM-DD."""

Time = Annotated[str, Meta(extra_json_schema={"datapackage_type": "time"})]
"""HH:MM, with Z or an offset from UTC where one is known: 09:00-05:00."""

_TEXT = Meta(extra_json_schema={"type": "string"})

Weekday = Annotated[Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"], _TEXT]
Frequency = Annotated[Literal["WEEKLY", "MONTHLY"], _TEXT]
PlaceKind = Annotated[Literal["physical", "postal", "virtual"], _TEXT]
ServiceState = Annotated[Literal["active", "inactive", "defunct", "temporarily closed"], _TEXT]
