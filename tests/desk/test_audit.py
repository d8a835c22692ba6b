"""The audit log takes rows and gives none back."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from dooryard.desk import append_only
from dooryard.desk.actions import record
from dooryard.desk.models import AuditEntry


@pytest.mark.django_db
def test_an_action_leaves_a_row_that_says_who_did_what_to_which_record() -> None:
    entry = record(by="steward:17", action="confirm", table="phone", key="abc", details={"fields": 1})
    entry.refresh_from_db()
    assert (entry.by, entry.action, entry.table, entry.key) == ("steward:17", "confirm", "phone", "abc")
    assert entry.details == {"fields": 1}
    assert entry.at.tzinfo is not None
    assert str(entry) == f"{entry.at:%Y-%m-%d %H:%M} steward:17 confirm phone abc"


@pytest.mark.django_db
def test_rows_are_numbered_in_the_order_they_came() -> None:
    first, second = record(by="load", action="load"), record(by="load", action="load")
    assert second.pk > first.pk
    assert list(AuditEntry.objects.all()) == [first, second]
    assert str(first).endswith("load load")


def test_a_row_outside_a_transaction_is_refused(real_transactions: None) -> None:
    with pytest.raises(TransactionManagementError, match="inside the transaction"):
        record(by="load", action="load")
    assert not AuditEntry.objects.exists()


def test_a_row_that_was_committed_stays(real_transactions: None) -> None:
    with transaction.atomic():
        record(by="load", action="load")
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
def test_a_row_goes_with_the_write_that_failed() -> None:
    with pytest.raises(ValueError, match="planted"), transaction.atomic():
        record(by="load", action="load")
        raise ValueError("planted")
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["by", "action"])
def test_a_row_without_who_or_what_is_refused(missing: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        record(**{"by": "load", "action": "load", missing: ""})


CHANGES = {
    "sqlite": (
        "UPDATE desk_auditentry SET \"by\" = 'nobody'",
        "DELETE FROM desk_auditentry",
        'INSERT OR REPLACE INTO desk_auditentry (id, at, "by", action, "table", "key", details, previous, digest) '
        'SELECT id, at, \'nobody\', action, "table", "key", details, previous, digest FROM desk_auditentry',
    ),
    "postgresql": (
        "UPDATE desk_auditentry SET \"by\" = 'nobody'",
        "DELETE FROM desk_auditentry",
        "TRUNCATE desk_auditentry",
        'INSERT INTO desk_auditentry (id, at, "by", action, "table", "key", details, previous, digest) '
        'SELECT id, at, "by", action, "table", "key", details, previous, digest FROM desk_auditentry '
        "ON CONFLICT (id) DO UPDATE SET \"by\" = 'nobody'",
    ),
}
STATEMENTS = list(dict.fromkeys(statement for statements in CHANGES.values() for statement in statements))


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_itself_refuses_to_change_a_row(statement: str) -> None:
    if statement not in CHANGES[connection.vendor]:
        pytest.skip("this statement is the other database's")
    entry = record(by="load", action="load")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    entry.refresh_from_db()
    assert entry.by == "load"


@pytest.mark.django_db
@pytest.mark.parametrize("given", [-1, 0, -(2**63), 1, 2**31, 2**63 - 1])
def test_no_given_id_can_stand_in_the_way_of_the_rows_after_it(given: int) -> None:
    first = record(by="load", action="load")
    key = first.pk if given == 1 else given
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO desk_auditentry (id, at, "by", action, "table", "key", details, previous, digest) '
            'SELECT %s, at, \'nobody\', action, "table", "key", details, digest, previous FROM desk_auditentry',
            [key],
        )
    second = record(by="load", action="load")
    assert list(AuditEntry.objects.values_list("pk", "by")) == [(first.pk, "load"), (second.pk, "load")]
    assert second.pk > first.pk > 0


@pytest.mark.django_db
def test_the_framework_cannot_change_a_row_either() -> None:
    entry = record(by="load", action="load")
    entry.by = "nobody"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.get().by == "load"


@pytest.mark.django_db
def test_without_the_triggers_a_row_could_be_changed() -> None:
    record(by="load", action="load")
    with connection.cursor() as cursor:
        for statement in append_only.UNPROTECT[connection.vendor]:
            cursor.execute(statement.format(table="desk_auditentry"))
    assert AuditEntry.objects.update(by="nobody") == 1


class Editor:
    """Takes down what a migration would execute."""

    def __init__(self, vendor: str) -> None:
        self.connection = type("Connection", (), {"vendor": vendor})
        self.statements: list[str] = []

    def execute(self, statement: str) -> None:
        self.statements.append(statement)


def test_on_postgresql_a_trigger_refuses_update_delete_and_truncate_and_another_ids_out_of_order() -> None:
    editor = Editor("postgresql")
    append_only.protect(editor, "desk_auditentry")
    append_only.unprotect(editor, "desk_auditentry")
    function, trigger, _, order, *undo = editor.statements
    assert "RAISE EXCEPTION 'desk_auditentry is append-only'" in function
    assert "BEFORE UPDATE OR DELETE OR TRUNCATE ON desk_auditentry" in trigger
    assert "BEFORE INSERT ON desk_auditentry FOR EACH ROW" in order
    assert undo == [
        "DROP TRIGGER desk_auditentry_append_only ON desk_auditentry",
        "DROP FUNCTION desk_auditentry_append_only()",
        "DROP TRIGGER desk_auditentry_in_order ON desk_auditentry",
        "DROP FUNCTION desk_auditentry_in_order()",
    ]


def test_a_database_without_triggers_of_ours_is_refused() -> None:
    with pytest.raises(KeyError, match="oracle"):
        append_only.protect(Editor("oracle"), "desk_auditentry")
