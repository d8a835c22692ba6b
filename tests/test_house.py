"""The rules of the house hold over the whole house, and each rule catches a planted violation."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from tests.house import rules
from tests.house.planted import INNOCENT, PLANTED

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
    assert not _broken(MODULES, (rule,))


def test_no_text_of_the_house_breaks_a_rule_of_texts() -> None:
    assert not _broken(TEXTS, rules.TEXT_RULES)


def _broken(paths: list[Path], kept: tuple[rules.Rule, ...]) -> dict[str, dict[str, list[str]]]:
    return {
        str(path.relative_to(ROOT)): found
        for path in paths
        if (found := rules.broken(PurePosixPath(path.relative_to(ROOT)), path.read_text(encoding="utf-8"), kept))
    }


@pytest.mark.parametrize(("rule", "path", "text"), [(rule, *case) for rule, cases in PLANTED.items() for case in cases])
def test_a_planted_violation_is_caught_by_its_rule(rule: str, path: str, text: str) -> None:
    # Asked of the tuples and not of the function: a rule that was taken out of them catches nothing.
    kept = rules.TEXT_RULES if rule in {one.__name__ for one in rules.TEXT_RULES} else rules.RULES
    assert rule in rules.broken(PurePosixPath("dooryard") / path, text, kept)


def test_every_rule_is_kept_and_has_a_violation_planted() -> None:
    kept = {rule.__name__ for rule in rules.RULES + rules.TEXT_RULES}
    written = {
        name
        for name, what in vars(rules).items()
        if inspect.isfunction(what) and [*inspect.signature(what).parameters] == ["path", "text"]
    }
    assert kept == written == set(PLANTED)


@pytest.mark.parametrize(("path", "text"), INNOCENT)
def test_what_only_looks_like_a_violation_is_let_be(path: str, text: str) -> None:
    assert not rules.broken(PurePosixPath("dooryard") / path, text)


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
