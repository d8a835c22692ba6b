"""What decoding leaves unsaid about a record: texts that are not the addresses, dates or times they should be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import cache
from typing import Any

import msgspec

_LONGEST_SHOWN = 60
_DEGREES = {"latitude": 90, "longitude": 180}


def problems(record: msgspec.Struct) -> list[str]:
    """What is wrong with the values of a record and all that is nested in it, each as "$.path: what is wrong".

    Speaks of formats (uuid, uri, email, date, time, date-time) and of degrees that are not on Earth; types, required
    fields and value sets are the decoder's to refuse. An empty list means that a validator with formats on is content.
    """
    return list(_problems(record, "$"))


def _problems(record: msgspec.Struct, path: str) -> Iterator[str]:
    formats = _formats(type(record))
    for name in record.__struct_fields__:
        value = getattr(record, name)
        here = f"{path}.{name}"
        if isinstance(value, msgspec.Struct):
            yield from _problems(value, here)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from _problems(item, f"{here}[{index}]")
        elif value is not msgspec.UNSET:
            yield from _wrong(name, value, formats.get(name, ""), here)


def _wrong(name: str, value: Any, form: str, path: str) -> Iterator[str]:
    if form and not _CHECKS[form](value):
        yield f"{path}: {_short(value)} is not {_MEANING[form]}"
    elif name in _DEGREES and not -_DEGREES[name] <= value <= _DEGREES[name]:
        yield f"{path}: {_short(value)} is not between -{_DEGREES[name]} and {_DEGREES[name]} degrees"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."


@cache
def _formats(table: type[msgspec.Struct]) -> dict[str, str]:
    """Field -> format, as the JSON Schema made from core/hsds/values.py has it."""
    (_,), components = msgspec.json.schema_components([table])
    fields = components[table.__name__]["properties"]
    formats = {name: field.get("format") or field.get("datapackage_type") for name, field in fields.items()}
    return {name: form for name, form in formats.items() if form}


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(pattern, value) is not None


def _reads(pattern: str, read: Callable[[str], object]) -> Callable[[str], bool]:
    """Whether a text has the pattern and names a day or a time that exists."""

    def check(value: str) -> bool:
        if re.fullmatch(pattern, value) is None:
            return False
        try:
            read(value)
        except ValueError:
            return False
        return True

    return check


_DAY = r"\d{4}-\d\d-\d\d"
_CLOCK = r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?"
_ZONE = r"(Z|[+-]\d\d:\d\d)"

_CHECKS: dict[str, Callable[[str], bool]] = {
    "uuid": _matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "uri": _matches(r"(https?://[^\s/?#]+[^\s]*|(?!https?:)[A-Za-z][A-Za-z0-9+.-]*:[^\s]+)"),
    "email": _matches(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"),
    "date": _reads(_DAY, date.fromisoformat),
    "time": _reads(f"{_CLOCK}{_ZONE}?", time.fromisoformat),
    "date-time": _reads(f"{_DAY}T{_CLOCK}{_ZONE}", datetime.fromisoformat),
}

_MEANING = {
    "uuid": "a UUID",
    "uri": "an address with its scheme (https://...)",
    "email": "an email address",
    "date": "a day (YYYY-MM-DD)",
    "time": "a time of day (HH:MM, with Z or an offset where known)",
    "date-time": "an instant with its zone (2026-11-23T09:00:00.000Z)",
}
