"""Codes of six digits from an app on a phone (TOTP): a new one each half minute, each good for once."""

from __future__ import annotations

import hmac
import re
from datetime import datetime

import pyotp
import segno
from markupsafe import Markup

STEP = 30
EITHER_SIDE = 1
"""Half minutes that a phone's clock may be off."""
NOBODYS = pyotp.random_base32()
"""A secret that nobody has, so that a name that nobody has takes as long as any other."""


def new_secret() -> str:
    """A secret for an app."""
    return pyotp.random_base32()


def step(secret: str, code: str, now: datetime) -> int | None:
    """The half minute whose code this is; None where it is none of now. All are compared, whichever fits.

    A secret that could not be opened is "": no code fits it, after the same work.
    """
    digits = re.sub(r"[\s-]", "", code[:20])
    current = int(now.timestamp()) // STEP
    codes = pyotp.TOTP(secret or NOBODYS)
    found = None
    for one in range(current - EITHER_SIDE, current + EITHER_SIDE + 1):
        if hmac.compare_digest(codes.generate_otp(one).encode(), digits.encode(errors="replace")):
            found = one
    return found if secret else None


def address(secret: str, name: str, site: str) -> str:
    """What an app is told: the secret, and the names it shows."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=site)


def square(text: str) -> Markup:
    """A square code, as inline SVG without styles."""
    drawn = segno.make_qr(text, error="m").svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - made of squares, nothing of the text is in it
