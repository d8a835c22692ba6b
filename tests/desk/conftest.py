"""Accounts to try the desk with, hashes that cost nothing, and a clock to set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import argon2
import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from dooryard.desk import guessing, hashing
from dooryard.desk.actions.accounts import invite
from dooryard.desk.actions.sessions import enter
from dooryard.desk.models import Account, Session
from tests.desk.client import DeskClient

SignedIn = Callable[..., DeskClient]


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Argon2id that takes no time; what it costs outside of the tests is a test of its own."""
    monkeypatch.setattr(hashing, "HASHER", argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    hashing._nobodys.cache_clear()
    yield
    hashing._nobodys.cache_clear()


@pytest.fixture(autouse=True)
def calm() -> None:
    """Nobody has tried anything yet."""
    for guard in (guessing.guard, guessing.inside):
        guard.__init__()  # type: ignore[misc]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of its own, with no key in it yet."""
    settings.DATA = tmp_path / "var"
    return tmp_path / "var"


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> datetime:
        return self.now

    def goes(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the whole desk."""
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made


def account(name: str, *roles: str, state: str = Account.ACTIVE) -> Account:
    """An account that has taken its invitation."""
    invite(name, roles, by="test")
    made = Account.objects.get(name=name)
    made.roles, made.state = list(roles), state
    made.save()
    return made


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    """A browser in which somebody with some roles is signed in."""

    def make(*roles: str, name: str = "") -> DeskClient:
        who = account(name or f"A {' and '.join(roles)}", *roles)
        return DeskClient(enter(who, Session.PASSKEY, by=who.by))

    return make
