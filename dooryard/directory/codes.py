"""Square codes for paper: an address that a phone's camera opens, black on white whatever the colours of the page."""

from __future__ import annotations

import segno
from markupsafe import Markup

QUIET = 4
"""White modules around a code, which a reader needs to find it."""


def code(address: str) -> Markup:
    """An address as inline SVG without styles; a reader still reads it where an eighth of it is spoilt."""
    made = segno.make_qr(address, error="m")
    drawn = made.svg_inline(border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704 - made of squares, the address is not in it as text
