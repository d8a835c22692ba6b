"""The benchmark of relevance: a user's clone scores by the same categories as the founders' folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import relevance


def test_without_the_founders_folder_the_place_gives_the_categories(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relevance, "FOUNDERS", tmp_path)
    found = relevance.source_categories()
    assert relevance.question_files() == [relevance.OWN]
    assert {"hotline", "withdrawal-management", "syringe-services"} <= set(found.values())
    assert len(found) > 150


def test_both_sources_of_the_categories_agree(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = relevance.source_categories()
    monkeypatch.setattr(relevance, "FOUNDERS", tmp_path)
    assert relevance.source_categories() == theirs
