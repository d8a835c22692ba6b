"""Square codes for paper: an address that a phone's camera opens, black on white whatever the colours of the page."""

from __future__ import annotations

import segno
from markupsafe import Markup

QUIET = 4
"""White modules around a code, which a reader needs to find it."""

MASK = 2
"""One of the eight patterns that a code may be laid over. To try all and take the finest takes ten times as long."""


def made(address: str) -> segno.QRCode:
    """The squares of an address."""
    return segno.make_qr(address, error="m", mask=MASK)


def code(address: str) -> Markup:
    """An address as inline SVG without styles; a reader still reads it where an eighth of it is spoilt."""
    drawn = made(address).svg_inline(
        border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - made of squares, the address is not in it as text
