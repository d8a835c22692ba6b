"""Opening hours: HSDS schedules read as the clock on the wall of a place, and whether it is open."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec


class OpenState(msgspec.Struct, frozen=True):
    """Whether a place is open at an instant; `until` and `opens` are aware datetimes in the place's zone.

    `until` is when it closes (None: not within the horizon), `opens` when it next opens (None: not within the horizon).
    """

    state: Literal["open", "closed", "unknown"]
    until: datetime | None = None
    opens: datetime | None = None
