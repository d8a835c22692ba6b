"""Logging that cannot tell on anybody: the kind of a fault and where in our code it is, never what was asked."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path


class Quiet(logging.Formatter):
    """Writes level, logger, the exception's type and the line it came from.

    A record's message, its arguments and the exception's text may hold an address, words or a place that a person
    typed (Django's own messages hold the path), so none of them is ever written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line that is safe to keep."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return f"{record.levelname} {record.name}"
        frames = traceback.extract_tb(error.__traceback__)
        where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        return f"{record.levelname} {record.name} {type(error).__name__}{where}"
