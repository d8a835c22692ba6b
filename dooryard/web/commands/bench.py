"""Run a benchmark of bench/."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from dooryard.core import edge
from dooryard.core.edge import BadInput, plain
from dooryard.web.settings import DATA, ROOT

EXAMPLE = "dooryard bench find --size 50000 --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As the surface has them."""
    parser.add_argument("name", metavar="NAME", help=f"which one: {', '.join(names())}")
    parser.add_argument("--size", metavar="N", help="how many records, or questions")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Run it and print its figures."""
    if arguments.name not in names():
        raise BadInput(f"There is no benchmark “{plain(arguments.name)[:40]}”. There are: {', '.join(names())}.")
    size = int(edge.number(arguments.size, name="The size", low=1, high=10_000_000)) if arguments.size else None
    if find_spec("bench") is None:
        sys.path.insert(0, str(ROOT))
    figures = import_module(f"bench.{arguments.name}").run(data=DATA, size=size)
    print(json.dumps(figures, indent=1) if arguments.json else "\n".join(lines(figures)))
    return 0


def names() -> list[str]:
    """The benchmarks there are: the modules of bench/ that begin with a letter and can run."""
    files = sorted((ROOT / "bench").glob("[a-z]*.py"))
    return [file.stem for file in files if "\ndef run(" in file.read_text(encoding="utf-8")]


def lines(figures: dict[str, Any]) -> list[str]:
    """The figures as lines of text."""
    said = [f"{figures['bench']}, {figures['size']:,}; {figures['machine']}"]
    for part in ("engines", "ratios", "kinds"):
        said += [f"{name}: {_flat(values)}" for name, values in figures.get(part, {}).items()]
    return said + [f"missed {row}" for row in figures.get("missed", ())]


def _flat(values: object) -> str:
    if isinstance(values, dict):
        return ", ".join(f"{name} {value}" for name, value in values.items())
    return str(values)
