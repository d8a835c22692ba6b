"""Django's PostgreSQL, with commits that wait for a synchronous standby, for a bounded time, and say how that went."""

from __future__ import annotations

from django.db import OperationalError


class Unconfirmed(OperationalError):
    """What was written stands in this database, and perhaps not on the standby: nobody may be told that it is kept.

    To do the same again waits for the standby again.
    """

    def __init__(self) -> None:
        super().__init__("The standby did not confirm what was written. Is it running? Do it again once it is.")
