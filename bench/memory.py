"""What an engine takes of memory: in a process of its own, from before it is opened until it has answered everything.

Pages of mapped files count as they are touched, so that nobody looks smaller by mapping.
"""

from __future__ import annotations

import gc
import importlib
import os
import subprocess
import sys
from pathlib import Path

from bench import folder
from bench.generate import corpus

_STATM = Path("/proc/self/statm")


def taken(name: str, size: int) -> float | None:
    """Megabytes that an engine of bench/engines takes over `size` records; None where the system does not tell."""
    if not _STATM.exists():
        return None
    asked = [sys.executable, "-m", "bench.memory", name, str(size)]
    return float(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)


def _resident() -> int:
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _main(name: str, size: int) -> None:
    made = corpus(size)
    module = importlib.import_module(f"bench.engines.{name}")
    gc.collect()
    before = _resident()
    engine = module.Engine(folder() / f"find-{size}" / name, made)
    for asked in made.questions:
        engine.ask(asked)
    print(round(max(_resident() - before, 0) / 1e6, 1))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
