"""Programs with a data folder of their own, each with a database of its own, on whatever the tests run on.

With SQLite the database lies in the folder. Where DATABASE_URL names PostgreSQL, each folder has one there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

ON_POSTGRESQL = bool(os.environ.get("DATABASE_URL"))
MARK, PROGRAMS = "database", "programs"
UNMARKED = f"starts a program that has a database: let it, or its fixture, ask for the fixture `{PROGRAMS}`"

ROOT = Path(__file__).resolve().parents[1]
TABLES = "tables"
MIGRATE = "from dooryard.web import preparing; preparing.start_django(); preparing.migrate()"

_lent: dict[Path, str] = {}
running: list[pytest.Item] = []
"""The test that runs now."""


def environment(data: Path, **settings: str) -> dict[str, str]:
    """What a program is started with that has this data folder.

    Fails in a test without the mark: it would never be run on PostgreSQL.
    """
    assert not running or running[-1].get_closest_marker(MARK), f"{running[-1].nodeid} {UNMARKED}"
    return os.environ | {"DOORYARD_DATA": str(data)} | own_database(data) | settings


def uses_database(item: pytest.Item) -> bool:
    """Whether a test opens a database, or starts a program that does: its fixtures say so.

    pytest-django lets no other test open one, and `environment` lets no other test start one.
    """
    asked = {"django_db_setup", PROGRAMS} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


def query(data: Path, sql: str, *values: object, liaison: bool = False) -> list[tuple[Any, ...]]:
    """Rows of a folder's database, read or changed beside the program; a value stands as ? in the statement."""
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(data / f"{'liaison' if liaison else 'dooryard'}.sqlite3")) as file, file:
            return file.execute(sql, values).fetchall()
    with psycopg.connect(own_database(data)["DATABASE_URL"], options="-c search_path=public,liaison") as server:
        found = server.execute(sql.replace("?", "%s"), values)  # type: ignore[arg-type]
        return found.fetchall() if found.description else []


def own_database(data: Path) -> dict[str, str]:
    """The setting that names a folder's database, which is made when it is first asked for; its tables are there."""
    if not ON_POSTGRESQL:
        return {}
    with _server() as server:
        if not _there(server, _name(data)):
            _tables(server)
            server.execute(f'CREATE DATABASE "{_name(data)}" TEMPLATE "{TABLES}"')
    return {"DATABASE_URL": _address(_name(data))}


@contextmanager
def copied(data: Path, to: Path) -> Iterator[None]:
    """Give a folder a database with the tables of another that holds nothing."""
    if not ON_POSTGRESQL:
        for file in data.glob("*.sqlite3"):
            shutil.copy(file, to)
        yield
        return
    own_database(to)
    yield
    removed(to)


@contextmanager
def lent(data: Path, to: Path) -> Iterator[None]:
    """The same, for hundreds of tests one after the other: PostgreSQL lends the one database, to be emptied."""
    if not ON_POSTGRESQL:
        with copied(data, to):
            yield
        return
    _lent[to.resolve()] = _name(data)
    yield
    del _lent[to.resolve()]


def removed(data: Path) -> None:
    """Remove a folder's database from the server, whoever is at it."""
    with _server() as server:
        server.execute(f'DROP DATABASE "{_name(data)}" WITH (FORCE)')


def stored(data: Path) -> bytes:
    """Every byte of a folder's files, and on PostgreSQL every value of its database."""
    found = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    if ON_POSTGRESQL:
        tables = query(data, "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'liaison')")
        rows = [row for schema, table in tables for row in query(data, f'SELECT * FROM "{schema}"."{table}"')]
        found += b"\n".join(one if isinstance(one, bytes) else str(one).encode() for row in rows for one in row)
    return found


def writing(data: Path) -> sqlite3.Connection | psycopg.Connection[Any]:
    """Somebody else who writes to a folder's database, and lets nobody else write before this is closed."""
    if not ON_POSTGRESQL:
        file = sqlite3.connect(data / "dooryard.sqlite3", isolation_level=None, check_same_thread=False)
        file.execute("BEGIN IMMEDIATE")
        return file
    server = psycopg.connect(own_database(data)["DATABASE_URL"])
    server.execute("LOCK TABLE directory_report IN EXCLUSIVE MODE")
    return server


def _server() -> psycopg.Connection[Any]:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def _there(server: psycopg.Connection[Any], name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _tables(server: psycopg.Connection[Any]) -> None:
    """Make the database that the others are copies of, once: two seconds of migrating for each would be minutes."""
    server.execute("SELECT pg_advisory_lock(1)")  # until this connection is closed
    if not _there(server, TABLES):
        server.execute(f'CREATE DATABASE "{TABLES}_unfinished"')
        settings = os.environ | {"DATABASE_URL": _address(f"{TABLES}_unfinished"), "PYTHONPATH": str(ROOT)}
        with tempfile.TemporaryDirectory() as data:
            subprocess.run([sys.executable, "-c", MIGRATE], env=settings | {"DOORYARD_DATA": data}, check=True)
        server.execute(f'ALTER DATABASE "{TABLES}_unfinished" RENAME TO "{TABLES}"')


def _address(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def _name(data: Path) -> str:
    return _lent.get(data.resolve()) or f"data_{hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:24]}"
