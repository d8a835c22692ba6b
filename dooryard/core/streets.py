"""Finds in plain words what would tell where a confidential place is: a street, or a ZIP."""

from __future__ import annotations

import re
from collections.abc import Container

_WORDS = (
    "street st avenue ave road rd lane ln drive dr court ct circle cir boulevard blvd way place pl terrace ter "
    "highway hwy route rte square sq parkway pkwy trail trl row"
)
_STREET = re.compile(
    rf"\b\d+[a-z]?\s+(?:[\w.'’-]+\s+){{0,3}}(?:{'|'.join(_WORDS.split())})\b|\b(?:route|rte|highway|hwy)\.?\s+\d",
    re.IGNORECASE,
)
"""A number and a street word soon after it; or a numbered road. Too much is caught rather than too little."""

_ZIP = re.compile(r"\b\d{5}\b")


def gives_away(text: str, zips: Container[str]) -> bool:
    """Whether a text may tell where somebody hides: it reads like a street, or holds a ZIP of the place."""
    return bool(_STREET.search(text)) or any(code in zips for code in _ZIP.findall(text))
