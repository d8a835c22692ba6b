"""Keep what people wrote to the liaisons: delete what has expired, make a backup, or put a second copy back.

WHAT is one of these:

purge            delete every conversation whose last day has passed; `dooryard serve` does it by itself each day
backup FOLDER    copy the database into FOLDER, a file for each day, and remove those of a week ago or before
notify           tell liaisons who asked for it, by e-mail, that there is something to read
restore FOLDER   put the second copy in FOLDER back into an empty database, and compare it row by row
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import time
from pathlib import Path

from dooryard.core.edge import BadInput, plain
from dooryard.web import preparing

EXAMPLE = "dooryard liaison purge"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which copy."""
    parser.add_argument("what", metavar="WHAT", choices=("purge", "notify", "backup", "restore"), help="see above")
    parser.add_argument(
        "folder", metavar="FOLDER", nargs="?", default="", help="with restore: the second copy; with backup: where to"
    )
    parser.add_argument("--yes", action="store_true", help="with purge: the clock is right, though weeks have passed")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Do one of them."""
    if bool(arguments.folder) != (arguments.what in ("backup", "restore")):
        raise BadInput("dooryard liaison restore and backup take a folder, and purge and notify take none.")
    if arguments.yes and arguments.what != "purge":
        raise BadInput("--yes goes with purge.")
    if arguments.folder and not Path(arguments.folder).is_dir():
        raise BadInput(f"There is no folder {plain(arguments.folder)}.")
    preparing.start_django()
    preparing.migrate()
    if arguments.what == "purge":
        return purge(sure=arguments.yes, as_json=arguments.json)
    if arguments.what == "notify":
        return notify(arguments.json)
    return (backup if arguments.what == "backup" else restore)(arguments.folder, arguments.json)


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


def notify(as_json: bool) -> int:
    """Send the notices of today; exit 1 where one of them could not be sent."""
    from django.conf import settings

    from dooryard.liaison import keeping, notices

    if not settings.EMAIL_HOST:
        raise BadInput("No server takes mail yet. Name one: DOORYARD_SMTP and DOORYARD_SMTP_FROM.")
    done = notices.send(keeping.day())
    told = {"sent": done.sent, "failed": done.failed}
    print(json.dumps(told) if as_json else "\n".join(f"{name} {value}" for name, value in told.items()))
    return 1 if done.failed else 0


def backup(folder: str, as_json: bool) -> int:
    """Make the backup of today."""
    from dooryard.liaison import backups, keeping

    try:
        made = backups.backed_up(Path(folder), keeping.day())
    except backups.NotHere:
        raise BadInput("The database is PostgreSQL, which has backups of its own: pg_dump, kept for 7 days.") from None
    except (OSError, sqlite3.Error):
        raise BadInput("The backup cannot be written. Is the disk full?") from None
    told = {"backup": made.name, "bytes": made.stat().st_size}
    print(json.dumps(told) if as_json else "\n".join(f"{name} {value}" for name, value in told.items()))
    return 0


def restore(folder: str, as_json: bool) -> int:
    """Put a copy back; exit 1 where a file of it is damaged."""
    from dooryard.liaison import restoring

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
