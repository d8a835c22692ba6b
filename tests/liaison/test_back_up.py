"""docs/how-to/back-up.md does what it says: its commands are run, and a lost machine begins again."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.data_folders import ROOT, environment, query
from tests.liaison.conftest import sqlite_only
from tests.web.test_commands import PROGRAM, dooryard

pytestmark = [sqlite_only, pytest.mark.usefixtures("programs")]

PAGE = ROOT / "docs" / "how-to" / "back-up.md"
BEFORE = """
from dooryard.web import preparing
preparing.start_django(); preparing.migrate()
from dooryard.desk import own_key
from dooryard.desk.actions.accounts import invite
from dooryard.desk.models import Account
from dooryard.liaison import hashing, threads
from dooryard.liaison.sealing import Code
from tests.liaison.helpers import COUNTY, WISHES, form, joined, team_of
hashing.MEMORY_KB, hashing.PASSES = 8, 1
for name in ("Ann", "Bob"):
    invite(name, ["liaison"], by="test")
Account.objects.update(roles=["liaison"], state=Account.ACTIVE)
ann, bob = Account.objects.order_by("pk")
joined(COUNTY, bob.by, team_of(COUNTY, ann.by))
code = Code.new()
threads.begin(code, COUNTY, "hello", WISHES, form())
own_key.seal("a secret", "planted")
print(" ".join(code.words))
"""
AFTER = """
import sys
from dooryard.web import preparing
preparing.start_django()
from dooryard.desk.models import Account
from dooryard.liaison import hashing, teams, threads
from dooryard.liaison.sealing import Code
from tests.liaison.helpers import PASSPHRASE
hashing.MEMORY_KB, hashing.PASSES = 8, 1
code = Code.read(sys.argv[1])
print(threads.read(code.key, code.lookup).letters[0].text)
ring = teams.unlock(Account.objects.get(name="Bob").by, PASSPHRASE)
[waiting] = threads.waiting(list(ring.keys))
print(threads.opened(waiting.thread, ring.keys).letters[0].text)
"""


def blocks(heading: str) -> list[str]:
    """The commands below a heading of the page."""
    part = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```\n(.*?)^```", part, re.M | re.S)


def run(script: str, root: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run commands of the page in folders of a test."""
    here = re.sub(r"/(srv|mnt|tmp)/", lambda found: f"{root}/{found[1]}/", script).replace(
        ".venv/bin/dooryard", str(PROGRAM)
    )
    for name in ("srv", "mnt", "mnt/elsewhere", "mnt/backups", "tmp"):
        (root / name).mkdir(exist_ok=True)
    return subprocess.run(
        ["bash", "-euc", here],
        env=environment(root / "srv" / "dooryard", **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def python(script: str, data: Path, *arguments: str, **settings: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment(data, PYTHONPATH=str(ROOT), **settings),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def words(tmp_path: Path) -> str:
    """A machine with two liaisons, somebody who wrote, and all that the page says to keep; the person's words."""
    [copy] = blocks("The second copy")
    assert run(copy, tmp_path).returncode == 0
    said = python(BEFORE, tmp_path / "srv/dooryard", DOORYARD_LIAISON_COPY=str(tmp_path / "mnt/copy")).strip()
    daily, key = blocks("Each day")
    for script in (daily, key):
        done = run(script, tmp_path, DOORYARD_LIAISON_COPY=str(tmp_path / "mnt/copy"))
        assert done.returncode == 0, done.stderr
    return said


def test_a_drill_says_what_would_be_put_back_and_leaves_nothing(words: str, tmp_path: Path) -> None:
    [drill] = blocks("Practise")
    done = run(drill, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "message 1\n" in done.stdout and "seconds " in done.stdout
    assert query(tmp_path / "tmp/drill", "SELECT count(*) FROM liaison_team", liaison=True) == [(0,)]


@pytest.mark.parametrize("kept", ["the second copy", "a backup"])
def test_a_lost_machine_begins_again(words: str, tmp_path: Path, kept: str) -> None:
    (tmp_path / "srv/dooryard").rename(tmp_path / "lost")
    restore, backup = blocks("The machine is lost")
    if kept == "a backup":
        restore = re.sub(r"^.*liaison restore.*\n", backup, restore, flags=re.M)
    done = run(restore, tmp_path)
    assert done.returncode == 0, done.stderr
    assert ("put a second copy back" in done.stdout) == (kept == "the second copy")
    assert python(AFTER, tmp_path / "srv/dooryard", words).split() == ["hello", "hello"]
    assert (tmp_path / "srv/dooryard/desk.key").read_bytes() == (tmp_path / "lost/desk.key").read_bytes()


def test_without_the_accounts_first_it_is_refused(words: str, tmp_path: Path) -> None:
    new = tmp_path / "new"
    for name in ("Zed", "Nan"):
        python("from dooryard.web import preparing; preparing.start_django(); preparing.migrate()", new)
        assert dooryard(new, "desk", "invite", name, "--role", "liaison").returncode == 0
    done = dooryard(new, "liaison", "restore", str(tmp_path / "mnt/copy"))
    assert done.returncode == 2
    assert "belong to other accounts" in done.stderr and "account:1, account:2" in done.stderr
    assert query(new, "SELECT count(*) FROM liaison_team", liaison=True) == [(0,)]
