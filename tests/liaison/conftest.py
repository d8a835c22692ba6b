"""A room of its own for each test: the real kind of database, in a file, with the real tables."""

from __future__ import annotations

import datetime
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
from dooryard.web.settings import liaison_database
from tests import data_folders
from tests.liaison.helpers import COUNTY, team_of

TODAY = datetime.date(2026, 11, 23)
sqlite_only = pytest.mark.skipif(data_folders.ON_POSTGRESQL, reason="looks into SQLite's own files")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test here may ask both databases."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.django_db(databases=["default", "liaison"]))


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Path:
    """A data folder whose database has the room's tables, and nothing in them."""
    folder = tmp_path_factory.mktemp("tables")
    with django_db_blocker.unblock(), kept_in(folder):
        call_command("migrate", database="liaison", verbosity=0)
    return folder


class kept_in:  # noqa: N801
    """The room's database is that of a data folder, or that of an address, while this lasts, for this thread."""

    def __init__(self, folder: Path, url: str = "", **settings: Any) -> None:
        url = url or data_folders.own_database(folder).get("DATABASE_URL", "")
        found = liaison_database(url, folder) | settings
        self.connection = ConnectionHandler({"default": {}, "liaison": found})["liaison"]

    def __enter__(self) -> Any:
        self.before = connections["liaison"]
        connections["liaison"] = self.connection
        return self.connection

    def __exit__(self, *_what: object) -> None:
        self.connection.close()
        connections["liaison"] = self.before


@pytest.fixture
def room(tmp_path: Path, tables: Path, db: None, settings: Settings) -> Iterator[Path]:
    """A data folder with the room's database in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    settings.LIAISON_COPY = None
    with data_folders.lent(tables, folder), kept_in(folder) as connection:
        if data_folders.ON_POSTGRESQL:
            empty(connection)
        yield folder


def empty(connection: Any) -> None:
    """Take out what the test before left."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(model._meta.db_table for model in Row.__subclasses__())}")


@pytest.fixture
def again(tmp_path: Path, tables: Path) -> Iterator[Path]:
    """A second data folder, whose database is empty."""
    folder = tmp_path / "again"
    folder.mkdir()
    with data_folders.copied(tables, folder):
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
