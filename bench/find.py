"""How fast the finder answers, beside tantivy and SQLite, with every answer checked by the slow reference."""

from __future__ import annotations

import gc
import hashlib
import importlib
import os
import platform
import shutil
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

import bench
from bench.engines import FACETS
from bench.generate import ZONE, Asked, Corpus, corpus
from bench.memory import taken
from bench.reference import Answer, Reference

ENGINES = ("dooryard", "tantivy", "fts5")
ROUNDS = 5
_HERE = Path(__file__).parent
CHECKED = 60
"""Questions that the reference answers; at 50,000 documents each takes it a good part of a second."""


def run(*, size: int = 2000, progress: bench.Progress = bench.silent, checked: int = CHECKED) -> dict[str, Any]:
    """Build what is missing, ask every engine every question in rounds, check the answers; milliseconds.

    The engines alternate, and who goes first changes each round, so that none has the machine to itself and each
    works as it would alone in a server. The first round warms the caches of all and is not counted.
    """
    progress(f"making {size:,} records")
    made = corpus(size)
    folder = bench.folder() / f"find-{size}"
    for name in ENGINES:
        _build(folder / name, made, name, progress)
    engines = {name: _module(name).Engine(folder / name, made) for name in ENGINES}
    times: dict[str, list[float]] = {name: [] for name in ENGINES}
    # The records that the bench holds are no part of any engine: none should pay for Python walking over them.
    gc.collect()
    gc.freeze()
    for turn in range(ROUNDS + 1):
        progress(f"round {turn} of {ROUNDS}")
        for name in ENGINES[turn % len(ENGINES) :] + ENGINES[: turn % len(ENGINES)]:
            spent = [_timed(engines[name], asked) for asked in made.questions]
            times[name] += spent if turn else []
    agreement = _agreement(made, engines, folder, min(checked, len(made.questions)), progress)
    for engine in engines.values():
        getattr(engine, "close", bool)()
    progress("weighing the engines, each in a process of its own")
    figures = {
        name: {**_percentiles(found), **agreement[name], **_weight(folder / name, name, size)}
        for name, found in times.items()
    }
    return {
        "bench": "find",
        "size": size,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "engines": figures,
        "ratios": {name: _ratios(figures, name) for name in ENGINES if name != "dooryard"},
    }


def table(result: dict[str, Any]) -> str:
    """The figures for a person to read: times, shares of answers equal to the reference's, what each engine takes."""
    lines = [f"find, {result['size']:,} records, {result['machine']}; milliseconds"]
    lines.append(f"{'':10}{'p50':>9}{'p95':>9}{'p99':>9}   totals  top 20  facets   MB memory    disk")
    for name, row in result["engines"].items():
        shares = f"{row['totals']:9.1%}{row['top']:8.1%}{row['facets']:8.1%}"
        weights = f"{row.get('memory_mb', float('nan')):12.1f}{row['disk_mb']:8.1f}"
        lines.append(f"{name:10}{row['p50']:9.3f}{row['p95']:9.3f}{row['p99']:9.3f}{shares}{weights}")
    for name, row in result["ratios"].items():
        lines.append(f"{name} takes {row['p50']:.1f} times as long at the median, {row['p95']:.1f} times at p95")
    return "\n".join(lines)


def _weight(folder: Path, name: str, size: int) -> dict[str, float]:
    """Megabytes of memory, where the system tells, and of disk."""
    on_disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    memory = taken(name, size)
    return {"disk_mb": round(on_disk, 2)} | ({} if memory is None else {"memory_mb": memory})


def _module(name: str) -> Any:
    return importlib.import_module(f"bench.engines.{name}")


def _timed(engine: Any, asked: Asked) -> float:
    begun = time.perf_counter()
    engine.ask(asked)
    return (time.perf_counter() - begun) * 1000


def _build(folder: Path, made: Corpus, name: str, progress: bench.Progress) -> None:
    """Index the records for one engine, unless the same code did so before with the same records."""
    code = [path.read_bytes() for path in (*_HERE.glob("engines/__init__.py"), _HERE / "engines" / f"{name}.py")]
    code += [path.read_bytes() for path in sorted(_HERE.parent.glob("dooryard/core/bundle/*.py")) if name == "dooryard"]
    stamp = hashlib.sha256(b"".join([*code, msgspec.json.encode(made)])).hexdigest()
    if not (folder / stamp).exists():
        progress(f"indexing with {name}")
        shutil.rmtree(folder, ignore_errors=True)
        _module(name).build(folder, made)
        (folder / stamp).touch()


def _agreement(
    made: Corpus, engines: dict[str, Any], folder: Path, checked: int, progress: bench.Progress
) -> dict[str, dict[str, float]]:
    """The share of questions in which total, counts and top 20 are the reference's; top 20 as the share of hits."""
    progress(f"checking {checked} questions by the slow reference")
    asked = made.questions[:checked]
    expected = _expected(made, folder, checked)
    found: dict[str, dict[str, float]] = {}
    for name, engine in engines.items():
        answers = [engine.ask(one) for one in asked]
        pairs = list(zip(answers, expected, strict=True))
        found[name] = {
            "totals": float(np.mean([answer.total == right.total for answer, right in pairs])),
            "top": float(np.mean([_overlap(answer.top, right.top) for answer, right in pairs])),
            "order": float(np.mean([answer.top == right.top for answer, right in pairs])),
            "facets": float(np.mean([_facets(answer) == _facets(right) for answer, right in pairs])),
        }
    return found


def _expected(made: Corpus, folder: Path, checked: int) -> list[Answer]:
    """The reference's answers, kept beside the indexes."""
    rules = ("places", "hours", "bundle/ranking", "bundle/wording", "bundle/grid")
    stamp = [(_HERE / "reference.py").read_bytes()]
    stamp += [(_HERE.parent / f"dooryard/core/{rule}.py").read_bytes() for rule in rules]
    digest = hashlib.sha256(b"".join([*stamp, msgspec.json.encode(made)])).hexdigest()
    kept = folder / f"reference-{checked}-{digest[:16]}.json"
    if kept.exists():
        return msgspec.json.decode(kept.read_bytes(), type=list[Answer])
    reference = Reference(made.documents, {ZONE: ZoneInfo(ZONE)})
    answers = [reference.answer(one.question, one.at) for one in made.questions[:checked]]
    kept.write_bytes(msgspec.json.encode(answers))
    return answers


def _facets(answer: Answer) -> dict[str, dict[str, int]]:
    """The counts that all engines give, without "not stated", which only ours counts."""
    counted = {name: answer.facets.get(name, {}) for name in FACETS}
    return {name: {value: n for value, n in row.items() if value != "not stated"} for name, row in counted.items()}


def _overlap(found: list[str], right: list[str]) -> float:
    return len(set(found) & set(right)) / len(right) if right else float(not found)


def _percentiles(times: list[float]) -> dict[str, float]:
    return {f"p{at}": round(float(np.percentile(times, at)), 4) for at in (50, 95, 99)}


def _ratios(figures: dict[str, dict[str, float]], name: str) -> dict[str, float]:
    return {at: round(figures[name][at] / figures["dooryard"][at], 2) for at in ("p50", "p95", "p99")}
