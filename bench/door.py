"""The public door as a stranger with a slow phone finds it: when the answer can be read, what it weighs, Lighthouse.

A round trip of 400 ms, 400 kbit/s, a processor slowed four times, nothing cached. The line is slowed in three ways:
`devtools` waits before each request, as Chromium's developer tools do; `line` is a proxy that has what a line has, with
a connection to make; `tls` is the same line with the greeting of TLS 1.3 besides, over HTTP/1.1.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

import bench
from bench.visiting import lighthouse, phone
from bench.visiting.line import Slow, slowed
from bench.visiting.phone import Line, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WORDS, NEAR = "narcan", "Bangor"
CARD = "article.card h3"
PAGES = {"/": ("/", "h1"), "/now": ("/now", ".steps li"), "results": (f"/find?q={WORDS}&near={NEAR}", CARD)}
"""What is opened by who was never here, and what must stand there to be read."""

FIRST = ("document", "stylesheet")
"""What a first view cannot do without."""


def run(*, size: int = 5, progress: bench.Progress = bench.silent) -> dict[str, Any]:
    """Visit each page `size` times in each way; milliseconds and bytes."""
    with ExitStack() as stack:
        site = stack.enter_context(_served(bench.folder() / "door"))
        port = int(urlsplit(site).port or 0)
        one, two = (Slow(phone.ROUND_TRIP, phone.RATE, greeting) for greeting in (1, 2))
        near, far = (stack.enter_context(slowed(port, slow)) for slow in (one, two))
        lines = (
            Line("devtools", site, devtools=True),
            Line("line", f"http://127.0.0.1:{near}", devtools=False),
            Line("tls", f"http://127.0.0.1:{far}", devtools=False),
        )
        with phone.browsing() as browser:
            visits = {line.name: _visited(browser, line, size, progress) for line in lines}
        judged = {name: _judged(site + path, name, progress) for name, (path, _) in PAGES.items()}
    return {
        "bench": "door",
        "size": size,
        "machine": bench.machine(),
        "engines": {"dooryard": _percentiles([one for row in visits["devtools"].values() for one in row])},
        "ratios": {},
        "readable_ms": {way: {name: _percentiles(row) for name, row in rows.items()} for way, rows in visits.items()},
        "bytes": {name: _weight(row) for name, row in visits["devtools"].items()},
        "lighthouse": judged,
    }


def table(result: dict[str, Any]) -> str:
    """The figures for a person to read."""
    lines = [f"door, {result['size']} visits each, {result['machine']}"]
    lines += ["", "milliseconds until the answer can be read (median, slowest)"]
    for way, rows in result["readable_ms"].items():
        told = "  ".join(f"{name} {row['p50']:.0f}, {row['slowest']:.0f}" for name, row in rows.items())
        lines.append(f"{way:10}{told}")
    lines += ["", "bytes over the line, headers included"]
    for name, row in result["bytes"].items():
        told = ", ".join(f"{kind} {count:,}" for kind, count in row.items())
        lines.append(f"{name:10}{told}")
    lines += ["", "Lighthouse: performance, accessibility, best practices"]
    for name, kinds in result["lighthouse"].items():
        for kind, row in kinds.items():
            lines.append(f"{name:10}{kind:10}{', '.join(str(row[one]) for one in lighthouse.CATEGORIES)}")
            lines += [f"{'':20}{lost}" for lost in row["lost"]]
    return "\n".join(lines)


def _visited(browser: Browser, line: Line, size: int, progress: bench.Progress) -> dict[str, list[Visit]]:
    found: dict[str, list[Visit]] = {}
    for name, (path, selector) in PAGES.items():
        progress(f"opening {name} by {line.name}")
        found[name] = [phone.first_visit(browser, line, path, selector) for _ in range(size)]
    progress(f"asking by {line.name}")
    found["search"] = [phone.first_search(browser, line, WORDS, NEAR, CARD) for _ in range(size)]
    return found


def _judged(address: str, name: str, progress: bench.Progress) -> dict[str, Any]:
    progress(f"Lighthouse over {name}")
    return {kind: lighthouse.judged(address, desktop=kind == "desktop") for kind in ("phone", "desktop")}


def _percentiles(visits: list[Visit]) -> dict[str, float]:
    times = [visit.readable for visit in visits]
    found = {f"p{at}": round(float(np.percentile(times, at)), 1) for at in (50, 95, 99)}
    return found | {"slowest": round(max(times), 1)}


def _weight(visits: list[Visit]) -> dict[str, int]:
    """What came, by kind; the most of the visits, as an icon may still be under way when a page is left."""
    kinds = sorted({kind for visit in visits for kind in visit.bytes})
    found = {kind: max(visit.bytes.get(kind, 0) for visit in visits) for kind in kinds}
    return {"first view": sum(found.get(kind, 0) for kind in FIRST), **found}


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address of the place of the settings, served from a data folder of this benchmark."""
    command = [Path(sys.executable).with_name("dooryard"), "serve", "--port", "0"]
    environment = os.environ | {"DOORYARD_DATA": str(folder.resolve()), "DATABASE_URL": ""}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None  # noqa: S101 - it was asked for a line above
    try:
        for line in server.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                yield found.group(0)
                return
        raise RuntimeError("the server ended without saying where it serves")
    finally:
        server.terminate()
        server.wait(timeout=30)
        server.stdout.close()
