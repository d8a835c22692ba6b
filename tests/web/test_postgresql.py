"""PostgreSQL instead of SQLite: the same records, the same bytes, the same guards, on a cluster of the test's own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.data_folders import environment
from tests.postgresql import Cluster, Missing, cluster
from tests.web.test_commands import dooryard

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("programs")]

ROOT = Path(__file__).resolve().parents[2]
MAINE = str(ROOT / "places" / "maine")
SQLITE = {"DATABASE_URL": ""}
QUESTION = ("find", "narcan", "--near", "Bangor", "--at", "2026-11-23T12:00")


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A cluster of these tests alone."""
    try:
        with cluster() as made:
            yield made
    except Missing as problem:
        pytest.skip(str(problem))


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


def test_this_cluster_does_not_sort_by_bytes(server: Cluster) -> None:
    """Else it would not show that a bundle could depend on it."""
    with psycopg.connect(server.address("postgres")) as connection:
        assert connection.execute("SELECT 'a' < 'B'").fetchone() == (True,)


def test_the_same_records_give_the_same_bytes_as_on_sqlite(server: Cluster, tmp_path: Path) -> None:
    there, here, url = tmp_path / "postgresql", tmp_path / "sqlite", server.database("maine")
    first, again, beside = loaded(there, DATABASE_URL=url), loaded(there, DATABASE_URL=url), loaded(here, **SQLITE)
    assert first == beside
    assert (again["added"], again["changed"], again["removed"], again["same"]) == (0, 0, 0, first["added"])
    assert digest(there, DATABASE_URL=url) == digest(here, **SQLITE)
    assert contents(there) == contents(here)
    assert not list(there.glob("*.sqlite3"))

    asked = dooryard(there, *QUESTION, DATABASE_URL=url)
    assert asked.returncode == 0
    assert "Bangor" in asked.stdout
    assert asked.stdout == dooryard(here, *QUESTION, **SQLITE).stdout
    for checked in (("check",), ("check", "--go-live", "--json")):
        assert dooryard(there, *checked, DATABASE_URL=url).stdout == dooryard(here, *checked, **SQLITE).stdout


def test_two_loads_at_once_leave_what_one_leaves(server: Cluster, tmp_path: Path) -> None:
    url = server.database("twice")
    program = Path(sys.executable).with_name("dooryard")
    assert dooryard(tmp_path, "check", DATABASE_URL=url).returncode in (0, 1, 2)
    running = [
        subprocess.Popen(
            [program, "load", MAINE],
            env=environment(tmp_path, DATABASE_URL=url),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert loaded(tmp_path, DATABASE_URL=url)["same"] == loaded(tmp_path / "sqlite", **SQLITE)["added"]
    assert digest(tmp_path, DATABASE_URL=url) == digest(tmp_path / "sqlite", **SQLITE)


def test_compiling_while_somebody_loads_sees_one_moment(server: Cluster, tmp_path: Path) -> None:
    url = server.database("moment")
    loaded(tmp_path, DATABASE_URL=url)
    code = (
        "from dooryard.web import preparing; preparing.start_django()\n"
        "from django.db import connection, transaction; from dooryard.directory import compiling\n"
        "def told(**_): return connection.cursor().execute('SHOW transaction_isolation').fetchone()[0]\n"
        "compiling.compile_all = told; print(preparing.compiled_now())"
    )
    settings = environment(tmp_path, DATABASE_URL=url)
    done = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("repeatable read\n", "")
