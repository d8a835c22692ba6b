"""Run a benchmark of bench/."""

from __future__ import annotations

import argparse
import json
import pkgutil
from importlib import import_module

from dooryard.core import edge
from dooryard.core.edge import BadInput
from dooryard.web.settings import DATA

EXAMPLE = "dooryard bench find --size 50000 --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As the surface has them."""
    parser.add_argument("name", metavar="NAME", help="which one: find, relevance")
    parser.add_argument("--size", metavar="N", help="how many records, or questions")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Run it and print its figures."""
    bench = _bench(arguments.name)
    size = int(edge.number(arguments.size, name="The size", low=1, high=10_000_000)) if arguments.size else None
    figures = bench.run(data=DATA, size=size)
    print(json.dumps(figures, indent=1) if arguments.json else "\n".join(_lines(figures)))
    return 0
