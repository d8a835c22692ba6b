"""A room of its own for each test: the real kind of database, in a file, with the real tables."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ConnectionHandler, connections
from pytest_django.fixtures import Settings

from dooryard.liaison import hashing
from dooryard.liaison.models import Row
from dooryard.liaison.teams import Ring
from dooryard.web.settings import DATABASES, liaison_database
from tests.liaison.helpers import COUNTY, team_of

TODAY = datetime.date(2026, 11, 23)
POSTGRESQL = "postgresql" in str(DATABASES["default"]["ENGINE"])
sqlite_only = pytest.mark.skipif(POSTGRESQL, reason="this is about SQLite's own files")
"""DATABASE_URL runs the tests of what is kept on PostgreSQL as well (tests/web/test_postgresql.py)."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test here may ask both databases."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.django_db(databases=["default", "liaison"]))


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Path:
    """An empty file with the room's tables."""
    folder = tmp_path_factory.mktemp("tables")
    with django_db_blocker.unblock(), in_file(folder):
        call_command("migrate", database="liaison", verbosity=0)
    return folder / "liaison.sqlite3"


class kept_in:  # noqa: N801
    """The room's database elsewhere, while this lasts, for this thread."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.connection = ConnectionHandler({"default": {}, "liaison": settings})["liaison"]

    def __enter__(self) -> Any:
        self.before = connections["liaison"]
        connections["liaison"] = self.connection
        return self.connection

    def __exit__(self, *_what: object) -> None:
        self.connection.close()
        connections["liaison"] = self.before


def in_file(folder: Path) -> kept_in:
    """The room's database in a file of this folder."""
    return kept_in(liaison_database("", folder))


def in_schema() -> kept_in:
    """The room's database on the tests' PostgreSQL, empty."""
    kept = kept_in(dict(connections["liaison"].settings_dict))
    tables = ", ".join(f'"{model._meta.db_table}"' for model in Row.__subclasses__())
    with kept.connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")
    return kept


@pytest.fixture
def room(tmp_path: Path, tables: Path, db: None, settings: Settings) -> Iterator[Path]:
    """A data folder with the room's database in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(tables, folder / "liaison.sqlite3")
    settings.LIAISON_COPY = None
    with in_schema() if POSTGRESQL else in_file(folder):
        yield folder


@pytest.fixture
def copy(room: Path, tmp_path: Path, settings: Settings) -> Path:
    """The folder of the second copy."""
    folder = tmp_path / "copy"
    folder.mkdir()
    settings.LIAISON_COPY = folder
    return folder


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 at its cheapest: what it costs is not what is looked at."""
    monkeypatch.setattr(hashing, "MEMORY_KB", 8)
    monkeypatch.setattr(hashing, "PASSES", 1)


@pytest.fixture
def team(room: Path, light: None) -> Ring:
    """What the first liaison of the county has open."""
    return team_of(COUNTY, "ann")
