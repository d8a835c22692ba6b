"""A PostgreSQL of the tests' own, and commands run on it: `python -m tests.postgresql pytest -m database`."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

PASSWORD = "p@ss/word:1"
MISSING = "PostgreSQL's server is missing. Run: sudo apt-get install postgresql"
# Words are sorted as a dictionary does, not by their bytes: what is compiled must not depend on that.
SORTING = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")


class Missing(Exception):
    """There is no server on this machine."""


@dataclass(frozen=True)
class Cluster:
    """A server of our own, in a folder of its own."""

    folder: Path
    port: int

    def address(self, name: str) -> str:
        """The address of one of its databases, as DATABASE_URL takes it."""
        return f"postgresql://dooryard:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{name}"

    def database(self, name: str) -> str:
        """Make an empty database; its address."""
        self.said(f'CREATE DATABASE "{name}"')
        return self.address(name)

    def said(self, statement: str, name: str = "postgres") -> list[tuple[Any, ...]]:
        """What it says to a statement of the owner of it all."""
        with psycopg.connect(self.address(name), autocommit=True) as connection:
            found = connection.execute(statement)  # type: ignore[call-overload]
            return found.fetchall() if found.description else []

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs as the user it insists on; `data` is this cluster's."""
        programs, user = binaries(), owner()
        who = {"user": user} if os.getuid() == 0 else {}
        environment = os.environ | {"PGPASSWORD": PASSWORD}
        command = [programs / program, "-D", str(self.folder / "data"), *arguments]
        subprocess.run(command, cwd=self.folder, env=environment, stdout=subprocess.DEVNULL, check=True, **who)

    def start(self, *options: str) -> None:
        """Start it, and wait until it answers."""
        listening = " ".join((f"-h 127.0.0.1 -p {self.port} -k {self.folder}", *options))
        self.run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", listening, "start")

    def start_again(self) -> None:
        """Start it unless it runs."""
        if not (self.folder / "data" / "postmaster.pid").exists():
            self.start()

    def stop(self) -> None:
        """Stop it as a kill does."""
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")


def binaries() -> Path:
    """Where the newest server's programs are: on the path, or where Debian puts them. Raises Missing."""
    found = shutil.which("pg_ctl")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    raise Missing(MISSING)


def owner() -> str:
    """Who runs the server: it refuses to run as root."""
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def standby_of(primary: Cluster) -> Iterator[Cluster]:
    """A synchronous standby, set up as docs/how-to/postgresql.md says it: every commit of the primary waits for it."""
    with folder_of_its_own() as made:
        there = f"host=127.0.0.1 port={primary.port} user=dooryard application_name=standby"
        made.run("pg_basebackup", "-R", "-c", "fast", "-d", there)
        made.start()
        primary.said("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        primary.said("SELECT pg_reload_conf()")
        in_step(primary)
        yield made


def in_step(primary: Cluster) -> None:
    """Wait until a standby is there that commits wait for."""
    while not primary.said("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"):
        time.sleep(0.02)


@contextmanager
def folder_of_its_own() -> Iterator[Cluster]:
    """An empty folder for a cluster, on a port that is free; what runs in it is stopped, and it is removed."""
    binaries()
    made = Cluster(Path(tempfile.mkdtemp(prefix="dooryard-pg-")), free_port())
    shutil.chown(made.folder, owner())
    try:
        yield made
    finally:
        if (made.folder / "data" / "postmaster.pid").exists():
            made.stop()
        shutil.rmtree(made.folder)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def cluster(*options: str) -> Iterator[Cluster]:
    """A server in a temporary folder, stopped and removed at the end. `options` are the server's own."""
    with folder_of_its_own() as made:
        password = made.folder / "password"
        password.write_text(PASSWORD)
        shutil.chown(password, owner())
        own = ("--username=dooryard", "--auth=scram-sha-256", f"--pwfile={password}")
        made.run("initdb", "--encoding=UTF8", "--no-sync", *SORTING, *own)
        made.start(*options)
        yield made


def main(command: list[str]) -> int:
    """Run a command with DATABASE_URL set to a database of a cluster that lives as long; its exit code."""
    try:
        # Nothing here outlives a power cut, so nothing waits for the disk; what is shown of that is shown elsewhere.
        with cluster("-c fsync=off", "-c max_connections=200") as made:
            environment = os.environ | {"DATABASE_URL": made.database("dooryard"), "DOORYARD_CLUSTER": str(made.folder)}
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
            with subprocess.Popen(command, env=environment) as running:
                try:
                    return running.wait()
                finally:
                    running.terminate()
    except Missing as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
