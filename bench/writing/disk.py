"""What the disk takes to keep something: how often a second it could, if nothing else took any time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from dooryard.directory import durable

TIMES = 200
BYTES = 6_000
"""About what a conversation of one message is in its file, and what it adds to the database's journal."""


def a_second(folder: Path) -> dict[str, float]:
    """How many waits for the disk a second, and how many messages one after the other: three waits each."""
    content = os.urandom(BYTES)
    with (folder / "journal").open("ab", buffering=0) as journal:

        def append() -> None:
            journal.write(content)
            os.fsync(journal.fileno())

        def message(number: int) -> None:
            durable.write(folder / "unfinished", content)
            (folder / "unfinished").rename(folder / f"file-{number}")
            durable.sync(folder)
            append()

        return {
            "fsyncs_per_second": _rate(lambda _number: append()),
            "messages_per_second_one_by_one": _rate(message),
        }


def _rate(act: Callable[[int], None]) -> float:
    begun = time.perf_counter()
    for number in range(TIMES):
        act(number)
    return round(TIMES / (time.perf_counter() - begun), 1)
