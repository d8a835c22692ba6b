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
    # REPLACE removes the old row without firing a DELETE trigger. While a row without an id is put in, its id is -1;
    # a row that says -1 itself is refused by the table's CHECK. An id far ahead would leave none for those after it.
    "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
    "WHEN NEW.id <> -1 AND NEW.id - (SELECT COALESCE(MAX(id), 0) FROM {table}) NOT BETWEEN 1 AND 1000 "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
)
_SQLITE_UNDO = tuple(f"DROP TRIGGER {{table}}_no_{what}" for what in ("update", "delete", "replace"))

_POSTGRESQL = (
    "CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
    "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
    # A sequence gives each id once, and two transactions may commit in another order than they took theirs: what was
    # given out is allowed in any order, an id that the sequence has not given yet, or one that is taken, is not.
    "CREATE FUNCTION {table}_in_order() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF NEW.id > (SELECT last_value FROM {table}_id_seq) OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
    "THEN RAISE EXCEPTION '{table} is append-only'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER {table}_in_order BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_in_order()",
)
_POSTGRESQL_UNDO = (
    "DROP TRIGGER {table}_append_only ON {table}",
    "DROP FUNCTION {table}_append_only()",
    "DROP TRIGGER {table}_in_order ON {table}",
    "DROP FUNCTION {table}_in_order()",
)

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
