"""The line that finds what the directory does not hold (2-1-1 in the United States), as the directory itself has it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from dooryard.core.asking import Finder
from dooryard.core.documents import DialPhone, Question
from dooryard.core.widening import LAST_RESORT
from dooryard.directory import presenters


class Line(msgspec.Struct, frozen=True):
    """Its own name, the number to call, and every number it shows."""

    name: str
    phone: DialPhone
    phones: tuple[DialPhone, ...]


def line(finder: Finder, at: datetime) -> Line | None:
    """The line to offer where we have no number; None in a place that has none."""
    for hit in finder.bundle.find(Question(wanted={LAST_RESORT: 1.0}, limit=5), at).hits:
        document = finder.bundle.document(hit.index)
        shown = presenters.card_phones(document)
        if to_call := next((phone for phone in shown if not phone.text), None):
            return Line(document.service, to_call, shown)
    return None
