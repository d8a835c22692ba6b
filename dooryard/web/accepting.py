"""What a browser says that it takes: the names of an Accept-… header, those it likes best first.

Django's reading of such headers remembers each that it has seen. What a browser says of itself tells people apart, and
anybody may send it at any length, so nothing of it is remembered here (RFC 9110, 12.4.2).
"""

from __future__ import annotations

import re

LONGEST = 100
"""Characters that are read: browsers say what matters to us in fewer."""

_NAMED = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*", re.ASCII)


def weighed(header: str) -> dict[str, float]:
    """How much each name is liked, in lower case, the best first; 0 is for what is refused."""
    found: dict[str, float] = {}
    read = header if len(header) <= LONGEST else header[:LONGEST].rpartition(",")[0]
    for part in read.lower().split(","):
        if named := _NAMED.fullmatch(part):
            found.setdefault(named[1], float(named[2] or 1))
    return dict(sorted(found.items(), key=lambda one: -one[1]))
