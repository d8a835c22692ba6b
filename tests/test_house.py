"""The rules of the house hold over the whole house, and each rule catches a planted violation."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from tests.house import rules

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "dooryard"
MODULES = sorted(
    path
    for folder in (HOUSE, ROOT / "bench", ROOT / "tools")
    for path in folder.rglob("*.py")
    if "migrations" not in path.parts
)
TEXTS = sorted(
    path
    for path in HOUSE.rglob("*")
    if path.suffix in {".py", ".html", ".yaml", ".css", ".js", ".txt"} and "__pycache__" not in path.parts
)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_whole_house_keeps_the_rule(rule: rules.Rule) -> None:
    found = {
        str(path.relative_to(ROOT)): problems
        for path in MODULES
        if (problems := rule(PurePosixPath(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
    }
    assert not found


def test_nothing_in_the_code_knows_maine() -> None:
    found = {
        str(path.relative_to(ROOT)): problems
        for path in TEXTS
        if (problems := rules.knows_no_place(PurePosixPath(path), path.read_text(encoding="utf-8")))
    }
    assert not found


LONG = '"""A sentence."""\n\n\ndef long() -> None:\n' + "    pass\n" * 41
PLANTED = [
    (rules.opens_with_a_sentence, "core/x.py", "x = 1\n"),
    (rules.opens_with_a_sentence, "core/x.py", '"""No full stop"""\n'),
    (rules.is_short, "core/x.py", LONG),
    (rules.is_short, "core/x.py", '"""A sentence."""\n' + "x = 1\n" * 301),
    (rules.views_save_nothing, "directory/views/x.py", "def show(request):\n    service.save()\n"),
    (rules.views_save_nothing, "directory/views/x.py", "def show(request):\n    connection.cursor()\n"),
    (rules.actions_say_who, "desk/actions.py", "def publish(service):\n    pass\n"),
    (rules.actions_say_who, "desk/actions.py", "def publish(service, by):\n    pass\n"),
    (rules.actions_know_no_request, "desk/actions.py", "from django.http import HttpRequest\n"),
    (rules.policies_know_no_framework, "desk/policies.py", "import django\n"),
    (rules.models_only_hold, "directory/models/x.py", "from django.core.mail import send_mail\n"),
    (rules.presenters_ask_nothing, "directory/presenters.py", "from dooryard.directory.models import Service\n"),
    (rules.presenters_ask_nothing, "directory/presenters.py", "def card(request):\n    pass\n"),
    (rules.readers_touch_no_database, "feeds/readers/x.py", "from django.db import connection\n"),
    (rules.core_is_told_the_time, "core/x.py", "now = datetime.now()\n"),
    (rules.core_is_told_the_time, "core/x.py", "open('x')\n"),
    (rules.knows_no_place, "directory/x.py", "# Call 207 555 0100 in Bangor\n"),
]


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED)
def test_a_planted_violation_is_caught(rule: rules.Rule, path: str, text: str) -> None:
    assert rule(PurePosixPath("dooryard") / path, text)


LADDER = [
    ("dooryard/core/planted.py", "import django", "Core is pure"),
    ("dooryard/core/planted.py", "import sqlite3", "Core is pure"),
    ("dooryard/core/planted.py", "import socket", "Core is pure"),
    ("dooryard/core/planted.py", "import time", "Core is pure"),
    ("dooryard/core/planted.py", "import random", "Core is pure"),
    ("dooryard/core/planted.py", "import pathlib", "Core is pure"),
    ("dooryard/core/planted.py", "import dooryard.desk", "One ladder"),
    ("dooryard/desk/planted.py", "import dooryard.directory", "One ladder"),
    ("dooryard/directory/planted.py", "import dooryard.feeds", "One ladder"),
    ("dooryard/feeds/planted.py", "import dooryard.web", "One ladder"),
    ("dooryard/shed/__init__.py", "", "One ladder"),
]


@pytest.mark.parametrize(("path", "line", "contract"), LADDER)
def test_a_step_up_the_ladder_is_caught(tmp_path: Path, path: str, line: str, contract: str) -> None:
    shutil.copytree(HOUSE, tmp_path / "dooryard", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / path
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f'"""A planted violation."""\n\n{line}\n', encoding="utf-8")
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stdout + result.stderr
    assert re.search(rf"{contract}.*BROKEN", result.stdout), result.stdout


CHECKERS = [
    (["ruff", "check"], "import os\n", "F401"),
    (["ruff", "format", "--check"], "x = {'a':1}\n", "reformat"),
    (["mypy", "--strict"], "def double(x):\n    return x * 2\n", "untyped"),
]


@pytest.mark.parametrize(("command", "text", "says"), CHECKERS)
def test_ruff_and_mypy_catch_a_planted_fault(tmp_path: Path, command: list[str], text: str, says: str) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(f'"""A planted fault."""\n\n{text}', encoding="utf-8")
    program = Path(sys.executable).with_name(command[0])
    result = subprocess.run([program, *command[1:], planted], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert says in result.stdout + result.stderr


def test_no_file_names_a_package_index_or_this_machine() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    wrong = re.compile(
        r"--index-url|--extra-index|\"resolved\"\s*:|https?://\S+\.(?:whl|tgz|deb)\b|files\.pythonhosted|/root/\.pyenv"
    )
    found = [
        name
        for name in tracked
        if name != "tests/test_house.py"
        and (ROOT / name).is_file()
        and wrong.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found
