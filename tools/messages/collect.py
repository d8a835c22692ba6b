"""Finds every text that is said to people: in Python, in templates and in health text.

Python is read, not run: the first argument of `_`, `gettext`, `ngettext`, `pgettext`, `Said` and `mark`, where it is
written out. Templates are read as Jinja2 reads them. Of health text every string is said but those of NOT_SAID.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "dooryard"
CONTENT = HOUSE / "directory" / "content"
HEALTH = ("calling.yaml", "notes.yaml", "now.yaml")
CALLS = {"_", "gettext", "ngettext", "pgettext", "Said", "mark"}
NOT_SAID = {"title", "url", "date", "link", "fact", "reviewed", "sources"}
TEMPLATE_OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true", "silent": "false"}


class Text(NamedTuple):
    """A text to translate: with its plural where it counts, its context where a word needs one, and where it stands."""

    text: str
    plural: str = ""
    context: str = ""
    file: str = ""


def site() -> Iterator[Text]:
    """The texts of the pages and of the command."""
    for path in sorted(HOUSE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from in_python(path.read_text(encoding="utf-8"), _name(path))
    for path in sorted(HOUSE.rglob("*.html")):
        yield from in_template(path)


def health() -> Iterator[Text]:
    """The health texts that hold everywhere."""
    for path in (CONTENT / name for name in HEALTH):
        yield from in_yaml(yaml.safe_load(path.read_text(encoding="utf-8")), _name(path))


def place(folder: Path) -> Iterator[Text]:
    """The texts that only hold in one place."""
    path = folder / "now.yaml"
    if path.is_file():
        yield from in_yaml(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)


def in_python(code: str, file: str) -> Iterator[Text]:
    """The texts that are written out in a module."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and (name := called(node)) in CALLS:
            texts = [written(one) for one in node.args]
            plural = next((written(one.value) for one in node.keywords if one.arg == "plural"), "")
            if found := _text(name, texts, plural or "", file):
                yield found


def called(node: ast.Call) -> str:
    """The last part of what is called: `gettext` of `languages.gettext(...)`."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def written(node: ast.expr) -> str | None:
    """A string that stands there as it is, however many parts it is written in; None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def in_template(path: Path) -> Iterator[Text]:
    """The texts of a template."""
    with path.open("rb") as file:
        for _line, name, texts, _notes in babel_extract(file, sorted(CALLS), [], TEMPLATE_OPTIONS):
            if found := _text(name, [texts] if isinstance(texts, str) else list(texts or ()), "", _name(path)):
                yield found


def in_yaml(value: Any, file: str) -> Iterator[Text]:
    """The texts of a YAML file of health text, whatever its shape."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in NOT_SAID:
                yield from in_yaml(part, file)
    elif isinstance(value, list):
        for part in value:
            yield from in_yaml(part, file)
    elif isinstance(value, str) and value:
        yield Text(value, file=file)


def _text(name: str, texts: list[str | None], plural: str, file: str) -> Text | None:
    first, second = [*texts, None, None][:2]
    if not first:
        return None
    if name == "pgettext":
        return Text(second, context=first, file=file) if second else None
    return Text(first, (second or "") if name == "ngettext" else plural, file=file)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
