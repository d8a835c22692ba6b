"""What the threat model says of the room's tables: which columns stand in the open, and which nobody can read."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import BinaryField

from tests.naming import cells, read

HEADS = ("Table", "Stands in the open", "Sealed, hashed, or a public half")


def told(text: str) -> dict[str, tuple[set[str], set[str]]]:
    """For each table of a text, the columns in the open and the others."""
    return {row[0].strip("`"): (_names(row[1]), _names(row[2])) for row in cells(text, *HEADS)}


def there() -> dict[str, tuple[set[str], set[str]]]:
    """The same from the models; a row's own random number says nothing."""
    found = {}
    for model in apps.get_app_config("liaison").get_models():
        columns: list[Any] = [one for one in model._meta.concrete_fields if one.attname != "id"]
        sealed = {one.attname for one in columns if isinstance(one, BinaryField)}
        found[model._meta.db_table] = ({one.attname for one in columns} - sealed, sealed)
    return found


def _names(cell: str) -> set[str]:
    return {one.strip("` ") for one in cell.split(",")} - {"—"}


def test_the_table_names_every_column() -> None:
    assert told(read("threat-model.md")) == there()


def test_a_column_that_is_left_out_or_said_to_be_sealed_is_seen() -> None:
    text = read("threat-model.md")
    for wrong in (text.replace("`urgency`, ", ""), text.replace("`lookup`, `public`", "`lookup`, `public`, `urgency`")):
        assert wrong != text and told(wrong) != there()
