"""What the tests of the room share: a team, a person who writes, and the words of both."""

from __future__ import annotations

import os

from dooryard.liaison import teams
from dooryard.liaison.letters import Wishes
from dooryard.liaison.teams import Ring

COUNTY = "Waldo"
PASSPHRASE = "a passphrase of ann's"
WISHES = Wishes(channels=("call",), phone="555-0142", word="heron", our_word="maple", pass_on=True)


def team_of(county: str, account: str) -> Ring:
    """Enrol a county's team; what its first liaison has open."""
    teams.new_holder(account, PASSPHRASE, by="admin")
    teams.enrol(county, account, by="admin")
    return teams.unlock(account, PASSPHRASE)


def joined(county: str, account: str, ring: Ring) -> Ring:
    """Add a liaison to a team; what they have open."""
    teams.new_holder(account, PASSPHRASE, by="admin")
    teams.add_holder(county, account, ring, by=ring.account)
    return teams.unlock(account, PASSPHRASE)


def form() -> bytes:
    """The number that a form carries once."""
    return os.urandom(16)
