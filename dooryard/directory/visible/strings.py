"""What people read of programs and tables: the strings of Python, JavaScript and JSON, the cells of CSV."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator

from dooryard.core.edge import BadInput
from dooryard.core.language import Reading
from dooryard.core.language_phrases import GAP
from dooryard.directory.visible.masks import Piece, blank, mark, only, unescaped, without, without_code

_LITERAL = re.compile(r"([A-Za-z]*)(\"\"\"|'''|\"|')")
_VALUE = re.compile(r"(?<!\{)\{(?!\{)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_FILLED = re.compile(r"\$\{[^{}]*\}")
_MIDDLE = getattr(tokenize, "FSTRING_MIDDLE", -1)  # since Python 3.12 the texts of an f-string are tokens of their own
_SCRIPT = re.compile(
    r"(?P<remark>//[^\n]*|/\*.*?\*/)|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`", re.S
)
_JSON = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"(?P<key>\s*:)?")
_CELL = re.compile(r"(\"(?:[^\"]|\"\")*\"|[^,\n\r]*)(,|\r?\n|\r|\Z)")
NAMES = set(re.split(" ", "organization site other_names publisher name name1 name2 name3 title url website"))
"""Columns and keys whose values are names, addresses or titles of what is cited: they are as they are."""


def python(text: str) -> Reading:
    """The string literals of a module; remarks are its comments."""
    pieces: list[Piece] = []
    remarks: list[Piece] = []
    joined = False
    for kind, start, end in _tokens(text):
        part = text[start:end]
        if kind == tokenize.COMMENT:
            remarks.append(Piece(start, end, part))
        elif kind in (tokenize.STRING, _MIDDLE):
            pieces.append(Piece(start, end, _literal(part) if kind == tokenize.STRING else part, joined))
        joined = kind == tokenize.STRING or (joined and kind in (tokenize.NL, tokenize.COMMENT))
    return Reading(only(text, pieces), only(text, remarks))


def _tokens(text: str) -> Iterator[tuple[int, int, int]]:
    """The tokens of a module: kind, start and end."""
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            (row, column), (last, end) = token.start, token.end
            yield token.type, starts[row - 1] + column, starts[last - 1] + end
    except (tokenize.TokenError, SyntaxError) as error:
        raise BadInput(f"this is not Python: {error.args[0]}") from None


def _literal(written: str) -> str:
    """A string as it is read: no prefix, no quotes, no escapes, and a gap for each value that is filled in."""
    found = _LITERAL.match(written)
    assert found  # noqa: S101 (a string begins so)
    prefix, quotes = found[1].lower(), len(found[2])
    body = written[found.end() : len(written) - quotes]
    if "r" not in prefix:
        body = unescaped(body)
    if "f" in prefix:
        body = without(body, _VALUE, GAP)
    return " " * found.end() + without_code(body) + " " * quotes


def script(text: str) -> Reading:
    """The strings of a JavaScript file; remarks are its comments."""
    found = list(_SCRIPT.finditer(text))
    strings = [
        _between(match, without(unescaped(match[0][1:-1]), _FILLED, GAP)) for match in found if not match["remark"]
    ]
    remarks = [Piece(*match.span(), match[0]) for match in found if match["remark"]]
    return Reading(only(text, strings), only(text, remarks))


def json(text: str) -> Reading:
    """The strings of JSON, or of JSON by lines, that are neither keys nor names; it holds no remarks."""
    pieces, key = [], ""
    for match in _JSON.finditer(text):
        written = match[0][1 : match.end() - match.start() - len(match["key"] or "") - 1]
        if match["key"]:
            key = written
        elif key not in NAMES:
            pieces.append(_between(match, unescaped(written)))
    return Reading(only(text, pieces), blank(text))


def table(text: str) -> Reading:
    """The cells of CSV but for columns of names; it holds no remarks."""
    pieces: list[Piece] = []
    columns: list[str] = []
    head, at = True, 0
    for match in _CELL.finditer(text):
        start, end = match.span(1)
        quoted = match[1].startswith('"')
        written = re.sub('""', lambda two: mark(two, '"'), match[1][1:-1]) if quoted else match[1]
        if head:
            columns.append(written.strip().lower())
        if at >= len(columns) or columns[at] not in NAMES:
            pieces.append(Piece(start + quoted, end - quoted, written))
        at = at + 1 if match[2] == "," else 0
        head = head and match[2] == ","
    return Reading(only(text, pieces), blank(text))


def _between(match: re.Match[str], shown: str) -> Piece:
    """What stands between the quotes of a match."""
    return Piece(match.start() + 1, match.start() + 1 + len(shown), shown)
