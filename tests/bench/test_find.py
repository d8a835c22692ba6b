"""The benchmark of the finder: its form, its seed, and that its answers are checked."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import bench
from bench import find
from bench.generate import corpus


def test_the_same_seed_gives_the_same_records_and_questions() -> None:
    assert msgspec.json.encode(corpus(40, questions=10)) == msgspec.json.encode(corpus(40, questions=10))


def test_a_run_has_the_form_of_the_surface_and_our_answers_are_the_references(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORYARD_DATA", str(tmp_path))
    monkeypatch.setattr(find, "ROUNDS", 1)
    said: list[str] = []
    result = bench.load("find").run(size=120, progress=said.append, checked=25)
    assert (result["bench"], result["size"]) == ("find", 120)
    assert set(result["engines"]) == {"dooryard", "tantivy", "fts5"} and set(result["ratios"]) == {"tantivy", "fts5"}
    assert all(0 < row["p50"] <= row["p95"] <= row["p99"] for row in result["engines"].values())
    assert all(row["p50"] > 0 and row["p95"] > 0 for row in result["ratios"].values())
    assert all(row["memory_mb"] >= 0 and row["disk_mb"] > 0 for row in result["engines"].values())
    ours = result["engines"]["dooryard"]
    assert (ours["totals"], ours["top"], ours["order"], ours["facets"]) == (1.0, 1.0, 1.0, 1.0)
    assert result["engines"]["fts5"]["totals"] == 1.0 and result["engines"]["tantivy"]["totals"] > 0.9
    assert "dooryard" in find.table(result) and "indexing with fts5" in said
    said.clear()
    bench.load("find").run(size=120, checked=25)
    assert not said


def test_a_benchmark_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        bench.load("nothing")
