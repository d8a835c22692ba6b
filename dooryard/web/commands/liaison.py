"""Keep what people wrote to the liaisons: delete what has expired, make a backup, or put a second copy back.

WHAT is one of these:

purge            delete every conversation whose last day has passed; `dooryard serve` does it by itself each day
backup FOLDER    copy the database into FOLDER, a file for each day, and remove those of a week ago or before
notify           tell liaisons who asked for it, by e-mail, that there is something to read
restore FOLDER   put the second copy in FOLDER back into an empty database, and compare it row by row

Each brings the second copy that DOORYARD_LIAISON_COPY names up to date: restore after it, the others before.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from dooryard.core.edge import BadInput, plain
from dooryard.web import backing_up, preparing

EXAMPLE = "dooryard liaison purge"
BY = "dooryard liaison"
FOREIGN = (
    "The keys in this copy belong to other accounts than there are here ({accounts}), so nothing was put back. "
    "Put back the desk's database first (docs/how-to/back-up.md). To see whether the copy is whole, add --drill; "
    "if these are the right accounts all the same, add --yes."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which copy."""
    parser.add_argument("what", metavar="WHAT", choices=("purge", "notify", "backup", "restore"), help="see above")
    parser.add_argument(
        "folder", metavar="FOLDER", nargs="?", default="", help="with restore: the second copy; with backup: where to"
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help="with purge: the clock is right, though weeks have passed; with restore: the accounts are the right ones",
    )
    parser.add_argument("--drill", action="store_true", help="with restore: do all of it, then take it out again")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Do one of them."""
    if bool(arguments.folder) != (arguments.what in ("backup", "restore")):
        raise BadInput("dooryard liaison restore and backup take a folder, and purge and notify take none.")
    if arguments.yes and arguments.what not in ("purge", "restore"):
        raise BadInput("--yes goes with purge and restore.")
    if arguments.drill and arguments.what != "restore":
        raise BadInput("--drill goes with restore.")
    if arguments.folder and not Path(arguments.folder).is_dir():
        raise BadInput(f"There is no folder {plain(arguments.folder)}.")
    if arguments.what == "restore":
        return restore(arguments.folder, sure=arguments.yes, drill=arguments.drill, as_json=arguments.json)
    preparing.open_desk(say=not arguments.json)
    preparing.second_copy()
    if arguments.what == "purge":
        return purge(sure=arguments.yes, as_json=arguments.json)
    if arguments.what == "notify":
        return notify(as_json=arguments.json)
    return backing_up.made("liaison", "liaison", arguments.folder, as_json=arguments.json)


def purge(*, sure: bool, as_json: bool) -> int:
    """Delete what has expired; exit 1 where something of it could not be deleted yet."""
    from dooryard.liaison import keeping, threads

    try:
        done = threads.purge(keeping.day(), sure=sure)
    except threads.Ahead:
        raise BadInput(
            "The last purge was more than 30 days ago. If the clock is right, add --yes, or wait for three days."
        ) from None
    except (threads.NotKept, OSError):
        raise BadInput("Not everything that has expired could be deleted. Is the disk full or busy?") from None
    told = {"conversations": done.threads, "messages": done.messages, "journal_emptied": done.truncated}
    print(json.dumps(told) if as_json else "\n".join(f"{name} {value}" for name, value in told.items()))
    return 0 if done.truncated else 1


def notify(*, as_json: bool) -> int:
    """Send the notices of today; exit 1 where one of them could not be sent."""
    from django.conf import settings

    from dooryard.liaison import keeping, notices

    if not settings.EMAIL_HOST:
        raise BadInput("No server takes mail yet. Name one: DOORYARD_SMTP and DOORYARD_SMTP_FROM.")
    done = notices.send(keeping.day())
    told = {"sent": done.sent, "failed": done.failed}
    print(json.dumps(told) if as_json else "\n".join(f"{name} {value}" for name, value in told.items()))
    return 1 if done.failed else 0


def restore(folder: str, *, sure: bool, drill: bool, as_json: bool) -> int:
    """Put a copy back; exit 1 where a file of it is damaged, or where it is no copy, or no whole one."""
    preparing.start_django()
    preparing.migrate()
    from dooryard.liaison import restoring

    begun = time.monotonic()
    try:
        done = restoring.restored(Path(folder), by=BY, sure=sure, stay=not drill)
    except (restoring.NoCopy, restoring.Incomplete, restoring.NotTheSame) as problem:
        return _not_whole(problem, folder)
    except restoring.NotEmpty:
        raise BadInput("The database holds something already. A copy is put back into an empty one only.") from None
    except restoring.Foreign as foreign:
        raise BadInput(FOREIGN.format(accounts=plain(str(foreign)))) from None
    seconds = round(time.monotonic() - begun, 1)
    if not drill:
        preparing.second_copy()
    told = {"rows": done.rows, "damaged": list(done.damaged), "seconds": seconds}
    print(json.dumps(told) if as_json else _lines(done.rows, done.damaged, seconds))
    return 1 if done.damaged else 0


def _not_whole(problem: Exception, folder: str) -> int:
    from dooryard.liaison import restoring

    said = "The files contradict each other."
    if isinstance(problem, restoring.NoCopy):
        said = f"There is no second copy in {plain(folder)}: it holds no file that is whole."
    elif isinstance(problem, restoring.Incomplete):
        said = f"Other files need these, which are missing or damaged: {plain(str(problem))}."
    print(f"dooryard: {said} Nothing was put back.", file=sys.stderr)
    return 1


def _lines(rows: dict[str, int], damaged: tuple[str, ...], seconds: object) -> str:
    counts = [f"{name} {many}" for name, many in rows.items()]
    return "\n".join([*counts, *(f"damaged {plain(name)}" for name in damaged), f"seconds {seconds}"])
