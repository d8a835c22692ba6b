"""What a page says of itself when it is printed: the day, and how new its newest source is."""

from __future__ import annotations

from functools import lru_cache

from django.utils import timezone

from dooryard.directory import current, languages, wording
from dooryard.directory.languages import filled
from dooryard.directory.languages import gettext as _


def printed() -> str:
    """The line at the foot of a printed page."""
    try:
        newest = current.directory().newest
    except current.NoBundle:
        newest = ""
    return _printed(timezone.localdate().isoformat(), newest, languages.code())


def dated() -> str:
    """The same without the directory, which a page for an overdose does not ask."""
    return _printed(timezone.localdate().isoformat(), "", languages.code())


@lru_cache(maxsize=64)
def _printed(today: str, newest: str, code: str) -> str:
    printed = filled(_("Printed {date}."), date=wording.day(today))
    if not newest:
        return printed
    return f"{printed} " + filled(_("The newest source here was seen {date}."), date=wording.day(newest))
