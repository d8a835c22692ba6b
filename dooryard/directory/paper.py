"""What a page says of itself when it is printed: the day, and how new its newest source is."""

from __future__ import annotations

from functools import lru_cache

from django.utils import timezone

from dooryard.core.bundle.reader import Bundle
from dooryard.directory import current, wording
from dooryard.directory.languages import filled
from dooryard.directory.languages import gettext as _


def printed() -> str:
    """The line at the foot of a printed page."""
    try:
        newest = _newest(current.directory().bundle)
    except current.NoBundle:
        newest = ""
    today = wording.day(timezone.localdate().isoformat())
    printed = filled(_("Printed {date}."), date=today)
    if not newest:
        return printed
    return f"{printed} " + filled(_("The newest source here was seen {date}."), date=wording.day(newest))


@lru_cache(maxsize=2)
def _newest(bundle: Bundle) -> str:
    """The latest date that a source was seen, or the start of one; "" where all are undated."""
    seen = (bundle.document(index).seen for index in range(bundle.count))
    return max((date for date in seen if date[:1].isdigit()), default="")
