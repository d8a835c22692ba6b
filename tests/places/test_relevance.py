"""The first answers of Maine are good ones: the floor that no change of words or ranking may go below."""

from __future__ import annotations

from typing import Any

from bench import relevance
from tests.places.conftest import Loaded


def scores(maine: Loaded) -> dict[str, Any]:
    found: dict[str, Any] = relevance.run(finder=maine.finder)["engines"]["dooryard"]
    return found


def test_answers_are_no_worse_than_what_was_promised(maine: Loaded) -> None:
    found = scores(maine)
    assert found["questions"] >= 800
    assert found["success@1"] >= 0.97
    assert found["precision@5"] >= 0.90
    assert found["emergency_recall"] == 1.0
    assert found["false_alarms"] <= 0.02


def test_the_score_falls_when_answers_are_wrong(maine: Loaded, monkeypatch: Any) -> None:
    monkeypatch.setattr(relevance, "source_categories", dict)
    assert scores(maine)["success@1"] < 0.2
