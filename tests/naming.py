"""What a document claims, and the tests that it names for it: every test that is named exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def read(name: str) -> str:
    """A document of ours."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def missing(text: str) -> list[str]:
    """The tests that a text names and nobody wrote."""
    return [
        f"{path}::{name}"
        for path, name in NAMED.findall(text)
        if not (ROOT / path).is_file() or f"\ndef {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]


def cells(text: str, *heads: str) -> list[list[str]]:
    """The lines of every table in a text that has these heads, cell by cell."""
    head = re.escape(f"| {' | '.join(heads)} |") + r"\n\|[-|]+\|\n((?:\|.*\n)+)"
    lines = [line for table in re.findall(head, text) for line in table.splitlines()]
    return [[cell.strip() for cell in line.strip()[1:-1].split(" | ")] for line in lines]
