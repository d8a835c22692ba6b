"""The page for an overdose is there whatever else is broken."""

from __future__ import annotations

from typing import NoReturn

import pytest

from dooryard.directory import current, health
from tests.web.checking import CheckingClient


def broken(*anything: object) -> NoReturn:
    raise OSError("broken")


@pytest.mark.parametrize(("module", "name"), [(current, "directory"), (current, "place_folder"), (health, "law")])
def test_the_steps_are_shown_whatever_else_is_broken(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    whole = client.get("/now").content.decode()
    monkeypatch.setattr(module, name, broken)
    answer = client.get("/now")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<li") > 5
    assert all(step.text.split(".")[0] in page for step in health.now().steps)
    assert "Call 911" in page and "Call 911" in whole
