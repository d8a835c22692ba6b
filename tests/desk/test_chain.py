"""Whoever goes behind the triggers' back and changes, removes, adds or moves a row of the audit log is found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from dooryard.desk import append_only, chain
from dooryard.desk.actions import record
from dooryard.desk.models import AuditEntry
from tests.data_folders import environment

TABLE = "desk_auditentry"
ROWS = 7


@pytest.fixture
def rows(db: None) -> list[AuditEntry]:
    """Some rows, and no trigger that guards them any more."""
    made = [record(by=f"steward:{n}", action="confirm", key=n, details={"b": n, "a": "é"}) for n in range(ROWS)]
    with connection.cursor() as cursor:
        for statement in append_only.UNPROTECT[connection.vendor]:
            cursor.execute(statement.format(table=TABLE))
    return made


def verified(known: chain.Head | None = None) -> chain.Head:
    return chain.verify(AuditEntry.objects.chained(), known)


def change(**values: object) -> Callable[[list[AuditEntry]], int]:
    def tamper(rows: list[AuditEntry]) -> int:
        AuditEntry.objects.filter(pk=rows[3].pk).update(**values)
        return rows[3].pk

    return tamper


def remove(place: int) -> Callable[[list[AuditEntry]], int]:
    def tamper(rows: list[AuditEntry]) -> int:
        AuditEntry.objects.filter(pk=rows[place].pk).delete()
        return rows[place + 1].pk

    return tamper


def swap(rows: list[AuditEntry]) -> int:
    """Two rows take each other's number."""
    one, other = rows[2].pk, rows[4].pk
    for old, new in ((one, 900), (other, one), (900, other)):
        AuditEntry.objects.filter(pk=old).update(id=new)
    return one


def swap_what_they_say(rows: list[AuditEntry]) -> int:
    for row, said in ((rows[2], rows[4]), (rows[4], rows[2])):
        AuditEntry.objects.filter(pk=row.pk).update(by=said.by, key=said.key, details=said.details, at=said.at)
    return rows[2].pk


def move_the_last_away(rows: list[AuditEntry]) -> int:
    AuditEntry.objects.filter(pk=rows[-1].pk).update(id=rows[-1].pk + 50)
    return rows[-1].pk + 50


def put_one_in(rows: list[AuditEntry]) -> int:
    row = rows[-1]
    AuditEntry.objects.create(pk=row.pk + 1, at=row.at, by="x", action="y", previous=row.digest, digest="0" * 64)
    return row.pk + 1


def chain_one_again(rows: list[AuditEntry]) -> int:
    """Whoever knows how a digest is made changes a row and its digest: the one after it gives them away."""
    rows[3].by = "nobody"
    AuditEntry.objects.filter(pk=rows[3].pk).update(by="nobody", digest=chain.digest(rows[3]))
    return rows[4].pk


TAMPERINGS = {
    "who": change(by="nobody"),
    "what": change(action="handle"),
    "which table": change(table="phone"),
    "which record": change(key="900"),
    "when": change(at="2020-01-01T00:00:00Z"),
    "how many": change(details={"a": "é", "b": 900}),
    "its digest": change(digest="f" * 64),
    "what it follows": change(previous="f" * 64),
    "the first removed": remove(0),
    "one removed": remove(3),
    "two swapped": swap,
    "what two say swapped": swap_what_they_say,
    "the last under another number": move_the_last_away,
    "one put in": put_one_in,
    "one chained again": chain_one_again,
}


@pytest.mark.parametrize("tamper", TAMPERINGS.values(), ids=TAMPERINGS)
def test_a_row_that_was_changed_removed_or_moved_is_found(
    rows: list[AuditEntry], tamper: Callable[[list[AuditEntry]], int]
) -> None:
    assert verified() == chain.Head(ROWS, rows[-1].digest)
    faulty = tamper(rows)
    with pytest.raises(chain.Broken) as found:
        verified()
    assert found.value.row == faulty


@pytest.mark.parametrize("cut", [1, 3, ROWS])
def test_an_end_that_was_cut_off_is_found_with_the_head_that_was_written_down(rows: list[AuditEntry], cut: int) -> None:
    head = verified()
    AuditEntry.objects.filter(pk__in=[row.pk for row in rows[-cut:]]).delete()
    assert verified().rows == ROWS - cut, "by itself it looks whole"
    with pytest.raises(chain.Broken, match=f"{cut} rows are missing at the end") as found:
        verified(head)
    assert found.value.row == 0


def test_a_whole_chain_that_was_written_anew_is_found_with_the_head_that_was_written_down(
    rows: list[AuditEntry],
) -> None:
    head, last = verified(), chain.BEGINNING
    for row in rows:
        row.by, row.previous = "nobody", last
        last = row.digest = chain.digest(row)
    AuditEntry.objects.all().delete()
    AuditEntry.objects.bulk_create(rows)
    assert verified().rows == ROWS
    with pytest.raises(chain.Broken, match="not the row that was the last"):
        verified(head)


def test_rows_that_come_later_do_not_disturb_a_head_that_was_written_down(rows: list[AuditEntry]) -> None:
    head = verified()
    record(by="load", action="load")
    assert verified(head).rows == ROWS + 1


def test_a_long_log_is_read_in_parts(rows: list[AuditEntry], monkeypatch: pytest.MonkeyPatch) -> None:
    for many in (1, 2, ROWS, ROWS + 1):
        monkeypatch.setattr("dooryard.desk.models.audit.AT_ONCE", many)
        assert verified().rows == ROWS


@pytest.mark.django_db
def test_an_empty_log_is_whole() -> None:
    assert verified() == chain.Head(0, chain.BEGINNING)


@pytest.mark.django_db
@pytest.mark.parametrize("details", [{"share": 0.5}, {"deep": [{"share": 1e300}]}])
def test_a_number_that_databases_write_differently_is_refused(details: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="counts, keys and digests"):
        record(by="load", action="load", details=details)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_two_rows_cannot_follow_the_same_one() -> None:
    first = record(by="load", action="load")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.create(at=first.at, by="x", action="y", previous=chain.BEGINNING, digest="1" * 64)


@pytest.mark.django_db
def test_what_is_chained_is_written_the_same_for_ever() -> None:
    """Rows on disk were chained with it: another way of writing would call them all faulty."""
    entry = AuditEntry(pk=3, at="", by="b", action="a", table="t", key="k", details={"y": 1, "x": ["é"]})
    entry.at = AuditEntry._meta.get_field("at").to_python("2026-11-23T01:02:03.000004+00:00")
    entry.previous = chain.BEGINNING
    assert chain.digest(entry) == "92b4af79b5e255fd5adf7028e2544c78a2958ff1d38c91b8790553d40a7be88c"


@pytest.mark.usefixtures("real_transactions")
def test_rows_from_before_the_chain_are_chained_and_guarded_again() -> None:
    at = [("desk", "0002_append_only")], MigrationExecutor(connection).loader.graph.leaf_nodes("desk")
    MigrationExecutor(connection).migrate(at[0])
    try:
        with connection.cursor() as cursor:
            for key in "abc":
                cursor.execute(
                    'INSERT INTO desk_auditentry (at, "by", action, "table", "key", details) '
                    "VALUES ('2026-11-23 01:02:03.000004+00:00', 'load', 'load', '', %s, '{\"n\": 1}')",
                    [key],
                )
    finally:
        MigrationExecutor(connection).migrate(at[1])
    assert verified().rows == 3
    assert [row.key for row in AuditEntry.objects.all()] == ["a", "b", "c"]
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.update(by="nobody")
    with transaction.atomic():
        record(by="load", action="load")
    assert verified().rows == 4


WRITER = """
from dooryard.web import preparing
preparing.start_django()
preparing.migrate()
from django.db import transaction
from dooryard.desk.actions import record
for _ in range(20):
    with transaction.atomic():
        record(by="load", action="load")
"""
READER = """
from dooryard.web import preparing
preparing.start_django()
from dooryard.desk import chain
from dooryard.desk.models import AuditEntry
print(chain.verify(AuditEntry.objects.chained()).rows)
"""


@pytest.mark.usefixtures("programs")
def test_writers_at_once_make_one_chain(tmp_path: Path) -> None:
    """Processes of their own: threads share SQLite's memory in the tests, and nothing waits there."""
    settings = environment(tmp_path)

    def run(code: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code], env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    said = run(WRITER).communicate(timeout=120)[0]
    before = int(run(READER).communicate(timeout=60)[0] or 0)
    assert not said and before >= 20
    writers = [run(WRITER) for _ in range(4)]
    assert not [said for writer in writers if (said := writer.communicate(timeout=120)[0])]
    assert int(run(READER).communicate(timeout=60)[0]) == before + 80
