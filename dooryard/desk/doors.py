"""What the first page of the desk leads to: each room adds its own pages when the site starts."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from dooryard.desk.policies import HasRoles


class Door(msgspec.Struct, frozen=True):
    """A page of the desk: its address, its name (marked for translators), and who may go there."""

    address: str
    name: str
    can: Callable[[HasRoles], bool]


_doors: dict[str, Door] = {}
_notes: dict[str, Door] = {}


def add(door: Door) -> None:
    """Show a page on the first page of the desk to all who may go there."""
    _doors[door.address] = door


def doors_of(account: HasRoles) -> list[Door]:
    """The pages that an account may go to."""
    return [door for door in _doors.values() if door.can(account)]


def note(door: Door) -> None:
    """Say on the page of one's own account what else there is: `name` is a sentence that leads to its page."""
    _notes[door.address] = door


def notes_of(account: HasRoles) -> list[Door]:
    """What else an account has, in other rooms."""
    return [door for door in _notes.values() if door.can(account)]
