"""The `dooryard` command: finds the command asked for, runs it, and never shows a traceback."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from dooryard import __version__
from dooryard.core.edge import BadInput, plain

DONE, PROBLEMS, REFUSED = 0, 1, 2
COMMANDS = {
    "serve": "serve the site; sets everything up the first time",
    "find": "ask the directory in your own words",
    "load": "import a place or a feed and print what happened",
    "compile": "build the bundle that everything public reads",
    "check": "look for faults in what is loaded, or what must be called before a launch",
    "language": "look in files for words that judge people, and say what to write instead",
    "desk": "invite people to the desk, end accounts, verify the audit log",
    "liaison": "delete what people wrote and has expired, back it up, or put a second copy back",
    "bench": "run a benchmark",
}
REFUSALS = (
    ("dooryard.core.asking", "Refused"),
    ("dooryard.desk.postgresql", "Unconfirmed"),
    ("dooryard.core.places", "PlaceError"),
    ("dooryard.core.bundle.format", "BundleError"),
    ("dooryard.directory.terms", "TermsError"),
    ("dooryard.directory.vocabularies", "VocabularyError"),
    ("dooryard.feeds.report", "Refused"),
)
"""Where the refusals of the other rooms live; a room that was not imported can not have refused."""


class Parser(argparse.ArgumentParser):
    """argparse whose complaints cannot carry a terminal's escape sequences from what was typed."""

    def error(self, message: str) -> NoReturn:
        """One clear line and exit 2."""
        self.exit(REFUSED, f"{self.prog}: {plain(message)}\n(try {self.prog} --help)\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 found problems, 2 refused or misused. What it writes is its owner's to read."""
    os.umask(0o077)
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except BrokenPipeError:
        # Whoever read our output has enough of it (`| head`); leave nothing to complain about at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return REFUSED
    except Exception as fault:
        if os.environ.get("DOORYARD_DEBUG"):
            raise
        print(f"dooryard: {plain(str(fault)) if isinstance(fault, _refusals()) else _fault(fault)}", file=sys.stderr)
        return REFUSED


def _run(argv: list[str]) -> int:
    if not argv or argv[0] not in COMMANDS:
        overview().parse_args(argv or ["--help"])
        return REFUSED
    command = import_module(f"dooryard.web.commands.{argv[0]}")
    result: int = command.run(parser_of(argv[0]).parse_args(argv[1:]))
    return result


def parser_of(name: str) -> Parser:
    """The parser of one command."""
    command = import_module(f"dooryard.web.commands.{name}")
    parser = Parser(
        prog=f"dooryard {name}",
        description=f"{command.__doc__}",
        epilog=f"Example: {command.EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_arguments(parser)
    return parser


def overview() -> Parser:
    """The parser that only knows the commands' names, so that none of them is imported for it."""
    parser = Parser(prog="dooryard", description="A harm-reduction navigator: the right door, asked by nobody.")
    parser.add_argument("--version", action="version", version=f"dooryard {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        commands.add_parser(name, help=summary)
    return parser


def _refusals() -> tuple[type[Exception], ...]:
    """The exceptions whose message is meant for the person, of the modules that are loaded already."""
    rooms = [(sys.modules[module], name) for module, name in REFUSALS if module in sys.modules]
    return (BadInput, *(getattr(room, name) for room, name in rooms))


def _fault(fault: Exception) -> str:
    """One line for a fault of ours: its kind and place; its text may hold what was typed, so it is left out."""
    import traceback  # a question that is answered need not wait for it

    frames = traceback.extract_tb(fault.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"something went wrong on our side ({type(fault).__name__} at {where}). DOORYARD_DEBUG=1 shows all of it."
