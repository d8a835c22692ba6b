"""Keep what people wrote to the liaisons: delete what has expired, or put a second copy back.

WHAT is one of these:

purge            delete every conversation whose last day has passed; `dooryard serve` does it by itself each day
restore FOLDER   put the second copy in FOLDER back into an empty database, and compare it row by row
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from dooryard.core.edge import BadInput, plain
from dooryard.web import preparing

EXAMPLE = "dooryard liaison purge"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which copy."""
    parser.add_argument("what", metavar="WHAT", choices=("purge", "restore"), help="see above")
    parser.add_argument("folder", metavar="FOLDER", nargs="?", default="", help="with restore: the second copy")
    parser.add_argument("--yes", action="store_true", help="with purge: the clock is right, though weeks have passed")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Do one of them."""
    if bool(arguments.folder) != (arguments.what == "restore"):
        raise BadInput("dooryard liaison restore takes a folder, and purge takes none.")
    if arguments.yes and arguments.what != "purge":
        raise BadInput("--yes goes with purge.")
    preparing.start_django()
    preparing.migrate()
    if arguments.what == "purge":
        return purge(sure=arguments.yes, as_json=arguments.json)
    return restore(arguments.folder, arguments.json)


def purge(*, sure: bool, as_json: bool) -> int:
    """Delete what has expired; exit 1 where something of it could not be deleted yet."""
    from dooryard.liaison import keeping, threads

    try:
        done = threads.purge(keeping.day(), sure=sure)
    except threads.Ahead:
        raise BadInput("The last purge was more than 30 days ago. If the clock is right, add --yes.") from None
    except (threads.NotKept, OSError):
        raise BadInput("Not everything that has expired could be deleted. Is the disk full or busy?") from None
    told = {"conversations": done.threads, "messages": done.messages, "journal_emptied": done.truncated}
    print(json.dumps(told) if as_json else "\n".join(f"{name} {value}" for name, value in told.items()))
    return 0 if done.truncated else 1


def restore(folder: str, as_json: bool) -> int:
    """Put a copy back; exit 1 where a file of it is damaged."""
    from dooryard.liaison import restoring

    if not Path(folder).is_dir():
        raise BadInput(f"There is no folder {plain(folder)}.")
    begun = time.monotonic()
    try:
        done = restoring.restored(Path(folder))
    except restoring.NotEmpty:
        raise BadInput("The database holds something already. A copy is put back into an empty one only.") from None
    except restoring.NotTheSame:
        raise BadInput("What was read back is not what the files hold, so nothing was put back.") from None
    told = {"rows": done.rows, "damaged": list(done.damaged), "seconds": round(time.monotonic() - begun, 1)}
    print(json.dumps(told) if as_json else _lines(done.rows, done.damaged, told["seconds"]))
    return 1 if done.damaged else 0


def _lines(rows: dict[str, int], damaged: tuple[str, ...], seconds: object) -> str:
    counts = [f"{name} {many}" for name, many in rows.items()]
    return "\n".join([*counts, *(f"damaged {plain(name)}" for name in damaged), f"seconds {seconds}"])
