"""The rules of the house that no linter knows: each takes one file and returns what is wrong with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

Rule = Callable[[PurePosixPath, str], list[str]]

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
WRITES = {
    "save",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "delete",
    "raw",
    "execute",
}
CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
FILES = {"open", "input", "print", "__import__", "exec", "eval"}
# Maine as a word, its places and its area code; the first place lives in places/maine and nowhere else.
ONE_PLACE = re.compile(
    r"\b(maine|mainecare|bangor|portland|penobscot|aroostook|augusta|lewiston|cumberland|207)\b", re.I
)


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _imports_of(tree: ast.Module, *forbidden: str) -> list[str]:
    found = []
    for line, name in _imports(tree):
        if any(name == module or name.startswith(module + ".") for module in forbidden):
            found.append(f"line {line}: imports {name}")
    return found


def opens_with_a_sentence(path: PurePosixPath, text: str) -> list[str]:
    """Each module opens with one sentence that says what it is."""
    first = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0].strip()
    return [] if first.endswith((".", "!", "?")) else ["no opening sentence"]


def is_short(path: PurePosixPath, text: str) -> list[str]:
    """Files under 300 lines, functions under 40."""
    found = [f"{text.count(chr(10))} lines"] if text.count("\n") > LONGEST_FILE else []
    for node in _functions(ast.parse(text)):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > LONGEST_FUNCTION:
            found.append(f"line {node.lineno}: {node.name} has {length} lines")
    return found


def views_save_nothing(path: PurePosixPath, text: str) -> list[str]:
    """A view reads or calls one action; it never writes, nor speaks SQL."""
    if "views" not in path.parts:
        return []
    return [
        f"line {call.lineno}: .{call.func.attr}()"
        for call in _calls(ast.parse(text))
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES | {"cursor"}
    ]


def actions_say_who(path: PurePosixPath, text: str) -> list[str]:
    """Every public function of an actions module takes `by`, by keyword only."""
    if path.name != "actions.py":
        return []
    return [
        f"line {node.lineno}: {node.name} does not take by= by keyword"
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "by" not in {argument.arg for argument in node.args.kwonlyargs}
    ]


def actions_know_no_request(path: PurePosixPath, text: str) -> list[str]:
    """Actions know neither requests nor templates."""
    if path.name != "actions.py":
        return []
    return _imports_of(ast.parse(text), "django.http", "django.shortcuts", "django.template")


def policies_know_no_framework(path: PurePosixPath, text: str) -> list[str]:
    """Policies import no Django."""
    return _imports_of(ast.parse(text), "django") if path.name == "policies.py" else []


def models_only_hold(path: PurePosixPath, text: str) -> list[str]:
    """Models know neither mail nor HTTP nor requests."""
    if path.name != "models.py" and "models" not in path.parts:
        return []
    return _imports_of(ast.parse(text), "django.http", "django.core.mail", "django.shortcuts", "urllib.request")


def presenters_ask_nothing(path: PurePosixPath, text: str) -> list[str]:
    """Presenters turn objects into plain values: no queries, no request."""
    if path.name != "presenters.py":
        return []
    tree = ast.parse(text)
    found = _imports_of(tree, "django.http", "django.db", "dooryard.directory.models")
    for node in _functions(tree):
        if "request" in {argument.arg for argument in node.args.args + node.args.kwonlyargs}:
            found.append(f"line {node.lineno}: {node.name} takes a request")
    return found


def readers_touch_no_database(path: PurePosixPath, text: str) -> list[str]:
    """A feed reader turns bytes into rows and knows no database."""
    if "readers" not in path.parts:
        return []
    return _imports_of(ast.parse(text), "django", "sqlite3", "dooryard.directory.models", "dooryard.feeds.models")


def core_is_told_the_time(path: PurePosixPath, text: str) -> list[str]:
    """Core reads no clock and opens no file: `now` and bytes are handed to it."""
    if "core" not in path.parts:
        return []
    found = []
    for call in _calls(ast.parse(text)):
        if isinstance(call.func, ast.Name) and call.func.id in FILES:
            found.append(f"line {call.lineno}: {call.func.id}()")
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            found += [f"line {call.lineno}: reads the clock"] * ((call.func.value.id, call.func.attr) in CLOCK)
    return found


def knows_no_place(path: PurePosixPath, text: str) -> list[str]:
    """Nothing in the code knows Maine: a place is a folder under places/."""
    return [
        f"line {number}: {match.group(0)}"
        for number, line in enumerate(text.splitlines(), 1)
        for match in ONE_PLACE.finditer(line)
    ]


RULES: tuple[Rule, ...] = (
    opens_with_a_sentence,
    is_short,
    views_save_nothing,
    actions_say_who,
    actions_know_no_request,
    policies_know_no_framework,
    models_only_hold,
    presenters_ask_nothing,
    readers_touch_no_database,
    core_is_told_the_time,
)
