"""Look in files for words that judge people, and say what to write instead."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from dooryard.core.edge import BadInput, plain
from dooryard.core.language import Checker, Finding
from dooryard.core.language_phrases import BREAK, GAP, LINE_BREAK
from dooryard.directory import terms, visible
from dooryard.directory.visible import records

EXAMPLE = "dooryard language README.md docs/*.md"
STDIN = "-"
LARGEST = 64 * 1024 * 1024
_SIGNS = dict.fromkeys(map(ord, (BREAK, LINE_BREAK, GAP)), " ")
"""What the check itself puts between pieces of text: a file has no say in that."""


class Located(msgspec.Struct, frozen=True):
    """A finding as it is printed: with the name of its file."""

    file: str
    line: int
    column: int
    words: str
    rule: str
    severity: str
    reason: str
    suggestions: tuple[str, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As the surface has them."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file of text, or - for standard input")
    parser.add_argument("--kind", metavar="K", help=f"read every FILE as this kind: {', '.join(visible.KINDS)}")
    parser.add_argument(
        "--names", action="append", default=[], metavar="YAML", help="names in these records pass; may be repeated"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON array")


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; exit 1 if anything is to be avoided, 2 if a file could not be read."""
    kind = arguments.kind
    if kind is not None and kind not in visible.KINDS:
        raise BadInput(f"There is no kind {plain(kind)}. It is one of: {', '.join(visible.KINDS)}.")
    named = [(name, "yaml") for name in arguments.names]
    texts = [(name, kind or visible.kind_of(Path(name))) for name in arguments.files]
    read = {name: _text(name) for name, _ in dict.fromkeys([*named, *texts])}
    checker = Checker(terms.load(), _names([*named, *texts], read))
    found: list[Located] = []
    refused = [f"{name}: {text.args[0]}" for name, text in read.items() if isinstance(text, BadInput)]
    for name, its_kind in texts:
        if isinstance(text := read[name], str):
            try:
                found += _located(name, checker.findings(visible.KINDS[its_kind](text)))
            except BadInput as problem:
                refused.append(f"{name}: {problem}")
    _print(found, as_json=arguments.json)
    for refusal in dict.fromkeys(refused):
        print(f"dooryard language: {plain(refusal)}", file=sys.stderr)
    return 2 if refused else 1 if any(one.severity == "avoid" for one in found) else 0


def _text(name: str) -> str | BadInput:
    """What a file holds, or why it cannot be read."""
    try:
        data = sys.stdin.buffer.read(LARGEST + 1) if name == STDIN else _bytes(Path(name))
    except OSError as problem:
        return BadInput(problem.strerror or "it cannot be read")
    except ValueError:
        return BadInput("this is not the name of a file")
    if len(data) > LARGEST:
        return BadInput(f"larger than {LARGEST >> 20} MB")
    if b"\0" in data:
        return BadInput("this is not text")
    try:
        return data.decode("utf-8-sig").translate(_SIGNS)
    except UnicodeDecodeError as problem:
        return BadInput(f"this is not UTF-8 text, at byte {problem.start}")


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _names(files: list[tuple[str, str]], read: dict[str, str | BadInput]) -> set[str]:
    """The names that the records among the files carry; one that is not YAML after all is marked as refused."""
    found: set[str] = set()
    for name, kind in files:
        if kind == "yaml" and isinstance(text := read[name], str):
            try:
                found |= records.names(text)
            except BadInput as problem:
                read[name] = problem
    return found


def _located(name: str, findings: list[Finding]) -> Iterator[Located]:
    return (Located(plain(name), **msgspec.structs.asdict(finding)) for finding in findings)


def _print(found: list[Located], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1))
        return
    for one in found:
        print(plain(said(one)))
    avoid = sum(one.severity == "avoid" for one in found)
    print(f"{avoid:,} to avoid, {len(found) - avoid:,} to think about", file=sys.stderr)


def said(one: Located) -> str:
    """A finding in one line."""
    say = "Say" if one.severity == "avoid" else "Perhaps say"
    instead = f"{say}: {' / '.join(one.suggestions)}."
    return f"{one.file}:{one.line}:{one.column}: {one.severity} “{one.words}”: {one.reason} {instead} [{one.rule}]"
