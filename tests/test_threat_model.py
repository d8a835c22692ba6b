"""The threat model makes no claim without a test: every test that it names exists."""

from __future__ import annotations

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
