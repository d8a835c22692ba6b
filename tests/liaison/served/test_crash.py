"""A worker that breaks down leaves nothing of what people wrote; one that did leave a core would have been found."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.liaison.searching import forms, memory, on_disk, present
from tests.liaison.seeker.writing import begun
from tests.liaison.served.site import COUNTY, Site, serving
from tests.web.test_core_files import family
from tests.web.wired import ServedClient

PATTERN = Path("/proc/sys/kernel/core_pattern").read_text().strip()
IN_FILES = not PATTERN.startswith("|")
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="the server lets nobody but root look into it")
SECRET = b"quillwort-saxifrage-bistort"
WAITS = "import sys, time; said = sys.stdin.buffer.readline(); print('ready', flush=True); time.sleep(60)"


@pytest.fixture(autouse=True)
def cores_allowed() -> Iterator[None]:
    """Whatever is started here may write a core file as large as it likes, unless it sees to that itself."""
    allowed = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (allowed[1], allowed[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, allowed)


def cores(here: Path) -> set[Path]:
    """The core files of processes that ended in a folder, by what this machine calls them."""
    folder, name = (here / PATTERN).parent, PATTERN.rpartition("/")[2].partition("%")[0]
    return {path for path in folder.iterdir() if path.is_file() and path.name.startswith(name)} if IN_FILES else set()


@contextmanager
def holding(here: Path, first: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """A process of another program that has been told the secret; `first` is what it does before."""
    command = [sys.executable, "-c", first + WAITS]
    with subprocess.Popen(command, cwd=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        process.stdin.write(SECRET + b"\n")
        process.stdin.flush()
        try:
            assert process.stdout.readline() == b"ready\n"
            yield process
        finally:
            process.kill()


def test_the_memory_of_a_process_that_was_told_it_holds_it(tmp_path: Path) -> None:
    with holding(tmp_path) as process:
        found = memory(process.pid)
    assert SECRET in present(forms(SECRET), found)
    assert present(forms(b"never told to anybody"), found) == []


@pytest.mark.skipif(
    not IN_FILES, reason="this machine hands the memory of what breaks down to a program, not to a file"
)
@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGABRT])
def test_a_program_leaves_a_core_that_tells_unless_it_sees_to_it(tmp_path: Path, how: signal.Signals) -> None:
    if resource.getrlimit(resource.RLIMIT_CORE)[0] == 0:
        pytest.skip("no process may write a core file here")
    assert ended(tmp_path, how, "") == [SECRET]
    for call in ("leave_no_core()", "be_closed()"):
        assert ended(tmp_path, how, f"from dooryard.web.commands import serve; serve.{call};") == []


def ended(here: Path, how: signal.Signals, first: str) -> list[bytes]:
    """Break down a process that was told the secret; what its core file tells of it."""
    before = cores(here)
    with holding(here, first) as process:
        process.send_signal(how)
        process.wait()
    left = cores(here) - before
    try:
        return [one for path in left for one in present({SECRET}, path.read_bytes())]
    finally:
        for path in left:
            path.unlink()


def broken_down(site: Site, worker: int, how: signal.Signals) -> None:
    """Break a worker down, and wait until another has taken its place and the site answers."""
    assert site.process
    os.kill(worker, how)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if worker not in site.pids and len(site.pids) >= 3:
            break
        time.sleep(0.05)
    else:
        raise AssertionError("nobody took its place")
    assert ServedClient(site.port).get("/now").status_code == 200


def test_a_worker_that_breaks_down_leaves_nothing(site: Site) -> None:
    with serving(site, "--workers", "2"):
        assert site.process
        client = ServedClient(site.port)
        words = begun(client, SECRET.decode(), county=COUNTY)
        before = cores(site.here)
        for how in (signal.SIGSEGV, signal.SIGABRT):
            for worker in family(site.process.pid)[1:]:
                broken_down(site, worker, how)
        assert cores(site.here) == before
        assert present(forms(SECRET) | forms(words.encode()), on_disk(*site.folders)) == []
        begun(client, county=COUNTY)


@root_only
def test_a_core_of_a_worker_would_have_told(site: Site) -> None:
    with serving(site, "--workers", "1"):
        begun(ServedClient(site.port), SECRET.decode(), county=COUNTY)
        assert any(present(forms(SECRET), memory(pid)) for pid in site.pids[1:])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into any process")
def test_nobody_looks_into_a_worker(site: Site) -> None:
    with serving(site, "--workers", "1"):
        for pid in site.pids:
            for name in ("environ", "mem", "maps"):
                with pytest.raises(PermissionError):
                    Path(f"/proc/{pid}/{name}").read_bytes()
