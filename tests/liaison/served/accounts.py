"""Accounts beside a served site: `python -m tests.liaison.served.accounts` makes them and prints their cookies."""

from __future__ import annotations

import json


def main() -> None:
    """Make the accounts and sign them in."""
    from dooryard.web.preparing import start_django

    start_django()
    from dooryard.desk.actions.sessions import enter
    from dooryard.desk.models import Session
    from dooryard.desk.policies import ROLES
    from tests.desk.conftest import account

    made = {role: account(f"The {role}", role) for role in ROLES} | {"colleague": account("A colleague", "liaison")}
    print(json.dumps({role: enter(who, Session.PASSPHRASE, by=who.by) for role, who in made.items()}))


if __name__ == "__main__":
    main()
