"""What every test shares: the way to the founders' reference folder, and a closed network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from dooryard.desk.append_only import protect, unprotect
from tests import data_folders

ROOT = Path(__file__).resolve().parents[1]
AUDIT_LOG = "desk_auditentry"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that opens a database, before `-m` chooses among them: it is run on PostgreSQL as well."""
    for item in items:
        if data_folders.uses_database(item):
            item.add_marker(data_folders.MARK)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Know which test runs, with its fixtures: what it starts must be told by its mark."""
    data_folders.running.append(item)
    try:
        return (yield)
    finally:
        data_folders.running.pop()


@pytest.fixture(scope="session")
def programs() -> None:
    """Whatever starts a program that has a database asks for this, so that it is run on PostgreSQL as well."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The founders' folder of facts and standards; a user's clone has none, and the test says so."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared, the founders' reference folder, which a user's clone does not have")
    return folder


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the tests may reach another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def protected_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Protects the audit log again after the tables were emptied: PostgreSQL empties them with a TRUNCATE."""
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        protect(editor, AUDIT_LOG)


@pytest.fixture
def real_transactions(protected_again: None, transactional_db: None) -> Iterator[None]:
    """Transactions that really commit. Afterwards the audit log lets its rows go, so that the tables can be emptied."""
    yield
    with connection.schema_editor() as editor:
        unprotect(editor, AUDIT_LOG)
