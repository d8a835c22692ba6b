"""Who may do what for a team of liaisons: only who has its key open, or belongs to it. No role opens a key."""

from __future__ import annotations

from collections.abc import Collection

from dooryard.desk.policies import NotAllowed


def can_keep_team(team: int | None, keys: Collection[int]) -> bool:
    """Whether somebody may add to a team, take from it, or name who brings its key back: with the key open."""
    return team is not None and team in keys


def check_can_keep_team(team: int | None, keys: Collection[int]) -> None:
    """Raises NotAllowed unless they may."""
    if not can_keep_team(team, keys):
        raise NotAllowed("keep team")


def can_speak_for(county: str, mine: Collection[str]) -> bool:
    """Whether somebody may say who is there for a county, and for whom it answers: who belongs to its team."""
    return county in mine


def check_can_speak_for(county: str, mine: Collection[str]) -> None:
    """Raises NotAllowed unless they may."""
    if not can_speak_for(county, mine):
        raise NotAllowed("speak for county")
