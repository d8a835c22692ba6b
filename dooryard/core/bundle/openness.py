"""Whether each weekly pattern of hours is open at a moment: worked out once a minute for all who share the pattern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any

import msgspec
import numpy as np

from dooryard.core import hours
from dooryard.core.bundle.format import Array, Pieces, Segment, pieces
from dooryard.core.documents import Document
from dooryard.core.hours import OpenState
from dooryard.core.hsds import Schedule

STATES = ("open", "closed", "unknown")
"""The states by their code. The order is the order of a question about what is open: open, then unknown."""

OPEN, CLOSED, UNKNOWN = range(3)
UNSTATED, WEEKLY, CALENDAR = range(3)
"""Kinds of pattern: no hours at all, hours that repeat each week, hours that need the calendar."""

NIL = "00000000-0000-0000-0000-000000000000"
"""The id of a schedule in a pattern: many services share it, so it belongs to none of them."""

_ASIDE = ("service_id", "location_id", "service_at_location_id", "attributes", "metadata")
_MINUTES_KEPT = 16


def pattern_of(document: Document) -> bytes:
    """The document's hours as canonical JSON (zone, schedules), without what says whose they are."""
    shared = [{**_plain(schedule), "id": NIL} for schedule in document.schedules]
    return msgspec.json.encode([document.zone if shared else "", shared], order="sorted")


def _plain(schedule: Schedule) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(schedule)
    return {name: value for name, value in fields.items() if name not in _ASIDE}


def read_pattern(pattern: bytes) -> tuple[str, tuple[Schedule, ...]]:
    """The zone's name and the schedules of a pattern."""
    return msgspec.json.decode(pattern, type=tuple[str, tuple[Schedule, ...]])


def pack(patterns: Sequence[bytes]) -> dict[str, Array]:
    """The arrays of the patterns: their JSON, their kinds, and the minutes of the week they are open."""
    kinds: list[int] = []
    ends = [0]
    minutes: list[tuple[int, int]] = []
    for pattern in patterns:
        schedules = read_pattern(pattern)[1]
        weekly = hours.weekly_minutes(schedules) if schedules else None
        kinds.append(UNSTATED if not schedules else CALENDAR if weekly is None else WEEKLY)
        minutes.extend(weekly or ())
        ends.append(len(minutes))
    return {
        **pieces("patterns", patterns),
        "pattern_kinds": np.array(kinds, np.uint8),
        "weekly": np.array(minutes, np.uint16).reshape(-1, 2),
        "weekly.ends": np.array(ends, np.uint32),
    }


class Openness:
    """The patterns of a bundle, asked by minute.

    `zones` gives the tzinfo of each zone's name; a zone that is missing makes its patterns unknown.
    """

    def __init__(self, segment: Segment, zones: Mapping[str, tzinfo]) -> None:
        self._patterns = [read_pattern(pattern) for pattern in Pieces(segment, "patterns")]
        self._zones = zones
        self._kinds = segment["pattern_kinds"]
        self._weekly = segment["weekly"]
        self._owner = np.repeat(np.arange(len(self._patterns)), np.diff(segment["weekly.ends"]).astype(np.int64))
        self._zone_names = sorted({zone for zone, _ in self._patterns if zone})
        self._zone_of = np.array([self._zone_names.index(zone) if zone else -1 for zone, _ in self._patterns])
        self._minutes: dict[datetime, Minute] = {}

    def schedules(self, pattern: int) -> tuple[Schedule, ...]:
        """The schedules of a pattern, each with the nil id."""
        return self._patterns[pattern][1]

    def minute(self, at: datetime) -> Minute:
        """The patterns at the minute of an aware datetime; a naive one is a ValueError."""
        if at.tzinfo is None:
            raise ValueError("the moment of a question needs a time zone")
        minute = at.replace(second=0, microsecond=0)
        found = self._minutes.get(minute)
        if found is None:
            found = Minute(self, minute, self._states(minute))
            # Several threads may come here at once: each makes the same table, and none changes another's.
            kept = list(self._minutes.items())[1 - _MINUTES_KEPT :]
            self._minutes = dict([*kept, (minute, found)])
        return found

    def ask(self, pattern: int, at: datetime) -> OpenState:
        """The state of one pattern at a moment, with when it changes, from its schedules."""
        zone_name, schedules = self._patterns[pattern]
        zone = self._zones.get(zone_name)
        if zone is None:
            return OpenState("unknown")
        return hours.open_state(schedules, at, zone)

    def opens_later(self, at: datetime) -> Array:
        """For each pattern whether it opens again after a moment and before the midnight of its own clock."""
        later = np.zeros(len(self._patterns), bool)
        for number, wall in self._clocks(at):
            now = (wall.weekday() * 24 + wall.hour) * 60 + wall.minute
            midnight = (wall.weekday() + 1) * 24 * 60
            owners = self._owner[(now < self._weekly[:, 0]) & (self._weekly[:, 0] < midnight)]
            later[owners[self._zone_of[owners] == number]] = True
        for pattern in np.flatnonzero(self._kinds == CALENDAR).tolist():
            opens = self.ask(pattern, at).opens
            later[pattern] = opens is not None and opens.date() == at.astimezone(opens.tzinfo).date()
        return later

    def _clocks(self, at: datetime) -> Iterator[tuple[int, datetime]]:
        """The number of each zone that is known, with the time on its clocks."""
        for number, name in enumerate(self._zone_names):
            zone = self._zones.get(name)
            if zone is not None:
                yield number, at.astimezone(zone)

    def _states(self, at: datetime) -> Array:
        states = np.full(len(self._patterns), UNKNOWN, np.uint8)
        for number, wall in self._clocks(at):
            of_zone = (self._zone_of == number) & (self._kinds == WEEKLY)
            states[of_zone] = CLOSED
            now = (wall.weekday() * 24 + wall.hour) * 60 + wall.minute
            inside = (self._weekly[:, 0] <= now) & (now < self._weekly[:, 1])
            owners = self._owner[inside]
            states[owners[of_zone[owners]]] = OPEN
        for pattern in np.flatnonzero(self._kinds == CALENDAR).tolist():
            states[pattern] = STATES.index(self.ask(pattern, at).state)
        return states


class Minute:
    """The patterns of a bundle at one minute. `codes` gives the place in STATES of each."""

    def __init__(self, patterns: Openness, at: datetime, codes: Array) -> None:
        self._patterns, self._at = patterns, at
        self.codes = codes
        self._known: dict[int, OpenState] = {}

    @cached_property
    def later(self) -> Array:
        """For each pattern whether it opens again later on the same day, worked out when first asked for."""
        return self._patterns.opens_later(self._at)

    def state(self, pattern: int) -> OpenState:
        """The state of one pattern with when it closes or opens next, worked out when first asked for."""
        found = self._known.get(pattern)
        if found is None:
            found = self._known[pattern] = self._patterns.ask(pattern, self._at)
        return found
