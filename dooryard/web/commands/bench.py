"""Run a benchmark of bench/."""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from importlib.util import find_spec
from typing import Any

from dooryard.core import edge
from dooryard.core.edge import BadInput, plain
from dooryard.web.settings import DATA, ROOT

EXAMPLE = "dooryard bench find --size 50000 --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As the surface has them."""
    parser.add_argument("name", metavar="NAME", help="which one: find, relevance, serve, door, liaison")
    parser.add_argument("--size", metavar="N", help="how many records, or questions")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Run it and print its figures; progress goes to stderr."""
    if find_spec("bench") is None:
        sys.path.insert(0, str(ROOT))
    import bench

    if arguments.name not in bench.NAMES:
        known = ", ".join(bench.NAMES)
        raise BadInput(f"There is no benchmark “{plain(arguments.name)[:40]}”. There are: {known}.")
    module = bench.load(arguments.name)
    wanted = _wanted(module, _size(arguments.size))
    try:
        figures = module.run(**wanted)
    except ModuleNotFoundError as missing:
        raise BadInput(f"This benchmark needs {missing.name}. Set it up with: make setup-test") from None
    print(json.dumps(figures, indent=1) if arguments.json else getattr(module, "table", table)(figures))
    return 0


def _size(text: str | None) -> int | None:
    said = "The size must be a number from {low} to {high}."
    return int(edge.number(text, low=1, high=10_000_000, said=said)) if text else None


def _wanted(module: Any, size: int | None) -> dict[str, Any]:
    """What this benchmark's run() asks for: one reads the data folder, another reports its progress."""
    offered = {"data": DATA, "progress": lambda said: print(said, file=sys.stderr)}
    known = inspect.signature(module.run).parameters
    return {name: value for name, value in offered.items() if name in known} | ({"size": size} if size else {})


def table(figures: dict[str, Any]) -> str:
    """The figures as lines of text, for a benchmark without a table of its own."""
    said = [f"{figures['bench']}, {figures['size']:,}"]
    for part in ("engines", "ratios", "kinds"):
        said += [f"{name}: {_flat(values)}" for name, values in figures.get(part, {}).items()]
    return "\n".join(said + [f"missed {row}" for row in figures.get("missed", ())])


def _flat(values: object) -> str:
    if isinstance(values, dict):
        return ", ".join(f"{name} {value}" for name, value in values.items())
    return str(values)
