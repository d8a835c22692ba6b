"""A room beside a served directory: `python -m bench.writing.room enrol` makes a team, `read` says what came.

`enrol` also makes accounts that sign in with a passphrase. They share one hash, so that to make them takes no time;
to check one takes as long as ever.
"""

from __future__ import annotations

import re
import sys

from dooryard.web.preparing import migrate, start_django

COUNTY = "Benchland"
NUMBERED = re.compile(r"^Message ([0-9]+)\.")
ACCOUNTS = 120
PASSPHRASE = "a passphrase of the benchmark"  # noqa: S105 - of accounts that are made for a minute
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
"""Of the codes of all accounts."""


def main(what: str) -> None:
    """Enrol the county, or open all that was written and print the numbers of the messages, each as often as it is."""
    start_django()
    migrate()
    from dooryard.liaison import teams

    if what == "enrol":
        teams.new_holder("bench", PASSPHRASE, by="bench")
        teams.enrol(COUNTY, "bench", by="bench")
        _accounts()
    else:
        print(*_numbers())


def name(number: int) -> str:
    """What an account is called."""
    return f"bench {number}"


def _numbers() -> list[str]:
    from dooryard.liaison import envelopes, teams
    from dooryard.liaison.models import Message

    keys = teams.unlock("bench", PASSPHRASE).keys
    rows = Message.objects.select_related("thread")
    told = [envelopes.letter(row.thread, row, row.for_team, keys[row.team_id]).text for row in rows]
    return [number for text in told for number in NUMBERED.findall(text)]


def _accounts() -> None:
    from dooryard.desk import hashing
    from dooryard.desk.actions.accounts import invite, join_with_passphrase

    hashed = hashing.make(PASSPHRASE)
    for number in range(ACCOUNTS):
        invitation = invite(name(number), ["liaison"], by="bench")
        join_with_passphrase(invitation, hashed, SECRET, 0, by="bench")


if __name__ == "__main__":
    main(sys.argv[1])
