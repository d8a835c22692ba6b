"""The rules of what is said to people: every text goes through gettext, in templates and in the modules that speak."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import PurePosixPath

import jinja2
from jinja2 import nodes

from tools.messages.collect import CALLS, called

QUIET = {
    "actions", "bundles", "calling", "compiling", "current", "going_live", "health", "languages", "limits", "models",
    "records", "samples", "standing", "telling", "terms", "visible", "vocabularies",
}  # fmt: skip
"""Modules of the directory that talk to stewards and to each other: the others talk to whoever needs help."""

READ_ALOUD = {
    "alt",
    "title",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "summary",
    "label",
}
"""Attributes that a browser shows or reads to somebody."""

SAME_EVERYWHERE = {"911", "QR", "Testville"}
"""What is the same in every language, and what is only made up."""

FOR_MACHINES = {"trans", "robots"}
"""Blocks whose text is not the page's own: {% trans %} has gone through gettext, and robots are no people."""

TELLS_NOBODY = {"exception", "getLogger"}

VALUE = "\ue000"
_environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
_LETTERS = re.compile(r"[^\W\d_]")
_TAG = re.compile(r"<[^>]*>")
_ADDRESS = re.compile(rf"{VALUE}?://\S*")
_WORDS = re.compile(r"[A-Za-z][a-z']+ [a-zA-Z']{2,}|^[A-Z][a-z]+[.!?]?$")


def pages_say_all_through_gettext(path: PurePosixPath, text: str) -> list[str]:
    """A template holds no words of its own: neither between tags, nor in attributes people are read, nor in braces."""
    if path.suffix != ".html":
        return []
    return [*_bare_words(text), *_words_in_braces(text)]


def modules_say_all_through_gettext(path: PurePosixPath, text: str) -> list[str]:
    """A module that speaks to people hands every text to gettext, or marks it for whoever does."""
    speaks = "directory" in path.parts and not QUIET & {path.stem, *path.parts}
    speaks = speaks or path.parts[-2:] == ("web", "errors.py")
    if path.suffix != ".py" or not speaks:
        return []
    tree = ast.parse(text)
    quiet = _not_said(tree)
    made_up = [
        f"line {node.lineno}: a text that is not written out"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and called(node) in CALLS
        and any(isinstance(one, ast.JoinedStr | ast.BinOp) for one in node.args[:2])
    ]
    return made_up + [
        f"line {node.lineno}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in quiet
        and node.value not in SAME_EVERYWHERE
        and _WORDS.search(_TAG.sub("", node.value))
    ]


def _not_said(tree: ast.AST) -> set[int]:
    """The strings that nobody is told, or that gettext is asked for: docstrings, keys, annotations, comparisons."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in CALLS | TELLS_NOBODY:
            found += node.args + [one.value for one in node.keywords if one.arg == "plural"]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.append(node.value)
        elif isinstance(node, ast.Dict):
            found += [key for key in node.keys if key]
        elif isinstance(node, ast.Subscript):
            found.append(node.slice)
        elif isinstance(node, ast.Compare):
            found += [node.left, *node.comparators]
        elif isinstance(node, ast.arg | ast.AnnAssign | ast.FunctionDef) and (
            kind := getattr(node, "annotation", None)
        ):
            found.append(kind)
    return {id(part) for one in found for part in ast.walk(one)}


def _bare_words(text: str) -> Iterator[str]:
    """Words that stand in the markup itself."""
    reader = _Markup()
    reader.feed(_without_jinja(text))
    reader.close()
    for words in reader.said:
        if _LETTERS.search(_ADDRESS.sub("", words).replace(VALUE, "")) and words.strip() not in SAME_EVERYWHERE:
            yield f"says {' '.join(words.split())!r}"


def _without_jinja(text: str) -> str:
    """The markup with a mark for each value; what is said inside {% trans %} has gone through gettext."""
    kept: list[str] = []
    block: list[str] = []
    quiet = False
    for _line, kind, value in _environment.lex(text):
        if kind == "data" and not quiet:
            kept.append(value)
        elif kind == "variable_begin":
            kept.append(VALUE)
        elif kind == "block_begin":
            block = []
        elif kind == "name":
            block.append(value)
        elif kind == "block_end":
            quiet = bool(FOR_MACHINES & {*block[:2]}) or (quiet and not {"endtrans", "endblock"} & {*block})
    return "".join(kept)


class _Markup(HTMLParser):
    """Gathers what a page says: its text and the attributes that are read to people."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        names = set(READ_ALOUD)
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            names.add("value")
        if tag == "meta" and given.get("name") == "description":
            names.add("content")
        self.said += [value for name, value in attrs if value and name in names]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def _words_in_braces(text: str) -> Iterator[str]:
    """Words that an expression gives out as they are: {{ "Open" if open else "Closed" }}."""
    tree = _environment.parse(text)
    for call in tree.find_all(nodes.Call):
        named = isinstance(call.node, nodes.Name) and call.node.name in CALLS
        if named and any(isinstance(one, nodes.Concat | nodes.BinExpr) for one in call.args):
            yield f"line {call.lineno}: a text that is not written out"
    for output in tree.find_all(nodes.Output):
        for value in (value for one in output.nodes for value in _given(one)):
            if _LETTERS.search(value) and value not in SAME_EVERYWHERE:
                yield f"line {output.lineno} says {value!r}"


def _given(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from _given(node.expr1)
        yield from _given(node.expr2) if node.expr2 else ()
    elif isinstance(node, nodes.Concat):
        for one in node.nodes:
            yield from _given(one)
    elif isinstance(node, nodes.BinExpr):
        yield from _given(node.left)
        yield from _given(node.right)
    elif isinstance(node, nodes.Filter) and node.node:
        yield from _given(node.node)
