"""A served site with a county's team: its folders, its streams and its processes stand open to the tests."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.web.test_commands import PROGRAM
from tests.web.test_core_files import family
from tests.web.test_serving import PLACE

COUNTY, OTHER = "Northmade", "Southmade"
PATIENCE = 60.0


@dataclass
class Site:
    """Where a site keeps what; its server may be started, killed and started again."""

    root: Path
    data: Path
    copy: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def logs(self) -> Path:
        """What the server wrote to its two streams."""
        return self.root / "logs"

    @property
    def temporary(self) -> Path:
        """Where the server's temporary files would be."""
        return self.root / "tmp"

    @property
    def here(self) -> Path:
        """Where the server is started, and where a core file would be."""
        return self.root / "here"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder that the server could have written to."""
        return (self.data, self.copy, self.logs, self.temporary, self.here)

    @property
    def pids(self) -> list[int]:
        """The server and its workers."""
        assert self.process
        return family(self.process.pid)

    def start(self, *arguments: str) -> None:
        """Serve; the port is known when this returns."""
        for folder in self.folders:
            folder.mkdir(exist_ok=True)
        kept = {"DOORYARD_DATA": str(self.data), "DOORYARD_PLACE": str(PLACE), "DOORYARD_LIAISON_COPY": str(self.copy)}
        kept |= {"TMPDIR": str(self.temporary)} | self.settings
        said = self.logs / f"stdout-{time.monotonic_ns()}"
        with said.open("wb") as out, (self.logs / "stderr").open("ab") as err:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--port", "0", *arguments], env=os.environ | kept, cwd=self.here,
                stdout=out, stderr=err, start_new_session=True,
            )  # fmt: skip
        self.port = self._announced(said)

    def _announced(self, said: Path) -> int:
        assert self.process
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            if found := re.search(rb"http://127\.0\.0\.1:(\d+)", said.read_bytes()):
                return int(found[1])
            time.sleep(0.05)
        raise AssertionError(f"it does not serve: {(self.logs / 'stderr').read_text()}")

    def kill(self) -> None:
        """Everything of it at once, as by SIGKILL: nobody is asked."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, and end what is left of it."""
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=20)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(site: Site, *arguments: str) -> Iterator[Site]:
    """The site, served while this lasts."""
    site.start(*arguments)
    try:
        yield site
    finally:
        site.stop()
