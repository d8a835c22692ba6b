"""What opens a database is run on PostgreSQL too: it is known by its fixtures, and nothing opens one unknown."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgresql import Missing, binaries

ROOT = Path(__file__).resolve().parents[1]
PLANTED = '''
"""Planted tests."""
import pytest
from tests.data_folders import environment

@pytest.fixture
def row(db): ...
@pytest.fixture(scope="session")
def site(programs): ...

@pytest.mark.django_db
def test_marked(): ...
def test_asks(db): ...
def test_has_a_row(row): ...
def test_by_a_site(site): ...
@pytest.mark.usefixtures("programs")
def test_starts(tmp_path): assert environment(tmp_path)["DOORYARD_DATA"]
def test_opens_nothing(): ...
def test_starts_unsaid(tmp_path): environment(tmp_path)
def test_opens_unsaid():
    from dooryard.desk.models import Account
    Account.objects.count()
'''


def planted(folder: Path, *arguments: str) -> str:
    """Run the planted tests in a tree of their own, with the conftest of this one; what was said."""
    (folder / "tests").mkdir()
    for name in ("tests/__init__.py", "tests/conftest.py", "tests/data_folders.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "tests" / "test_planted.py").write_text(PLANTED)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DATABASE_URL": "", "DOORYARD_DATA": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_a_planted_test_that_opens_a_database_is_among_those_that_run_on_postgresql(tmp_path: Path) -> None:
    said = planted(tmp_path, "--collect-only", "-q", "-m", "database")
    assert re.findall(r"::(\w+)", said) == [
        "test_marked", "test_asks", "test_has_a_row", "test_by_a_site", "test_starts",
    ]  # fmt: skip


def test_a_planted_test_that_opens_one_without_a_word_fails(tmp_path: Path) -> None:
    said = planted(tmp_path, "-q", "-m", "not database")
    assert "1 passed" not in said.replace("1 passed, ", "") and "2 failed, 1 passed" in said, said
    assert "test_starts_unsaid starts a program that has a database: let it" in said
    assert "Database access not allowed" in said


def test_only_the_helper_gives_a_program_a_data_folder() -> None:
    helpers = {"data_folders.py", "test_on_postgresql.py"}
    gives = re.compile(r"environ\s*\|\s*\{[^}]*DOORYARD_DATA")
    found = [path for path in (ROOT / "tests").rglob("*.py") if gives.search(path.read_text(encoding="utf-8"))]
    assert {path.name for path in found} <= helpers
    assert gives.search('env=os.environ | {"DOORYARD_DATA": str(data)}')


def test_a_command_has_a_postgresql_of_its_own_that_goes_when_it_ends_or_is_stopped() -> None:
    try:
        binaries()
    except Missing as problem:
        pytest.skip(str(problem))
    asked = "import os, psycopg; c = psycopg.connect(os.environ['DATABASE_URL']); print(os.environ['DOORYARD_CLUSTER'])"
    command = [sys.executable, "-m", "tests.postgresql", sys.executable, "-c"]
    done = subprocess.run([*command, f"{asked}; raise SystemExit(3)"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert done.returncode == 3
    assert done.stdout.strip() and not Path(done.stdout.strip()).exists()
    waits = f"{asked}; import sys, time; sys.stdout.flush(); time.sleep(600)"
    with subprocess.Popen([*command, waits], cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        folder = Path(running.stdout.readline().strip())
        assert folder.is_dir()
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=60)
    assert not folder.exists()
