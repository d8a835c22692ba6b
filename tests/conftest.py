"""What every test shares: the way to the founders' reference folder, and a closed network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from dooryard.desk.append_only import protect, unprotect

ROOT = Path(__file__).resolve().parents[1]
AUDIT_LOG = "desk_auditentry"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


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
