"""What a server does once a day by itself: it deletes what has expired, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

DAY = 24 * 60 * 60.0
SETTLING = 30.0
"""Seconds after the start: whoever asks first is not kept waiting."""
PURGE = "import sys; from dooryard.web.cli import main; sys.exit(main(['liaison', 'purge', '--json']))"


def keep_purging() -> None:
    """Purge soon after the start and once a day; what goes wrong is a line on stderr, and is tried again in an hour."""

    def forever() -> None:
        time.sleep(SETTLING)
        while True:
            time.sleep(DAY if purged() else DAY / 24)

    threading.Thread(target=forever, name="purging", daemon=True).start()


def purged() -> bool:
    """Whether one purge ended well."""
    # A server that forks its workers opens no database itself.
    done = subprocess.run([sys.executable, "-c", PURGE], stdout=subprocess.DEVNULL, check=False)  # noqa: S603
    return done.returncode == 0
