"""A room beside a served directory: `python -m bench.writing.room enrol` makes a team, `count` says what came."""

from __future__ import annotations

import sys

from dooryard.web.preparing import migrate, start_django

COUNTY = "Benchland"


def main(what: str) -> None:
    """Enrol the county, or print how many conversations there are."""
    start_django()
    migrate()
    from dooryard.liaison import teams
    from dooryard.liaison.models import Message

    if what == "enrol":
        teams.new_holder("bench", "the passphrase of the benchmark", by="bench")
        teams.enrol(COUNTY, "bench", by="bench")
    print(Message.objects.count())


if __name__ == "__main__":
    main(sys.argv[1])
