"""Build the bundle that everything public reads."""

from __future__ import annotations

import argparse
from pathlib import Path

from dooryard.web import preparing
from dooryard.web.settings import BUNDLES

EXAMPLE = "dooryard compile --out var/bundle"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As the surface has them."""
    parser.add_argument(
        "--out", default=str(BUNDLES), metavar="DIR", help="where to (default: bundle, in the data folder)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Compile, publish, and print digest, counts and bytes."""
    preparing.start_django()
    preparing.migrate()
    built = preparing.compile_now(Path(arguments.out))
    print(f"digest     {built.digest}")
    print(f"services   {built.services:,}\nheld back  {built.held:,}\nbytes      {built.size:,}")
    return 0
