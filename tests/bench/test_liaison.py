"""The benchmark of writing: its sums, and a whole small run in which everything received is there."""

from __future__ import annotations

from pathlib import Path

import pytest

import bench
from bench import liaison
from bench.writing.people import Seen

WAITS = {"fsyncs_per_second": 3_000.0, "messages_per_second_one_by_one": 30.0}


def test_what_was_received_and_is_not_there_is_called_lost() -> None:
    seen = Seen(received=[0.1, 0.2, 0.3], texts=[0, 1, 2], refused=[0.01], pages=[0.005], turned_away=2)
    hurried = Seen(received=[0.1] * 30, texts=[*range(30)])
    # 3 was kept and nobody was told so: it does not stand for 2, which is gone.
    there = [0, 0, 1, 3]
    rounds = liaison.Round(seen, 60.0, there), liaison.Round(hurried, 2.0, hurried.texts)
    figures = liaison._figures(3, *rounds, WAITS)
    assert figures["engines"]["dooryard"] == {
        "p50": 200.0, "p95": 300.0, "p99": 300.0, "received": 3, "refused": 1, "turned_away": 2, "broken": 0,
        "per_second": 0.1, "lost": 1, "twice": 1,
    }  # fmt: skip
    assert figures["engines"]["directory-page"]["p50"] == 5.0
    assert figures["engines"]["sign-in"] == {"signed_in": 0, "busy": 0}
    assert list(figures["ratios"].values()) == [0.5]


def test_a_few_people_write_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORYARD_DATA", str(tmp_path))
    monkeypatch.setattr(liaison, "RECORDS", 100)
    monkeypatch.setattr("bench.writing.people.PAUSE", 0.2)
    monkeypatch.setattr("bench.writing.disk.TIMES", 5)
    figures = bench.load("liaison").run(size=3, seconds=4.0)
    ours = figures["engines"]["dooryard"]
    assert ours["received"] > 2
    assert (ours["broken"], ours["lost"], ours["twice"]) == (0, 0, 0)
    assert figures["engines"]["directory-page"]["p99"] > 0
    assert figures["engines"]["sign-in"]["signed_in"] > 0
    assert figures["disk"]["fsyncs_per_second"] > 0
    assert "signed_in" in liaison.table(figures)
