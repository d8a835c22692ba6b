"""PostgreSQL instead of SQLite: the same records, the same bytes, the same guards, on a cluster of the test's own."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.web.test_commands import dooryard

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
MAINE = str(ROOT / "places" / "maine")
PASSWORD = "p@ss/word:1"
ROOM = tuple(f"tests/liaison/test_{name}.py" for name in ("copies", "models", "teams", "threads"))
OWN_TESTS = ("tests/desk", "tests/directory", "tests/feeds", "tests/places", *ROOM)


def binaries() -> Path | None:
    """Where the newest server's programs are: on the path, or where Debian puts them."""
    found = shutil.which("pg_ctl")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def owner() -> str:
    """Who runs the server: it refuses to run as root."""
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Cluster:
    """A server of our own; `database` makes an empty database and gives its address."""

    port: int

    def address(self, name: str) -> str:
        return f"postgresql://dooryard:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{name}"

    def database(self, name: str) -> str:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.address(name)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A cluster in a folder of its own, stopped and removed at the end."""
    programs = binaries()
    if programs is None:
        pytest.skip("needs PostgreSQL's server: sudo apt-get install postgresql (make test-long does it)")
    folder, port, user = Path(tempfile.mkdtemp(prefix="dooryard-pg-")), free_port(), owner()
    (folder / "password").write_text(PASSWORD)
    for path in (folder, folder / "password"):
        shutil.chown(path, user)

    def run(program: str, *arguments: str) -> None:
        who = {"user": user} if os.getuid() == 0 else {}
        subprocess.run([programs / program, *arguments], cwd=folder, stdout=subprocess.DEVNULL, check=True, **who)

    data = str(folder / "data")
    try:
        # Words are sorted as a dictionary does, not by their bytes: what is compiled must not depend on that.
        sorting = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")
        own = ("--username=dooryard", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}")
        run("initdb", "-D", data, "--encoding=UTF8", "--no-sync", *sorting, *own)
        listening = f"-h 127.0.0.1 -p {port} -k {folder}"
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", listening, "start")
        try:
            yield Cluster(port)
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def digest(data: Path, **settings: str) -> str:
    """Compile, and the digest that is printed."""
    done = dooryard(data, "compile", **settings)
    assert done.returncode == 0, done.stderr
    return re.findall(r"^digest +([0-9a-f]{64})$", done.stdout, re.M)[0]


def contents(data: Path) -> dict[str, bytes]:
    """Every file of the bundles in a data folder."""
    return {str(path.relative_to(data)): path.read_bytes() for path in (data / "bundle").rglob("*") if path.is_file()}


def loaded(data: Path, **settings: str) -> dict[str, object]:
    """Load Maine, and the report."""
    done = dooryard(data, "load", MAINE, "--json", **settings)
    assert done.returncode == 0, done.stderr
    report: dict[str, object] = json.loads(done.stdout)
    return report


def test_this_cluster_does_not_sort_by_bytes(cluster: Cluster) -> None:
    """Else it would not show that a bundle could depend on it."""
    with psycopg.connect(cluster.address("postgres")) as connection:
        assert connection.execute("SELECT 'a' < 'B'").fetchone() == (True,)


def test_the_same_records_give_the_same_bytes_as_on_sqlite(cluster: Cluster, tmp_path: Path) -> None:
    there, here, url = tmp_path / "postgresql", tmp_path / "sqlite", cluster.database("maine")
    first, again, beside = loaded(there, DATABASE_URL=url), loaded(there, DATABASE_URL=url), loaded(here)
    assert first == beside
    assert (again["added"], again["changed"], again["removed"], again["same"]) == (0, 0, 0, first["added"])
    assert digest(there, DATABASE_URL=url) == digest(here)
    assert contents(there) == contents(here)
    assert not list(there.glob("*.sqlite3"))

    asked = dooryard(there, "find", "narcan", "--near", "Bangor", "--at", "2026-11-23T12:00", DATABASE_URL=url)
    assert asked.returncode == 0
    assert "Bangor" in asked.stdout
    assert asked.stdout == dooryard(here, "find", "narcan", "--near", "Bangor", "--at", "2026-11-23T12:00").stdout
    for checked in (("check",), ("check", "--go-live", "--json")):
        assert dooryard(there, *checked, DATABASE_URL=url).stdout == dooryard(here, *checked).stdout


def test_two_loads_at_once_leave_what_one_leaves(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.database("twice")
    program = Path(sys.executable).with_name("dooryard")
    assert dooryard(tmp_path, "check", DATABASE_URL=url).returncode in (0, 1, 2)
    running = [
        subprocess.Popen(
            [program, "load", MAINE],
            env=os.environ | {"DOORYARD_DATA": str(tmp_path), "DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert loaded(tmp_path, DATABASE_URL=url)["same"] == loaded(tmp_path / "sqlite")["added"]
    assert digest(tmp_path, DATABASE_URL=url) == digest(tmp_path / "sqlite")


def test_compiling_while_somebody_loads_sees_one_moment(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.database("moment")
    loaded(tmp_path, DATABASE_URL=url)
    code = (
        "from dooryard.web import preparing; preparing.start_django()\n"
        "from django.db import connection, transaction; from dooryard.directory import compiling\n"
        "def told(**_): return connection.cursor().execute('SHOW transaction_isolation').fetchone()[0]\n"
        "compiling.compile_all = told; print(preparing.compiled_now())"
    )
    environment = os.environ | {"DOORYARD_DATA": str(tmp_path), "DATABASE_URL": url}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("repeatable read\n", "")


def test_the_rooms_that_write_pass_their_tests_on_it(cluster: Cluster) -> None:
    """The audit log's guard among them: tests/desk tries UPDATE, DELETE, TRUNCATE and an upsert."""
    environment = os.environ | {"DATABASE_URL": cluster.database("tests")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "not long", "-p", "no:cacheprovider", *OWN_TESTS],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
