"""A PostgreSQL cluster of the benchmark's own, in a temporary folder, stopped and removed at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.serving.servers import free_port

# As its manual advises for a machine that also runs the pages: a quarter of a few gigabytes for pages of tables, room
# to sort, an index read from a cached disk as cheap as a table. No query here is long enough to gain by being compiled
# or shared among processes: a page has many queries, and there are many pages.
SETTINGS = {
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "max_connections": "100",
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
}


def binaries() -> Path | None:
    """Where the newest server's programs are: where Debian puts them, or on the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    found = shutil.which("pg_ctl")
    folders += [Path(found).resolve().parent] if found else []
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def has_postgis() -> bool:
    """Whether PostGIS lies beside the server."""
    return any(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))


@contextmanager
def cluster() -> Iterator[tuple[str, int]]:
    """The address of an empty database with PostGIS in it, and the process that serves it."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("initdb")
    folder, port = Path(tempfile.mkdtemp(prefix="dooryard-bench-")), free_port()
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    shutil.chown(folder, user)
    data = folder / "data"
    try:
        _run(user, programs / "initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-sync")
        told = "".join(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
        with (data / "postgresql.conf").open("a") as file:
            file.write(f"{told}port = {port}\nunix_socket_directories = '{folder}'\n")
        _run(user, programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "start")
        pid = int((data / "postmaster.pid").read_text().split()[0])
        yield f"postgresql://bench@127.0.0.1:{port}/postgres", pid
    finally:
        if (data / "postmaster.pid").exists():
            _run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _run(user: str, *command: object) -> None:
    """Run one of the server's programs as the user it insists on; what it says is said only when it fails."""
    become = ["runuser", "-u", user, "--"] if os.getuid() == 0 else []
    ran = subprocess.run(
        [*become, *map(str, command)], stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/"
    )
    if ran.returncode:
        raise RuntimeError(f"{command[0]}: {ran.stderr.strip() or ran.stdout.strip()}")
