"""Servers of this benchmark, each a process tree of its own that is ended whatever happens, and what they weigh."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 240.0
"""Seconds that a server may take to answer first: at 300,000 services each worker reads for a good while."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(environment: Mapping[str, str], workers: int, first: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Dooryard's server over the pages of a settings module; yields its port once it has answered `first`."""
    port = free_port()
    command = [sys.executable, "-m", "bench.serving.server", str(port), str(workers)]
    root = Path(__file__).parents[2]
    process = subprocess.Popen(command, cwd=root, env=os.environ | environment, stdout=subprocess.DEVNULL)
    with ending(process):
        answers(port, first, process)
        yield port, process


@contextmanager
def ending(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process at the end: asked first, so that it ends its own."""
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server gives a page."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"a server ended with {process.returncode} before it answered")
        try:
            fetch(port, path)
            return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise RuntimeError(f"a server did not answer within {PATIENCE:.0f} seconds")


def fetch(port: int, path: str) -> bytes:
    """The body of one page, as who comes from another page of the site gets it."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Sec-Fetch-Site": "same-origin"})
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - by http, of this machine
        body: bytes = answer.read()
        return body


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text().split()] if found.exists() else []


def megabytes(pid: int) -> dict[str, float]:
    """What a process holds: `rss` all it has mapped, `pss` with its share of what it shares, `private` its alone."""
    kept: dict[str, int] = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, _, rest = line.partition(":")
        kept[name] = int(rest.split()[0])
    private = kept["Private_Clean"] + kept["Private_Dirty"]
    found = {"rss": kept["Rss"], "pss": kept["Pss"], "private": private, "own": kept["Private_Dirty"]}
    return {name: round(kilobytes / 1000, 1) for name, kilobytes in found.items()}
