"""The threat model makes no claim without a test: every test that it names exists."""

from __future__ import annotations

import re

import pytest

from tests.naming import NAMED, cells, missing, read

TEXT = read("threat-model.md")


def test_every_test_that_the_threat_model_names_exists() -> None:
    assert missing(TEXT) == []


def test_every_claim_names_one() -> None:
    claims = cells(TEXT, "Claim", "Held by") + cells(TEXT, "Who", "gets", "does not get", "Held by")
    assert len(claims) > 20
    assert [row for row in claims if not NAMED.search(row[-1])] == []


def test_a_test_that_nobody_wrote_is_missed() -> None:
    assert missing("`tests/web/test_leaving.py::test_nothing`") == ["tests/web/test_leaving.py::test_nothing"]
    assert missing("`tests/nowhere.py::test_nothing`") == ["tests/nowhere.py::test_nothing"]


ADVERSARIES = (
    "The host agency",
    "Who takes the phone",
    "A partner",
    "A subpoena, a search of the machine, a theft",
    "The network",
    "The operator",
    "Us",
)


@pytest.mark.parametrize("who", ADVERSARIES)
def test_each_adversary_has_what_is_protected_with_its_test_and_what_is_not(who: str) -> None:
    section = TEXT.split(f"### {who}\n")[1].partition("\n### ")[0].partition("\n## ")[0]
    rows = cells(section, "Who", "gets", "does not get", "Held by")
    assert rows and all(NAMED.search(row[-1]) for row in rows)
    assert re.search(r"^Not protected: \S", section, re.M)
