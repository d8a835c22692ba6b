"""The reference of commands and settings says what the program does: no option, setting or name more, and none less."""

from __future__ import annotations

import argparse
import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dooryard.core.asking import Finder
from dooryard.directory.as_json import answer_json
from dooryard.directory.bundles import open_current
from dooryard.directory.going_live import Call
from dooryard.directory.reported import Reported
from dooryard.feeds.report import Problem, Report
from dooryard.web import cli
from dooryard.web.commands import check
from tests.web.conftest import published  # noqa: F401  (the fixture: a small synthetic bundle)

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ROOT / "docs" / "reference" / "commands.md"
SETTINGS = ROOT / "docs" / "reference" / "settings.md"
OTHERS_SETTINGS = {"DJANGO_SETTINGS_MODULE", "QUERY_STRING", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH"}
"""Read or written in the code, and not ours to set: Django's own, and what a request's WSGI environ holds."""

Names = dict[str, Any]


def sections(text: str) -> dict[str, str]:
    """Command -> what the page says of it."""
    parts = re.split(r"^## dooryard ([a-z]+)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def first_cells(text: str) -> list[str]:
    """What stands first in the rows of the tables: `--near PLACE`."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.M)


def taken(parser: argparse.ArgumentParser) -> list[str]:
    """Every argument of a parser, as the page writes it: an option with what follows it, or a word."""
    found = (action for action in parser._actions if not isinstance(action, argparse._HelpAction))
    return [" ".join(filter(None, (*one.option_strings, one.metavar))) for one in found]  # type: ignore[arg-type]


def read_from_environment(code: str) -> Iterator[str]:
    """The names of environment variables that a module reads, however it reads them."""
    for node in ast.walk(ast.parse(code)):
        key: ast.expr | None = None
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
            key = node.slice
        elif isinstance(node, ast.Call) and re.search(r"(environ\.\w+|getenv)$", ast.unparse(node.func)) and node.args:
            key = node.args[0]
        if key is not None:
            yield str(key.value) if isinstance(key, ast.Constant) else f"computed: {ast.unparse(key)}"


def shown(text: str, kind: str) -> Any:
    """The JSON that the page shows under a heading of its own."""
    [found] = re.findall(rf"^```json {kind}\n(.*?)^```", text, re.M | re.S)
    return json.loads(found)


def differences(documented: Names, real: Names) -> set[str]:
    """Names of one that the other lacks, at the top and in the objects that both nest."""
    apart = set(documented) ^ set(real)
    for name in set(documented) & set(real):
        one, other = documented[name], real[name]
        if isinstance(one, dict) and isinstance(other, dict) and name not in ("facets", "spelling"):
            apart |= {f"{name}.{part}" for part in differences(one, other)}
    return apart


def test_every_command_has_its_section_and_no_other() -> None:
    assert set(sections(COMMANDS.read_text())) == set(cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_option_is_documented_and_none_is_invented(name: str) -> None:
    assert sorted(first_cells(sections(COMMANDS.read_text())[name])) == sorted(taken(cli.parser_of(name)))


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_section_says_how_it_exits(name: str) -> None:
    assert re.search(r"\b[Ee]xits? (\d|is \d)|exit is \d", sections(COMMANDS.read_text())[name])


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_section_shows_an_example_that_the_parser_takes(name: str) -> None:
    [example, *_] = re.findall(rf"^\$ dooryard {name}\b(.*)$", sections(COMMANDS.read_text())[name], re.M)
    cli.parser_of(name).parse_args(re.findall(r'"[^"]*"|\S+', example))


def test_every_setting_is_documented_and_none_is_invented() -> None:
    files = [path for room in ("dooryard", "bench") for path in (ROOT / room).rglob("*.py")]
    read = {name for path in files for name in read_from_environment(path.read_text(encoding="utf-8"))}
    assert set(first_cells(SETTINGS.read_text())) == read - OTHERS_SETTINGS


def test_an_answer_has_the_names_that_are_shown(published: Path) -> None:  # noqa: F811
    from datetime import UTC, datetime

    finder = Finder(open_current(published))
    answer = finder.ask("narcan", near="Hope", at=datetime(2026, 11, 23, 12, tzinfo=UTC))
    real = msgspec.to_builtins(answer_json("narcan", answer, finder, 1.0))
    documented = shown(COMMANDS.read_text(), "find")
    assert differences(documented, real) == set()
    assert differences(documented["results"][0], real["results"][0]) == set()


def test_reports_have_the_names_that_are_shown() -> None:
    text = COMMANDS.read_text()
    report = shown(text, "load")
    assert tuple(report) == Report.__struct_fields__
    assert tuple(report["problems"][0]) == Problem.__struct_fields__
    assert tuple(shown(text, "check --go-live")[0]) == Call.__struct_fields__
    assert tuple(shown(text, "check --reports")[0]) == Reported.__struct_fields__
    assert report["read"] == report["added"] + report["changed"] + report["same"] + report["held"]


@pytest.mark.django_db
def test_faults_have_the_names_that_are_shown() -> None:
    from django.utils import timezone

    from dooryard.feeds.models import COUNTS, HeldRow, ImportRun

    told = {"source": "s", "format": "place", "digest": "d", "size": 1} | dict.fromkeys(COUNTS, 0)
    run = ImportRun.objects.create(at=timezone.now(), by="test", **told)
    HeldRow.objects.create(run=run, ref="r", reason="why")
    assert [list(fault) for fault in check.held_rows()] == [list(shown(COMMANDS.read_text(), "check")[0])]


def test_planted_falsehoods_are_caught() -> None:
    page = "## dooryard fly\n\n| `--high N` | how high |\n\n## dooryard find\n"
    assert set(sections(page)) == {"fly", "find"}
    assert first_cells(sections(page)["fly"]) == ["--high N"]
    parser = argparse.ArgumentParser()
    parser.add_argument("--high", metavar="FEET")
    assert taken(parser) == ["--high FEET"] != first_cells(sections(page)["fly"])
    code = "os.environ['ONE']; os.environ.get('TWO'); os.getenv('THREE', ''); environ.pop('FOUR'); os.environ[x]"
    assert set(read_from_environment(code)) == {"ONE", "TWO", "THREE", "FOUR", "computed: x"}
    assert differences({"a": {"b": 1}, "c": 2}, {"a": {"d": 1}}) == {"c", "a.b", "a.d"}
