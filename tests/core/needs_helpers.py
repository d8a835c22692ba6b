"""A listener over the real vocabulary and a small made-up state, shared by the tests of understanding."""

from __future__ import annotations

from functools import cache

from dooryard.core.needs import Listener, Understanding
from dooryard.core.places import Gazetteer, Place, Places
from dooryard.directory import vocabularies

TOWNS = (
    "Hope",
    "Unity",
    "Strong",
    "Crystal",
    "Oxford",
    "York",
    "Penobscot",
    "Hampden",
    "Bangor",
    "Portland",
    "Blue Hill",
)
COUNTIES = ("Oxford", "York", "Penobscot")
PLACES = Places(
    state=Place("Maine", "state", 45.0, -69.0),
    abbreviation="ME",
    zips=(Place("Bangor 04401", "zip", 44.8, -68.8, "Penobscot", "04401"),),
    towns=tuple(Place(name, "town", 44.5, -69.5) for name in TOWNS),
    counties=tuple(Place(f"{name} County", "county", 44.0, -70.0, name) for name in COUNTIES),
    also={"Portland": ("Portlnd",)},
)
NAMES = {"wellspring": 2, "wellness": 1, "milestone": 3, "suboxone": 4, "women": 5, "maine": 9, "house": 7}
TITLES = (
    "York Hospital",
    "Hope House Shelter",
    "House of Hope",
    "Bangor Area Recovery Network",
    "Milestone",
    "Penobscot County Sheriff",
    "Never Use Alone",
    "Al-Anon Family Groups",
)


@cache
def listener() -> Listener:
    return Listener(vocabularies.load(), Gazetteer(PLACES), NAMES, TITLES)


def heard(words: str) -> Understanding:
    return listener().understand(words)
