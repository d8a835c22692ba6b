"""The threat model makes no claim without a test: every test that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def missing(text: str) -> list[str]:
    """The tests that a text names and nobody wrote."""
    return [
        f"{path}::{name}"
        for path, name in NAMED.findall(text)
        if not (ROOT / path).is_file() or f"\ndef {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]


def test_every_test_that_the_threat_model_names_exists() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    assert missing(text) == []


def test_every_claim_names_one() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    claims = re.search(r"\| Claim \| Held by \|\n\|---\|---\|\n((?:\|.*\n)+)", text)
    assert claims
    assert [row for row in claims[1].splitlines() if not NAMED.search(row.rpartition(" | ")[2])] == []


def test_a_test_that_nobody_wrote_is_missed() -> None:
    assert missing("`tests/web/test_leaving.py::test_nothing`") == ["tests/web/test_leaving.py::test_nothing"]
    assert missing("`tests/nowhere.py::test_nothing`") == ["tests/nowhere.py::test_nothing"]
