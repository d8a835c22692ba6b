"""Load by wrk: as much as a server takes, or a share of it, on connections of 127.0.0.1."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import msgspec

SCRIPT = Path(__file__).with_name("wrk.lua")
THREADS = 2
TIMEOUT = 60
"""Seconds after which wrk counts an answer as lost: long, so that what is only slow shows in the milliseconds."""


class Load(msgspec.Struct, frozen=True):
    """What wrk saw: milliseconds, bytes of answers with their headers, and what went wrong."""

    requests: int
    seconds: float
    bytes: int
    p50: float
    p95: float
    p99: float
    max: float
    connect: int
    read: int
    write: int
    status: int
    timeout: int

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds

    @property
    def failed(self) -> int:
        """Requests without a good answer: refused, cut, late, or of a status from 400 on."""
        return self.connect + self.read + self.write + self.status + self.timeout


def drive(
    port: int, paths: Path, *, seconds: float, connections: int, think: float | None = None, coding: str = "identity"
) -> Load:
    """Ask the addresses of a file again and again; `think` is the mean wait of a connection in milliseconds."""
    asked = ["wrk", "-t", str(THREADS), "-c", str(connections), "-d", f"{max(1, round(seconds))}s"]
    asked += ["--timeout", f"{TIMEOUT}s", "-s", str(SCRIPT), f"http://127.0.0.1:{port}"]
    environment = os.environ | {"PATHS": str(paths), "CODING": coding}
    if think is not None:
        environment["THINK"] = f"{think:.3f}"
    ran = subprocess.run(asked, env=environment, capture_output=True, text=True, timeout=seconds + TIMEOUT + 30)
    if ran.returncode:
        raise RuntimeError(f"wrk: {ran.stderr.strip() or ran.stdout.strip()}")
    return msgspec.json.decode(ran.stdout.splitlines()[-1], type=Load)
