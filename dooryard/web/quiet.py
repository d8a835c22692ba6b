"""Logging that cannot tell on anybody: the kind of a fault and where in our code it is, never what was asked."""

from __future__ import annotations

import errno
import logging
import traceback
from pathlib import Path


class Faults(logging.Filter):
    """Lets through what an exception of ours stands behind.

    Django writes a record of every page with a status of 500 or more, also where we meant to show it: anybody could
    fill the log by reloading the page that says what went wrong, and bury the line of the fault.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether an exception is told of."""
        return bool(record.exc_info)


class Quiet(logging.Formatter):
    """Writes level, logger, the exception's type, the system's name for it (ENOSPC) and the line it came from.

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
        number = errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""
        kind = " ".join(filter(None, (type(error).__name__, number)))
        return f"{record.levelname} {record.name} {kind}{where}"
