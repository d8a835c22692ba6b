"""How often the first answer is a good one: questions as people type them, scored by source record.

A result counts by the category its source record has in the facts, never by what we print about ourselves; a closed,
planned or held-back record never counts. The rule is that of the founders' search folder: success@1, precision@5,
emergency recall and false alarms.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bench import machine
from dooryard.core.asking import Answer, Finder
from dooryard.web.preparing import open_or_prepare

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "bench" / "questions.jsonl"
FOUNDERS = ROOT.parent / "shared"
EMERGENCY = "EMERGENCY"
NEVER = ("closed", "planned", "not-open", "awarded")
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def run(*, size: int | None = None, files: Iterable[Path] = (), finder: Finder | None = None) -> dict[str, Any]:
    """Ask every question, of the current bundle or of `finder`, and score the answers; `size` caps their number."""
    finder, categories = finder or open_or_prepare(), source_categories()
    rows = [row for path in (list(files) or question_files()) for row in _read(path)][:size]
    scored = [
        (row, score(row, finder.ask(row["q"], near=row["near"] or "", at=AT, limit=5), finder, categories))
        for row in rows
    ]
    kinds = defaultdict(list)
    for row, outcome in scored:
        kinds[row["kind"]].append(outcome)
    return {
        "bench": "relevance",
        "size": len(rows),
        "machine": machine(),
        "engines": {"dooryard": summary([outcome for _, outcome in scored])},
        "ratios": {},
        "kinds": {kind: summary(outcomes) for kind, outcomes in sorted(kinds.items())},
        "missed": [
            f"{row['id']} {row['q']!r} near {row['near']}: {outcome['got']}"
            for row, outcome in scored
            if not outcome["first"]
        ],
    }


def question_files() -> list[Path]:
    """Our own published questions, and the founders' where their folder stands beside the checkout."""
    return [path for path in (FOUNDERS / "search" / "queries.jsonl", OWN) if path.is_file()]


def source_categories() -> dict[str, str]:
    """Source record to the category it has in the facts; records that may never count are left out."""
    folder = FOUNDERS / "domain"
    if folder.is_dir():
        rows: Iterator[dict[str, Any]] = _read(folder / "maine_services.jsonl")
        known = {row["id"]: row["category"] for row in rows if not row["status"].startswith(NEVER)}
        return known | {
            row["id"]: "hotline" for row in _read(folder / "hotlines.jsonl") if not row["publish"].startswith("no")
        }
    return dict(_place_categories(ROOT / "places" / "maine"))


def _place_categories(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.yaml")):
        for row in (yaml.load(path.read_bytes(), yaml.CSafeLoader) or {}).get("services", []):
            if not row.get("held") and row["status"][-1]["state"] not in NEVER:
                yield row["ref"], row["categories"][0]


def score(row: dict[str, Any], answer: Answer, finder: Finder, categories: dict[str, str]) -> dict[str, Any]:
    """What one answer is worth: whether the first is good, the share of good ones, whether the card was raised."""
    refs = [finder.bundle.document(hit.index).ref for hit in answer.found.hits[:5]]
    good = [ref in categories and (ref in row["expect"] or categories[ref] in row["expect"]) for ref in refs]
    emergency = EMERGENCY in row["expect"]
    return {
        "emergency": emergency,
        "raised": answer.emergency,
        "first": answer.emergency if emergency else bool(good and good[0]),
        "share": sum(good) / len(good) if good else 0.0,
        "got": refs,
    }


def summary(outcomes: list[dict[str, Any]]) -> dict[str, float | None]:
    """Success@1 over all, precision@5 and false alarms over the ordinary, recall over the emergencies."""
    calls = [outcome for outcome in outcomes if outcome["emergency"]]
    ordinary = [outcome for outcome in outcomes if not outcome["emergency"]]
    return {
        "questions": len(outcomes),
        "success@1": _mean([outcome["first"] for outcome in outcomes]),
        "precision@5": _mean([outcome["share"] for outcome in ordinary]),
        "emergency_recall": _mean([outcome["raised"] for outcome in calls]),
        "false_alarms": _mean([outcome["raised"] for outcome in ordinary]),
    }


def _mean(values: list[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
