"""How soon a message is received while two hundred people write, and what those who look for help feel of it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import bench
from bench.serving import build
from bench.serving.servers import children, megabytes, serving
from bench.writing.people import Seen, all_at_once

SIZE, RECORDS, SECONDS, WORKERS = 200, 1_000, 60.0, 2
ROOT = Path(__file__).resolve().parents[1]


def run(*, size: int = SIZE, progress: bench.Progress = bench.silent, seconds: float = SECONDS) -> dict[str, Any]:
    """Let `size` people write for a minute, with a second copy; every message that was received must be there after.

    Each person asks for the form, takes up to ten seconds, sends, and begins again. The clock runs from sending to the
    page that says it was received. The people are one process on the same machine, and take their share of it.
    """
    directory = build.ready(RECORDS, progress)
    with tempfile.TemporaryDirectory() as made:
        data, copy = Path(made) / "data", Path(made) / "copy"
        data.mkdir()
        copy.mkdir()
        (data / "bundle").symlink_to(directory / "bundle")
        kept = {"DOORYARD_DATA": str(data), "DATABASE_URL": "", "DOORYARD_LIAISON_COPY": str(copy)}
        kept["DJANGO_SETTINGS_MODULE"] = "dooryard.web.settings"
        _room(kept, "enrol")
        with serving(kept, WORKERS, "/now") as (port, process):
            before = _weight(process.pid)
            progress(f"{size} people write for {seconds:.0f} seconds")
            seen = asyncio.run(all_at_once(port, size, seconds))
            after = _weight(process.pid)
        there = _room(kept, "count")
    return _figures(size, seen, there) | {"worker_mb_before": before, "worker_mb_after": after, "workers": WORKERS}


def _figures(size: int, seen: Seen, there: int) -> dict[str, Any]:
    engine = _percentiles(seen.received) | {
        "received": len(seen.received),
        "refused": len(seen.refused),
        "broken": seen.broken,
        "lost": max(0, len(seen.received) - there),
    }
    others = {"directory-page": _percentiles(seen.pages), "sign-in": _percentiles(seen.sign_ins)}
    return {
        "bench": "liaison",
        "size": size,
        "machine": bench.machine(),
        "engines": {"dooryard": engine, **others},
        "ratios": {},
    }


def _percentiles(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    if not ordered:
        return {}
    return {
        f"p{part}": round(ordered[min(len(ordered) - 1, len(ordered) * part // 100)] * 1_000, 1)
        for part in (50, 95, 99)
    }


def _weight(pid: int) -> float:
    """Megabytes of the heaviest worker."""
    return max(megabytes(worker)["rss"] for worker in children(pid))


def _room(environment: dict[str, str], what: str) -> int:
    command = [sys.executable, "-m", "bench.writing.room", what]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return int(done.stdout)
