"""A county's liaison beside a served site, in a process of its own: enrolled, on shift, answering.

A process of its own, because while Playwright runs so does an event loop, and Django then refuses the database.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.data_folders import environment

ROOT = Path(__file__).resolve().parents[2]
COUNTY, OTHER = "Waldo", "Knox"
PASSPHRASE = "a passphrase of ann's"


def beside(folder: Path, *what: str) -> None:
    """Do something with the data folder of a served site."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.enrolling", *what],
        cwd=ROOT,
        env=environment(folder, PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def main(what: str, text: str = "", more: str = "") -> None:
    """Enrol the county, name somebody for one, put somebody on shift or away, answer all who wait or let all expire."""
    from dooryard.web.preparing import start_django

    start_django()
    from dooryard.liaison import teams, threads
    from dooryard.liaison.models import Shift, Thread

    if what == "enrol":
        teams.new_holder("ann", PASSPHRASE, by="admin")
        teams.enrol(COUNTY, "ann", by="admin")
    elif what == "shift":
        for weekday in range(7):
            Shift.objects.create(county=COUNTY, account="ann", weekday=weekday, starts=0, ends=0)
    elif what == "away":
        from dooryard.liaison.keeping import day

        Shift.objects.create(county=COUNTY, account="ann", day=day())
    elif what == "name":
        from dooryard.desk.models import Account
        from dooryard.liaison.desk.actions import name

        name(more, Account.objects.get(name=text).by, by="admin")
    elif what == "off":
        Shift.objects.all().delete()
    elif what == "answer":
        ring = teams.unlock("ann", PASSPHRASE)
        for thread in Thread.objects.all():
            threads.answer(thread.pk, ring.keys, text, os.urandom(16), by="ann")
    elif what == "expire":
        Thread.objects.update(expires="2020-01-01")


if __name__ == "__main__":
    main(*sys.argv[1:])
