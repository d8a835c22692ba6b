"""How soon a message is received while two hundred people write, and what those who look for help feel of it."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import bench
from bench.serving import build
from bench.serving.servers import children, megabytes, serving
from bench.writing import disk, people
from bench.writing.people import Seen, all_at_once

SIZE, RECORDS, SECONDS, WORKERS = 200, 1_000, 60.0, 2
HURRIED, HURRIED_SECONDS = 16, 10.0
"""People who write without a pause, to see how many messages a second are the most."""
ROOT = Path(__file__).resolve().parents[1]


def run(*, size: int = SIZE, progress: bench.Progress = bench.silent, seconds: float = SECONDS) -> dict[str, Any]:
    """Let `size` people write for a minute, with a second copy; every message that was received must be there after.

    Each person asks for the form, takes up to ten seconds, sends, and begins again. The clock runs from sending to the
    page that says it was received. The people are one process on the same machine, and take their share of it.
    Then a few write without any pause, to see the most that is kept in a second.
    """
    directory = build.ready(RECORDS, progress)
    with tempfile.TemporaryDirectory(dir=bench.folder()) as made:
        probe = Path(made) / "probe"
        probe.mkdir()
        waits = disk.a_second(probe)
        progress(f"{size} people write for {seconds:.0f} seconds")
        first, memory = _round(directory, Path(made) / "first", size, seconds, pause=people.PAUSE, staff=people.STAFF)
        progress(f"{HURRIED} people write without a pause")
        # On a site of their own: so many wait for one team already that it would take no more.
        second, _ = _round(directory, Path(made) / "second", HURRIED, min(seconds, HURRIED_SECONDS), pause=0, staff=0)
    return _figures(size, first, second, waits) | memory


class Round(NamedTuple):
    """What people saw who wrote for some seconds, and the numbers of the messages that were there after it."""

    seen: Seen
    seconds: float
    there: list[int]


def _round(
    directory: Path, made: Path, size: int, seconds: float, *, pause: float, staff: int
) -> tuple[Round, dict[str, Any]]:
    """Let people write to a site of their own; what came of it, and the megabytes of its workers."""
    data, copy = made / "data", made / "copy"
    for folder in (data, copy):
        folder.mkdir(parents=True)
    (data / "bundle").symlink_to(directory / "bundle")
    kept = {"DOORYARD_DATA": str(data), "DATABASE_URL": "", "DOORYARD_LIAISON_COPY": str(copy)}
    kept["DJANGO_SETTINGS_MODULE"] = "dooryard.web.settings"
    _room(kept, "enrol")
    with serving(kept, WORKERS, "/now") as (port, process):
        before = _weight(process.pid)
        seen = asyncio.run(all_at_once(port, size, seconds, pause=pause, staff=staff))
        memory = {"worker_mb_before": before, "worker_mb_after": _weight(process.pid)}
        memory |= {"worker_mb_most": _most(process.pid), "workers": WORKERS}
    return Round(seen, seconds, [int(one) for one in _room(kept, "read").split()]), memory


def table(result: dict[str, Any]) -> str:
    """The figures for a person to read."""
    lines = [f"liaison, {result['size']} people, {result['machine']}, {result['workers']} workers; milliseconds"]
    for name, row in result["engines"].items():
        lines.append(f"{name:18}" + "  ".join(f"{what} {value:,}" for what, value in row.items()))
    lines.append("disk              " + "  ".join(f"{what} {value:,}" for what, value in result["disk"].items()))
    for name, value in result["ratios"].items():
        lines.append(f"{name}: {value}")
    before, after, most = (result[f"worker_mb_{when}"] for when in ("before", "after", "most"))
    lines.append(f"MB of the heaviest worker: {before} before, {after} after, {most} at most")
    return "\n".join(lines)


def _figures(size: int, first: Round, second: Round, waits: dict[str, float]) -> dict[str, Any]:
    seen, hurried = first.seen, second.seen
    ours, most = (_told(one) for one in (first, second))
    one_by_one = waits["messages_per_second_one_by_one"]
    return {
        "bench": "liaison",
        "size": size,
        "machine": bench.machine(),
        "engines": {
            "dooryard": ours,
            "without-pauses": most,
            "directory-page": _percentiles(seen.pages),
            "directory-hurried": _percentiles(hurried.pages),
            "sign-in": _percentiles(seen.sign_ins) | {"signed_in": len(seen.sign_ins), "busy": len(seen.busy)},
        },
        "disk": waits,
        "ratios": {
            "most kept in a second / what the disk alone could, one by one": round(most["per_second"] / one_by_one, 3),
        },
    }


def _told(one: Round) -> dict[str, float]:
    seen, there = one.seen, one.there
    return _percentiles(seen.received) | {
        "received": len(seen.received),
        "refused": len(seen.refused),
        "turned_away": seen.turned_away,
        "broken": seen.broken,
        "per_second": round(len(seen.received) / one.seconds, 1),
        "lost": len({*seen.texts} - {*there}),
        "twice": len(there) - len({*there}),
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


def _most(pid: int) -> float:
    """Megabytes of the heaviest worker when it was heaviest."""
    told = [Path(f"/proc/{worker}/status").read_text() for worker in children(pid)]
    return max(round(int(re.findall(r"VmHWM:\s+(\d+)", one)[0]) / 1000, 1) for one in told)


def _room(environment: dict[str, str], what: str) -> str:
    command = [sys.executable, "-m", "bench.writing.room", what]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout
