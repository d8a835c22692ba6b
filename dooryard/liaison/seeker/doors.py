"""Which counties can be written to, and who reads for one and when: what the pages say before anybody writes."""

from __future__ import annotations

import msgspec
from django.db import Error

from dooryard.directory.presenters import county_name
from dooryard.liaison import hours, shifts, threads
from dooryard.liaison.hours import Presence


class Door(msgspec.Struct, frozen=True):
    """A county that can be written to ("" where none was named), whose team reads, and when somebody is there."""

    county: str
    reader: str
    there: Presence

    @property
    def covered(self) -> bool:
        """Whether the team of another county reads."""
        return self.reader != self.county

    @property
    def now(self) -> str:
        """Whether somebody reads now, in words."""
        return hours.now_words(self.there)

    @property
    def when(self) -> str:
        """When somebody reads, in words."""
        return hours.hours_words(self.there)


def counties() -> list[tuple[str, str]]:
    """The counties with somebody to write to, each with its name on the page; none while the room cannot be asked."""
    try:
        return [(name, county_name(name)) for name in threads.doors()]
    except Error:
        return []


def nameless() -> bool:
    """Whether somebody reads what names no county."""
    return door("") is not None


def is_door(county: str) -> bool:
    """Whether a county can be written to; not while the room cannot be asked."""
    try:
        return county in threads.doors()
    except Error:
        return False


def door(county: str) -> Door | None:
    """The door of a county; None where nobody would read, and while the room cannot be asked."""
    try:
        now = shifts.standing()
        reader = now.reader(county) if not county or county in now.doors() else None
        return Door(county, reader, shifts.presence(reader)) if reader is not None else None
    except Error:
        return None
