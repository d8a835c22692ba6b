"""Sending the form of “this is wrong” as a person does, for the tests of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dooryard.directory import limits, receiving
from tests.web.checking import CheckingClient
from tests.web.test_pages import text_of

FORM = "/service/naloxone/wrong"
ADDRESS, AGENT, TONGUE = "203.0.113.77", "PlantedAgent/7.7", "tlh"


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was sent before, and nobody need wait."""
    monkeypatch.setattr(limits, "YOUNGEST", 0.0)
    monkeypatch.setattr(receiving, "spent", limits.Spent())
    monkeypatch.setattr(receiving, "bucket", limits.Bucket())


def stamp(client: CheckingClient, form: str = FORM) -> str:
    """The stamp of a fresh form."""
    page = client.get(form).content.decode()
    found = re.search(r'name="stamp" type="hidden" value="([^"]+)"', page)
    assert found
    return found.group(1)


def send(client: CheckingClient, form: str = FORM, **fields: str) -> Any:
    """Send the form and follow to what is said of it."""
    given = {"what": "number", "words": ""} | fields
    if "stamp" not in given:
        given["stamp"] = stamp(client, form)
    posted = client.post(form, given)
    assert posted.status_code == 303
    assert posted["Location"].startswith(f"{form}/")
    return client.get(posted["Location"])


def says(answer: Any) -> str:
    return text_of(answer.content.decode())
