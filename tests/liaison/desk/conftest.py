"""Browsers of liaisons, and a county whose team they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import argon2
import pytest
from pytest_django.fixtures import Settings

from dooryard.core.places import Place
from dooryard.desk import guessing, hashing
from dooryard.desk.actions.sessions import enter
from dooryard.desk.models import Session
from dooryard.directory.presenters import county_name
from dooryard.liaison import teams, threads
from dooryard.liaison.desk import actions, reading
from dooryard.liaison.letters import Wishes
from dooryard.liaison.models import Thread
from dooryard.liaison.sealing import Code
from tests.desk.client import DeskClient
from tests.desk.conftest import account
from tests.liaison.helpers import COUNTY, WISHES, form

KEYS = "nine grey herons at low tide"
OTHER = "Knox"
PLACES = [Place(f"{name} County", "county", 44.5, -69.1, name) for name in (COUNTY, OTHER, "Oxford")]


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch, room: Path, light: None, settings: Settings) -> Iterator[None]:
    """Nobody has tried anything, hashes cost nothing, and the place has three counties."""
    settings.DATA = room
    for guard in (guessing.guard, guessing.inside):
        guard.__init__()  # type: ignore[misc]
    monkeypatch.setattr(hashing, "HASHER", argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(reading, "counties", lambda: [(one.county, county_name(one.county)) for one in PLACES])
    yield


class Liaison(DeskClient):
    """A liaison's browser, with what its forms carry."""

    def __init__(self, cookie: str, by: str) -> None:
        super().__init__(cookie)
        self.by = by

    def send(self, path: str, **fields: object) -> str:
        """Send a form of ours; where the browser is sent."""
        return str(self.post(f"/desk/liaison/{path}", {"word": self.word()} | fields)["Location"])

    def opens(self, passphrase: str = KEYS, again: str = KEYS) -> str:
        """Open the keys, or make them."""
        return self.send("keys/search", passphrase=passphrase, again=again)


def signed_in(name: str, *roles: str) -> Liaison:
    """Somebody who is signed in, with no key open."""
    who = account(name, *roles)
    return Liaison(enter(who, Session.PASSPHRASE, by=who.by), who.by)


def name(county: str, *who: Liaison) -> None:
    """An administrator names them for a county."""
    for one in who:
        actions.name(county, one.by, by="admin")


@pytest.fixture
def ann() -> Liaison:
    """The first liaison of the county, with her keys open."""
    made = signed_in("Ann", "liaison")
    assert made.opens() == "/desk/liaison/?said=opened"
    teams.enrol(COUNTY, made.by, by=made.by)
    return made


@pytest.fixture
def ben() -> Liaison:
    """The first liaison of another county, with his keys open."""
    made = signed_in("Ben", "liaison")
    made.opens()
    teams.enrol(OTHER, made.by, by=made.by)
    return made


def wrote(text: str = "I slept by the old mill", county: str = COUNTY, **more: object) -> tuple[Code, int]:
    """Somebody writes; their code, and the id of the conversation."""
    before = set(Thread.objects.values_list("pk", flat=True))
    code = Code.new()
    given = {"wishes": WISHES} | more
    wishes = given.pop("wishes")
    assert isinstance(wishes, Wishes)
    threads.begin(code, county, text, wishes, form(), **given)  # type: ignore[arg-type]
    return code, next(one for one in Thread.objects.values_list("pk", flat=True) if one not in before)


def read(code: Code) -> list[str]:
    """What the person reads who comes back."""
    found = threads.read(code.key, code.lookup)
    return [letter.text for letter in found.letters] if found else []
