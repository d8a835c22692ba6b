"""The rules of the house that no linter knows: each takes one file and returns what is wrong with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from tests.house.names import calls, functions, used
from tests.house.spoken import modules_say_all_through_gettext, pages_say_all_through_gettext

Rule = Callable[[PurePosixPath, str], list[str]]

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
_METHODS = ["save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete"]
WRITES = {*_METHODS, *(f"a{name}" for name in _METHODS)}
SQL = {"cursor", "execute", "executemany", "raw", "extra"}
CLOCK = {"now", "utcnow", "today"}
FILES = {"open", "input", "print", "__import__", "exec", "eval", "breakpoint"}
NUMPY = {
    f"numpy.{name}"
    for name in [
        "random",
        "load",
        "loadtxt",
        "genfromtxt",
        "fromfile",
        "memmap",
        "save",
        "savez",
        "savez_compressed",
        "savetxt",
        "lib",
    ]
}
# Maine as a word, its places and its area code; the first place lives in places/maine and nowhere else.
ONE_PLACE = re.compile(
    r"\b(maine|mainecare|bangor|portland|penobscot|aroostook|augusta|lewiston|cumberland|207)\b", re.I
)


def _is(path: PurePosixPath, room: str) -> bool:
    """Whether a file is a room's module of that name, or lies in a package of that name."""
    return path.stem == room or room in path.parts


def _speaks_of(path: PurePosixPath, text: str, *forbidden: str) -> list[str]:
    """Where a module imports or reaches one of these, or anything in it."""
    return sorted(
        {
            f"line {line}: {name}"
            for line, name in used(ast.parse(text), path)
            if any(name == one or name.startswith(f"{one}.") for one in forbidden)
        }
    )


def _takes_a_request(text: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.arg):
            kind = ast.unparse(node.annotation) if node.annotation else ""
            if node.arg == "request" or "HttpRequest" in kind:
                found.append(f"line {node.lineno}: takes a request")
    return found


def _outermost(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a module and of its classes, not those inside of functions."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        else:
            for part in ("body", "orelse", "finalbody", "handlers"):
                yield from _outermost(getattr(node, part, None) or [])


def opens_with_a_sentence(path: PurePosixPath, text: str) -> list[str]:
    """Each module opens with one sentence that says what it is."""
    first = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0].strip()
    return [] if first.endswith((".", "!", "?")) else ["no opening sentence"]


def is_short(path: PurePosixPath, text: str) -> list[str]:
    """Files under 300 lines, functions under 40."""
    found = [f"{text.count(chr(10))} lines"] if text.count("\n") > LONGEST_FILE else []
    for node in functions(ast.parse(text)):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > LONGEST_FUNCTION:
            found.append(f"line {node.lineno}: {node.name} has {length} lines")
    return found


def views_save_nothing(path: PurePosixPath, text: str) -> list[str]:
    """A view reads or calls one action; it never writes, nor speaks SQL."""
    if not _is(path, "views"):
        return []
    return sorted(
        {
            f"line {line}: {name}"
            for line, name in used(ast.parse(text), path)
            if "." in name and name.rpartition(".")[2] in WRITES | SQL
        }
    )


def actions_say_who(path: PurePosixPath, text: str) -> list[str]:
    """Every public function of an actions module takes `by`, by keyword only, and nobody is assumed."""
    if not _is(path, "actions"):
        return []
    found = []
    for node in _outermost(ast.parse(text).body):
        told = dict(zip((argument.arg for argument in node.args.kwonlyargs), node.args.kw_defaults, strict=True))
        if not node.name.startswith("_") and told.get("by", ...) is not None:
            found.append(f"line {node.lineno}: {node.name} does not take by= by keyword, without a default")
    return found


def actions_know_no_request(path: PurePosixPath, text: str) -> list[str]:
    """Actions know neither requests nor templates."""
    if not _is(path, "actions"):
        return []
    return _speaks_of(path, text, "django.http", "django.shortcuts", "django.template") + _takes_a_request(text)


def policies_know_no_framework(path: PurePosixPath, text: str) -> list[str]:
    """Policies import no Django."""
    return _speaks_of(path, text, "django") if _is(path, "policies") else []


def models_only_hold(path: PurePosixPath, text: str) -> list[str]:
    """Models know neither mail nor HTTP nor requests."""
    if not _is(path, "models"):
        return []
    network = ("urllib.request", "http", "socket", "smtplib")
    forbidden = ("django.http", "django.core.mail", "django.shortcuts", *network)
    return _speaks_of(path, text, *forbidden) + _takes_a_request(text)


def presenters_ask_nothing(path: PurePosixPath, text: str) -> list[str]:
    """Presenters turn objects into plain values: no queries, no request."""
    if not _is(path, "presenters"):
        return []
    return _speaks_of(path, text, "django.http", "django.db", "dooryard.directory.models") + _takes_a_request(text)


def readers_touch_no_database(path: PurePosixPath, text: str) -> list[str]:
    """A feed reader turns bytes into rows and knows no database."""
    if "readers" not in path.parts:
        return []
    return _speaks_of(path, text, "django", "sqlite3", "psycopg", "dooryard.directory.models", "dooryard.feeds.models")


def core_is_told_the_time(path: PurePosixPath, text: str) -> list[str]:
    """Core reads no clock, throws no dice and opens no file: `now` and bytes are handed to it.

    The import contract keeps out the modules made for that; this is what those let in have of their own.
    """
    if "core" not in path.parts:
        return []
    tree = ast.parse(text)
    found = _speaks_of(path, text, *NUMPY)
    for line, name in used(tree, path):
        last = name.rpartition(".")[2]
        if "." in name and last in CLOCK | {"tofile"}:
            found.append(f"line {line}: {name}")
    for call, name in calls(tree, path):
        if name in FILES:
            found.append(f"line {call.lineno}: {name}()")
        if name == "numpy.datetime64" and any(getattr(one, "value", "") in CLOCK for one in call.args):
            found.append(f"line {call.lineno}: reads the clock")
    return found


def knows_no_place(path: PurePosixPath, text: str) -> list[str]:
    """Nothing in the code knows Maine: a place is a folder under places/."""
    return [
        f"line {number}: {match.group(0)}"
        for number, line in enumerate(text.splitlines(), 1)
        for match in ONE_PLACE.finditer(line)
    ]


# What holds for every module of the house.
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
    modules_say_all_through_gettext,
)

# What holds for every text of it: code, templates, vocabulary, styles.
TEXT_RULES: tuple[Rule, ...] = (knows_no_place, pages_say_all_through_gettext)


def broken(path: PurePosixPath, text: str, rules: tuple[Rule, ...] = RULES) -> dict[str, list[str]]:
    """What is wrong with a file, by the name of the rule that it breaks."""
    return {rule.__name__: found for rule in rules if (found := rule(path, text))}
