"""Every performance figure we claim, each a command: `dooryard bench NAME` calls `bench.NAME.run`."""

from __future__ import annotations

import importlib
import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

NAMES = ("find", "relevance", "serve", "door", "liaison")
"""The benchmarks; each module has `run(*, size, progress) -> dict` in the form of the surface, and `table(result)`."""


def load(name: str) -> Any:
    """The module of a benchmark; raises KeyError for a name that is none."""
    if name not in NAMES:
        raise KeyError(name)
    return importlib.import_module(f"bench.{name}")


def folder() -> Path:
    """Where benchmarks keep what they make, so that a second run need not make it again."""
    return Path(os.environ.get("DOORYARD_DATA") or "var") / "bench"


def machine() -> str:
    """What the figures were measured on."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


Progress = Callable[[str], None]


def silent(_: str) -> None:
    """Progress that nobody reads."""
