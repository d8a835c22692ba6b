"""A room beside a served directory: `python -m bench.writing.room enrol` makes a team, `count` says what came.

`enrol` also makes accounts that sign in with a passphrase. They share one hash, so that to make them takes no time;
to check one takes as long as ever.
"""

from __future__ import annotations

import sys

from dooryard.web.preparing import migrate, start_django

COUNTY = "Benchland"
ACCOUNTS = 120
PASSPHRASE = "a passphrase of the benchmark"  # noqa: S105 - of accounts that are made for a minute
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
"""Of the codes of all accounts."""


def main(what: str) -> None:
    """Enrol the county, or print how many conversations there are."""
    start_django()
    migrate()
    from dooryard.liaison import teams
    from dooryard.liaison.models import Message

    if what == "enrol":
        teams.new_holder("bench", PASSPHRASE, by="bench")
        teams.enrol(COUNTY, "bench", by="bench")
        _accounts()
    print(Message.objects.count())


def name(number: int) -> str:
    """What an account is called."""
    return f"bench {number}"


def _accounts() -> None:
    from dooryard.desk import hashing
    from dooryard.desk.actions.accounts import invite, join_with_passphrase

    hashed = hashing.make(PASSPHRASE)
    for number in range(ACCOUNTS):
        invitation = invite(name(number), ["liaison"], by="bench")
        join_with_passphrase(invitation, hashed, SECRET, 0, by="bench")


if __name__ == "__main__":
    main(sys.argv[1])
