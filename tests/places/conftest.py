"""Maine, loaded and compiled once for all tests that only look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from django.db import transaction
from django.test import override_settings

from dooryard.core.asking import Finder
from dooryard.core.documents import Document
from dooryard.core.numbers import national
from dooryard.directory.bundles import open_current
from dooryard.directory.compiling import Compiled, compile_all
from dooryard.feeds.actions import load
from dooryard.feeds.report import Report
from dooryard.web.preparing import compile_now

PLACES = Path(__file__).resolve().parents[2] / "places"


@dataclass(frozen=True)
class Loaded:
    """What loading a place reported, and what compiling it gave."""

    report: Report
    compiled: Compiled
    finder: Finder

    def of(self, ref: str) -> Document:
        """The first document of a record."""
        return next(document for document, _ in self.compiled.documents if document.ref == ref)

    def record(self, ref: str) -> dict[str, object]:
        """The whole record of a ref."""
        return next(msgspec.json.decode(record) for document, record in self.compiled.documents if document.ref == ref)

    def texts(self) -> str:
        """Everything that was compiled, as one text."""
        parts = (msgspec.json.encode(document) + b"\n" + record for document, record in self.compiled.documents)
        return b"\n".join(parts).decode()

    def dialed(self) -> set[str]:
        """The national digits of every number that can be dialed from anything compiled."""
        return {national(found) for found in re.findall(r"(?:tel|sms):\+?([0-9]+)", self.texts())}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A database is made only for tests that are marked; without one, these would read that of the data folder."""
    for item in items:
        if "maine" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def maine(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """Maine as it is in this repository, on November 23, 2026; the database forgets it at once."""
    data = tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), override_settings(DATA=data), transaction.atomic():
        report = load(str(PLACES / "maine"), by="test")
        compiled = compile_all(now=datetime(2026, 11, 23, 12, tzinfo=UTC), mentions=lambda words: ())
        compile_now(data)
        transaction.set_rollback(True)
    yield Loaded(report, compiled, Finder(open_current(data)))
