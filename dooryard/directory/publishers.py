"""Who gives what a card shows: the publishers of its numbers, else those of its record."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dooryard.core.documents import DialPhone, Document

Row = dict[str, Any]


def of(document: Document, record: Row, shown: Collection[DialPhone]) -> tuple[str, ...]:
    """Their names in the record's order; none where the numbers differ in them, or nobody noted who they all are.

    What is said of a number that may be shown at once (tier A) is said of its record.
    """
    beside = record.get("dooryard", {})
    told = zip(document.phones, beside.get("phones", ()), strict=False)
    numbers = {_of_number(beside, row) for phone, row in told if phone in shown and phone.tier != "A"}
    if not numbers:
        names = _names(beside, "")
        return names if len(names) == document.sources else ()
    return numbers.pop() if len(numbers) == 1 else ()


def _of_number(beside: Row, phone: Row) -> tuple[str, ...]:
    """Who gives a number, if they are as many as are said to."""
    names = _names(beside, "phone", phone["number"])
    return names if len(names) == phone["publishers"] else ()


def _names(beside: Row, field: str, value: str = "") -> tuple[str, ...]:
    """Who says a field; of several values, who says this one, with or without an extension."""
    rows = (row for row in beside.get("provenance", ()) if row.get("field", "") == field and not row.get("how"))
    rows = (row for row in rows if not value or row.get("value", "").partition(" ext.")[0] == value)
    return tuple(dict.fromkeys(row["publisher"] for row in rows if row.get("publisher")))
