"""What is measured of a server: how much it answers at most, how fast at half of that, and while bundles change."""

from __future__ import annotations

import re
import shutil
import threading
from pathlib import Path
from statistics import median
from typing import Any

from bench.serving.drive import Load, drive
from bench.serving.peers import Server
from bench.serving.servers import fetch

CONNECTIONS = 64
ROUNDS = 5
SECONDS = 6.0
_HEADING = re.compile(rb'<h2 id="results">([\d,]+)')


def saturated(servers: dict[str, Server], paths: Path, progress: Any) -> dict[str, list[Load]]:
    """Rounds of as much as each server takes, in turns: who goes first changes, so that none has the machine better."""
    found: dict[str, list[Load]] = {name: [] for name in servers}
    names = list(servers)
    for name in names:
        drive(servers[name].port, paths, seconds=SECONDS / 2, connections=CONNECTIONS)
    for turn in range(ROUNDS):
        progress(f"round {turn + 1} of {ROUNDS}")
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            found[name].append(drive(servers[name].port, paths, seconds=SECONDS, connections=CONNECTIONS))
    return found


def at_half(server: Server, paths: Path, most: float) -> Load:
    """Half of what a server takes: each connection waits between its requests, and the wait is set by trying.

    wrk has no rate; a wait drawn anew each time makes requests arrive as from many people who know nothing of each
    other. Milliseconds are from when a request is sent, so waiting for a free connection is not among them: there are
    more connections than are busy at once.
    """
    wait = CONNECTIONS / (most / 2) * 1000
    for _ in range(3):
        found = drive(server.port, paths, seconds=SECONDS / 2, connections=CONNECTIONS, think=wait)
        # Each connection's turn takes the wait and the answer: keep the answer's time, set the wait anew.
        wait = max(0.5, wait + CONNECTIONS * 1000 * (2 / most - 1 / found.per_second))
    return drive(server.port, paths, seconds=SECONDS * 2, connections=CONNECTIONS, think=wait)


def swapped(
    server: Server, paths: Path, folder: Path, others: list[dict[str, bytes]], seconds: float
) -> dict[str, Any]:
    """Answers while bundles are published one after the other: how many, how many failed, how often it changed."""
    from dooryard.directory import bundles

    served: set[str] = set()
    stop = threading.Event()
    swaps = 0

    def publish() -> None:
        nonlocal swaps
        while not stop.is_set():
            bundles.publish(others[swaps % len(others)], folder / "bundle")
            swaps += 1
            served.add(fetch(server.port, "/healthz").decode().strip())
            stop.wait(1.0)

    thread = threading.Thread(target=publish)
    thread.start()
    try:
        load = drive(server.port, paths, seconds=seconds, connections=CONNECTIONS)
    finally:
        stop.set()
        thread.join()
    return {"swaps": swaps, "served": len(served), "requests": load.requests, "failed": load.failed, "p99": load.p99}


def segments_of(folder: Path) -> dict[str, bytes]:
    """The files of the bundle that is current in a folder, as they are published."""
    from dooryard.core.bundle.format import MANIFEST, SEGMENTS

    current = folder / (folder / "CURRENT").read_text().strip()
    found = {name: (current / f"{name}.segment").read_bytes() for name in SEGMENTS}
    return found | {MANIFEST: (current / "manifest.json").read_bytes()}


def alike(ours: int, theirs: int, paths: list[str]) -> dict[str, float]:
    """How alike two servers' pages are: the share with as many cards, with about the same total, and their bytes."""
    pages = [(fetch(ours, path), fetch(theirs, path)) for path in paths]
    cards = sum(one.count(b"<article") == other.count(b"<article") for one, other in pages)
    totals = sum(abs(_total(one) - _total(other)) <= max(1, 0.03 * _total(one)) for one, other in pages)
    sizes = sum(len(other) for _, other in pages) / sum(len(one) for one, _ in pages)
    return {"same_cards": cards / len(pages), "same_total": totals / len(pages), "bytes": round(sizes, 3)}


def _total(page: bytes) -> int:
    found = _HEADING.search(page)
    return int(found[1].replace(b",", b"")) if found else 0


def figures(rounds: list[Load], half: Load | None) -> dict[str, Any]:
    """One engine's figures: answers a second in the middle round, milliseconds at half of that."""
    speeds = [round(load.per_second, 1) for load in rounds]
    told: dict[str, Any] = {"per_second": median(speeds), "rounds": speeds, "failed": sum(one.failed for one in rounds)}
    told["bytes"] = round(sum(one.bytes for one in rounds) / sum(one.requests for one in rounds))
    if half is not None:
        told |= {"p50": half.p50, "p95": half.p95, "p99": half.p99, "half_per_second": round(half.per_second, 1)}
        told["failed"] += half.failed
    return told


def missing() -> list[str]:
    """The Debian packages that have to be there and are not."""
    from bench.serving import postgres

    programs = {"wrk": shutil.which("wrk"), "nginx": shutil.which("nginx"), "postgresql": postgres.binaries()}
    return [name for name, found in programs.items() if not found] + ([] if postgres.has_postgis() else ["postgis"])
