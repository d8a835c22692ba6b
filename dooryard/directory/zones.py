"""The time zones of this machine by name, for bundles to read hours in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo, available_timezones


class Zones(Mapping[str, ZoneInfo]):
    """The time zones of this machine by name, read when asked for."""

    def __getitem__(self, name: str) -> ZoneInfo:
        try:
            return ZoneInfo(name)
        except (ValueError, OSError) as error:
            raise KeyError(name) from error

    def __iter__(self) -> Iterator[str]:
        return iter(available_timezones())

    def __len__(self) -> int:
        return len(available_timezones())
