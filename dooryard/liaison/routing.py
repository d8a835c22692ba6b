"""Keeps the tables of the liaison's room in its own database, and every other table out of it."""

from __future__ import annotations

from typing import Any

ALIAS = "liaison"
"""The name of the database in the settings, and of the app whose tables it holds."""


class OwnDatabase:
    """Django asks this where a table is read, written and made."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """The room's own database for its own tables."""
        return ALIAS if model._meta.app_label == ALIAS else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        """As for reading."""
        return self.db_for_read(model)

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """No row there points to one elsewhere: what is known of a conversation must not lead to an account."""
        return bool((one._meta.app_label == ALIAS) == (other._meta.app_label == ALIAS))

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Each table in the one database that is its own."""
        return (db == ALIAS) == (app_label == ALIAS)
