"""What the server has in its memory stays there, even when the server breaks down."""

from __future__ import annotations

import re
import resource
from pathlib import Path

import pytest

from tests.web.test_serving import data, serving  # noqa: F401 - data is a fixture


def family(pid: int) -> list[int]:
    """A process and all that were born of it."""
    born = [int(one) for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()]
    return [pid, *(other for one in born for other in family(one))]


@pytest.mark.usefixtures("programs")
def test_no_process_leaves_its_memory_on_disk_when_it_breaks_down(data: Path) -> None:  # noqa: F811
    allowed = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (allowed[1], allowed[1]))
    try:
        with serving(data, "--workers", "2") as (process, _):
            pids = family(process.pid)
            assert len(pids) >= 3
            for pid in pids:
                assert re.search(r"Max core file size +0 +0 ", Path(f"/proc/{pid}/limits").read_text())
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, allowed)
