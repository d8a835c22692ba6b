"""The documents are true today: links lead somewhere, commands, recipes and settings exist."""

from __future__ import annotations

import argparse
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dooryard.web import cli

ROOT = Path(__file__).resolve().parents[1]
TRACKED = subprocess.run(
    ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split()
DOCUMENTS = [ROOT / name for name in TRACKED if (ROOT / name).is_file()]
# Where a command stands in a shell: first, after the prompt or a setting; not where it is the name of a database.
COMMAND = re.compile(r"(?:^|[`/]|^\$ |\b[A-Z_]+=\S+ )dooryard ([a-z]+)\b(?=[ `\n])", re.M)
RECIPE = re.compile(r"\bmake ([a-z-]+)\b(?=`|\s+#|\n)")
SETTING = re.compile(r"\b(DOORYARD_[A-Z_]+|DATABASE_URL)\b")


def broken_links(path: Path, text: str) -> Iterator[str]:
    """Relative links and pictures that lead nowhere."""
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
            yield target


def shell(text: str) -> str:
    """What a document shows in code, where commands stand."""
    blocks = re.findall(r"```.*?```", text, re.S)
    return "\n".join(blocks + re.findall(r"`[^`\n]+`", text))


def unknown_commands(text: str, known: set[str]) -> set[str]:
    """Commands that the documents name and the program does not know."""
    return set(COMMAND.findall(shell(text))) - known


def unknown_recipes(text: str, makefile: str) -> set[str]:
    """Recipes that the documents name and the Makefile does not have."""
    return {name for name in RECIPE.findall(shell(text)) if not re.search(rf"^{name}:", makefile, re.M)}


@pytest.fixture(scope="session")
def commands() -> set[str]:
    """The commands that the program's own parser takes."""
    return names(cli.overview())


def names(parser: argparse.ArgumentParser) -> set[str]:
    """The names of a parser's commands."""
    found = (action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return {name for choices in found for name in choices}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    assert list(broken_links(path, path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_recipes_and_settings_exist(path: Path, commands: set[str]) -> None:
    text = path.read_text(encoding="utf-8")
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "dooryard").rglob("*.py"))
    assert unknown_commands(text, commands) == set()
    assert unknown_recipes(text, (ROOT / "Makefile").read_text(encoding="utf-8")) == set()
    assert {name for name in SETTING.findall(text) if name not in code} == set()


def test_the_commands_are_those_of_the_parser_and_no_word_of_its_help(commands: set[str]) -> None:
    assert commands == set(cli.COMMANDS)
    parser = argparse.ArgumentParser(description="Not\n  a command, nor\n  this one")
    parser.add_subparsers().add_parser("planted", help="and\n  no word of this")
    assert names(parser) == {"planted"}


def test_every_command_is_documented(commands: set[str]) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert commands - set(COMMAND.findall(shell(text))) == set()


def test_a_planted_falsehood_is_caught() -> None:
    assert list(broken_links(ROOT / "README.md", "[a](docs/nowhere.md)")) == ["docs/nowhere.md"]
    planted = (
        "`dooryard levitate now`",
        "```\n$ dooryard levitate\n```",
        "`DOORYARD_DATA=x .venv/bin/dooryard levitate`",
    )
    assert [unknown_commands(text, {"find"}) for text in planted] == [{"levitate"}] * 3
    assert unknown_commands("`createdb --owner dooryard dooryard`", {"find"}) == set()
    assert unknown_recipes("Run `make nothing`", "run:\n") == {"nothing"}
