"""Whole submissions by a process that is killed at random: each that was acknowledged is found again, twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dooryard.liaison import copies, models, threads
from dooryard.liaison.sealing import Code
from dooryard.liaison.teams import Ring
from tests.data_folders import environment
from tests.liaison.conftest import TODAY

ROOT = Path(__file__).resolve().parents[3]


def a_run(room: Path, copy: str, start: int, seconds: float) -> list[dict[str, Any]]:
    """Start the process, kill it after a while; what it had acknowledged."""
    command = [sys.executable, "-m", "tests.liaison.acting", str(start)]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    settings = environment(room, PYTHONPATH=path, DOORYARD_LIAISON_COPY=copy)
    with subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert json.loads(process.stdout.readline()) == {"ready": True}
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read()
    assert process.returncode == -signal.SIGKILL, "it did not end by itself"
    # A line that the kill cut off was not said.
    return [json.loads(line) for line in said.splitlines(keepends=True) if line.endswith("\n")]


def killed(room: Path, copy: Path | None, many: int, longest: float) -> dict[str, int]:
    """Kill it until so many are acknowledged; how many of them are not there as they were sent."""
    chance, acknowledged, kills = random.Random(7), [], 0
    while len(acknowledged) < many:
        found = a_run(room, str(copy or ""), len(acknowledged), chance.uniform(0.01, longest))
        acknowledged += found
        kills += 1
    lost = 0
    for one in acknowledged:
        code = Code(tuple(one["code"]))
        kept = threads.read(code.key, code.lookup, today=TODAY)
        lost += kept is None or [letter.text for letter in kept.letters] != [f"submission {one['number']}"]
    return {"kills": kills, "acknowledged": len(acknowledged), "lost": lost}


def all_whole(copy: Path) -> None:
    """Every row has its copy, as it stands."""
    for thread in models.Thread.objects.all():
        rows = copies.rows(copy / f"thread-{thread.pk}{copies.SUFFIX}")
        assert {type(row).__name__ for row in rows} == {"Thread", "Message", "Wished", "Once"}
        assert copies.stored(rows[0]) == copies.stored(thread)


def test_a_process_that_is_killed_loses_nothing_that_it_acknowledged(room: Path, team: Ring, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    found = killed(room, copy, 40, 0.3)
    print(found)
    assert found["lost"] == 0
    all_whole(copy)


@pytest.mark.long
def test_two_thousand_submissions_of_processes_that_are_killed_are_all_there(
    room: Path, team: Ring, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    found = killed(room, copy, 2_000, 0.8)
    print(found)
    assert found["acknowledged"] >= 2_000
    assert found["lost"] == 0
    all_whole(copy)
