"""Escaping for the many small texts of a page: only what needs it is made new."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_special = re.compile("[&<>\"']").search


def escaped(value: object) -> str:
    """What a value is on a page: as markupsafe's escape, which makes a Markup of everything it is given."""
    kind = type(value)
    if kind is Markup or (kind is str and not _special(value)):  # type: ignore[call-overload]
        return value  # type: ignore[return-value]
    return escape(value)
