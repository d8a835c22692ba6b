"""Escaping for the many small texts of a page: only what needs it is made new."""

from __future__ import annotations

import re
from typing import cast

from markupsafe import Markup, escape

_special = re.compile("[&<>\"']").search


def escaped(value: object) -> str:
    """What a value is on a page: as markupsafe's escape, which makes a Markup of everything it is given."""
    kind = type(value)
    if kind is Markup or (kind is str and not _special(cast(str, value))):
        return cast(str, value)
    return escape(value)
