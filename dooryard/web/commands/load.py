"""Import a place or a feed, and print what happened and what was held back."""

from __future__ import annotations

import argparse
import sys

import msgspec

from dooryard.core.edge import BadInput, plain
from dooryard.feeds.report import Report
from dooryard.web import preparing

EXAMPLE = "dooryard load places/mystate --dry-run"
FORMATS = ("place",)
BY = "dooryard load"
COUNTS = ("read", "added", "changed", "same", "held", "removed")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As the surface has them."""
    parser.add_argument("source", metavar="SOURCE", help="a file, a folder, a zip, a URL, or - for standard input")
    parser.add_argument("--format", default="place", metavar="F", help=f"one of: {', '.join(FORMATS)}")
    parser.add_argument("--place", metavar="P", help="refuse the source unless it is of this place")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument(
        "--yes-remove",
        action="store_true",
        help="allow many removals, closures or new numbers, or a shorter list of bans",
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Import and print the report; exit 1 if rows are faulty. What a rule holds back is meant, and no fault."""
    if arguments.format not in FORMATS:
        raise BadInput(f"There is no format “{plain(arguments.format)[:40]}”. There are: {', '.join(FORMATS)}.")
    preparing.start_django()
    preparing.migrate()
    from dooryard.feeds import actions

    report = actions.load(
        arguments.source,
        by=BY,
        place_key=arguments.place or "",
        dry_run=arguments.dry_run,
        yes_remove=arguments.yes_remove,
    )
    if arguments.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(report), indent=1).decode() + "\n")
    else:
        print("\n".join(plain(line) for line in lines(report)))
    return 1 if report.faulty else 0


def lines(report: Report) -> list[str]:
    """The report as lines of text: the counts, which add up, and all that was held back with its reason."""
    counts = ", ".join(f"{getattr(report, name):,} {name}" for name in COUNTS)
    would = " (dry run: nothing was changed)" if report.dry_run else ""
    faulty = f"; {report.faulty:,} of those held are faulty" if report.faulty else ""
    return [f"{report.source}: {counts}{faulty}{would}", *(f"held back: {problem}" for problem in report.problems)]
