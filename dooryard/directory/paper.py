"""What a page says of itself when it is printed: the day, and how new its newest source is."""

from __future__ import annotations

from functools import lru_cache

from django.utils import timezone

from dooryard.core.bundle.reader import Bundle
from dooryard.directory import current, wording


def printed() -> str:
    """The line at the foot of a printed page."""
    try:
        newest = _newest(current.directory().bundle)
    except current.NoBundle:
        newest = ""
    today = wording.day(timezone.localdate().isoformat())
    return f"Printed {today}." + (f" The newest source here was seen {wording.day(newest)}." if newest else "")


@lru_cache(maxsize=2)
def _newest(bundle: Bundle) -> str:
    """The latest date that a source was seen, or the start of one; "" where all are undated."""
    seen = (bundle.document(index).seen for index in range(bundle.count))
    return max((date for date in seen if date[:1].isdigit()), default="")
