"""A served directory beside the room of its own: what the tests of the seeker's door ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from dooryard.directory import limits
from dooryard.liaison.seeker.views import back, write
from dooryard.liaison.teams import Ring
from tests.web.checking import CheckingClient
from tests.web.conftest import published  # noqa: F401


@pytest.fixture
def empty(published: Path, settings: Settings, room: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CheckingClient]:  # noqa: F811
    """A client of a site where nobody is enrolled."""
    settings.BUNDLES = published
    monkeypatch.setattr(back, "bucket", limits.Bucket(back.AT_ONCE, back.A_SECOND))
    monkeypatch.setattr(write, "bucket", limits.Bucket(write.AT_ONCE, write.A_SECOND))
    yield CheckingClient()


@pytest.fixture
def client(empty: CheckingClient, team: Ring) -> CheckingClient:
    """A client of a site where one county has a team."""
    return empty
