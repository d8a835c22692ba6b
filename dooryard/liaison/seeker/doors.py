"""Which counties can be written to, and who reads for one: what the pages say before anybody writes."""

from __future__ import annotations

import msgspec
from django.db import Error

from dooryard.directory.presenters import county_name
from dooryard.liaison import shifts, threads


class Door(msgspec.Struct, frozen=True):
    """A county that can be written to ("" where none was named), whose team reads, and whether somebody is there."""

    county: str
    reader: str
    on_shift: bool

    @property
    def covered(self) -> bool:
        """Whether the team of another county reads."""
        return self.reader != self.county


def counties() -> list[tuple[str, str]]:
    """The counties with somebody to write to, each with its name on the page; none while the room cannot be asked."""
    try:
        return [(name, county_name(name)) for name in threads.doors()]
    except Error:
        return []


def door(county: str) -> Door | None:
    """The door of a county; None where nobody would read, and while the room cannot be asked."""
    try:
        team = shifts.reading(county) if not county or county in threads.doors() else None
        if team is None or team.county not in threads.enrolled():
            return None
        return Door(county, team.county, threads.on_shift(county))
    except Error:
        return None
