"""Accounts beside a served site: `sign-in` makes one for each role and prints their cookies, `enrol` begins a team."""

from __future__ import annotations

import json
import sys


def main(what: str, county: str = "") -> None:
    """Do one of the two."""
    from dooryard.web.preparing import start_django

    start_django()
    from dooryard.desk.models import Account
    from dooryard.liaison import teams

    if what == "sign-in":
        print(json.dumps(signed_in()))
    else:
        teams.enrol(county, Account.objects.get(name="The liaison").by, by="admin")


def signed_in() -> dict[str, str]:
    """The cookie of somebody in each role, and of one liaison more."""
    from dooryard.desk.actions.sessions import enter
    from dooryard.desk.models import Session
    from dooryard.desk.policies import ROLES
    from tests.desk.conftest import account

    made = {role: account(f"The {role}", role) for role in ROLES} | {"colleague": account("A colleague", "liaison")}
    return {role: enter(who, Session.PASSPHRASE, by=who.by) for role, who in made.items()}


if __name__ == "__main__":
    main(*sys.argv[1:])
