"""Database triggers that make a table append-only, for SQLite and PostgreSQL.

SQLite drops a table's triggers when a migration rebuilds the table: such a migration must call `protect` again.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    # REPLACE removes the old row without firing a DELETE trigger.
    "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
)
_SQLITE_UNDO = tuple(f"DROP TRIGGER {{table}}_no_{what}" for what in ("update", "delete", "replace"))

_POSTGRESQL = (
    "CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
    "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
)
_POSTGRESQL_UNDO = ("DROP TRIGGER {table}_append_only ON {table}", "DROP FUNCTION {table}_append_only()")

PROTECT = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
UNPROTECT = {"sqlite": _SQLITE_UNDO, "postgresql": _POSTGRESQL_UNDO}


def protect(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """From now on the table takes new rows only. Raises KeyError on a database that Dooryard does not know."""
    for statement in PROTECT[editor.connection.vendor]:
        editor.execute(statement.format(table=table))


def unprotect(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Take the triggers away again, as undoing a migration does."""
    for statement in UNPROTECT[editor.connection.vendor]:
        editor.execute(statement.format(table=table))
