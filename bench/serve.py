"""How many results pages a second: beside a plain Django and PostGIS page, a file from nginx, and the engine alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import bench
from bench.serving import build, measure, peers
from bench.serving.drive import drive
from dooryard.core.edge import BadInput

SIZE = 10_000
SWAPPING = 15.0
COMPARED = 40
PACKAGES = "wrk nginx postgresql postgresql-15-postgis-3"


def run(*, size: int = SIZE, progress: bench.Progress = bench.silent) -> dict[str, Any]:
    """Serve the same directory in four ways, put load on each in turns, and change bundles under load.

    Each has as many workers as the machine has cores, behind the same server but for nginx. Answers a second are of
    the round in the middle, milliseconds those at half of that. wrk runs on the same machine and takes its share.
    """
    if lacking := measure.missing():
        raise BadInput(
            f"This benchmark needs {', '.join(lacking)}. Set it up with: make bench-tools (or, as root: "
            f"apt-get install -y --no-install-recommends {PACKAGES})"
        )
    workers = os.cpu_count() or 2
    folder = build.ready(size, progress)
    paths = folder / "paths.txt"
    progress("starting the servers and filling PostgreSQL")
    with peers.all_of_them(folder, workers) as servers:
        alike = measure.alike(
            servers["dooryard"].port, servers["django-postgis"].port, paths.read_text().split()[:COMPARED]
        )
        rounds = measure.saturated(servers, paths, progress)
        engines = {}
        for name, server in servers.items():
            progress(f"{name} at half of what it takes")
            engines[name] = measure.figures(rounds[name], measure.at_half(server, paths, _middle(rounds[name])))
            engines[name] |= server.memory()
        engines["dooryard"]["per_second_gzip"] = _gzipped(servers["dooryard"], paths)
        engines["django-postgis"] |= {"per_second_gzip": _gzipped(servers["django-postgis"], paths), "alike": alike}
        progress("changing bundles under load")
        swap = _swap(servers["dooryard"], paths, folder, size)
    ours = engines["dooryard"]["per_second"]
    return {
        "bench": "serve",
        "size": size,
        "machine": bench.machine(),
        "workers": workers,
        "engines": engines,
        "ratios": {name: {"per_second": round(ours / row["per_second"], 3)} for name, row in engines.items()},
        "swap": swap,
    }


def _middle(rounds: list[Any]) -> float:
    return sorted(load.per_second for load in rounds)[len(rounds) // 2]


def _gzipped(server: peers.Server, paths: Path) -> float:
    """Pages a second to browsers that take gzip."""
    found = drive(server.port, paths, seconds=measure.SECONDS, connections=measure.CONNECTIONS, coding="gzip")
    return round(found.per_second, 1)


def _swap(server: peers.Server, paths: Path, folder: Path, size: int) -> dict[str, Any]:
    """Change between the directory and one without every seventh service: each place in it moves."""
    both = [build.without_some(folder / "bundle"), measure.segments_of(folder / "bundle")]
    seconds = max(SWAPPING, size / 5000)
    return measure.swapped(server, paths, folder, both, seconds)


def table(result: dict[str, Any]) -> str:
    """The figures for a person to read."""
    lines = [f"serve, {result['size']:,} services, {result['machine']}, {result['workers']} workers"]
    lines.append(
        f"{'':16}{'pages/s':>9}{'half':>8}{'p50 ms':>8}{'p95':>8}{'p99':>8}{'failed':>8}{'bytes':>9}   MB a worker"
    )
    for name, row in result["engines"].items():
        times = "".join(f"{row[at]:8.1f}" for at in ("p50", "p95", "p99"))
        memory = f"{row['worker_pss_mb']:8.1f} ({row['worker_private_mb']:.1f} its own)"
        database = f", {row['database_pss_mb']:.0f} the database" if "database_pss_mb" in row else ""
        counts = f"{row['per_second']:9,.0f}{row['half_per_second']:8,.0f}{times}{row['failed']:8}{row['bytes']:9,}"
        lines.append(f"{name:16}{counts}{memory}{database}")
    for name, row in result["ratios"].items():
        if name != "dooryard":
            lines.append(f"dooryard answers {row['per_second']:.3g} times as many as {name}")
    swap = result["swap"]
    lines.append(f"{swap['swaps']} bundles under load: {swap['failed']} of {swap['requests']:,} requests failed")
    return "\n".join(lines)
