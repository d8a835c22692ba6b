"""What somebody may report of a service: what is wrong with it, and in how many words."""

from __future__ import annotations

from dooryard.core.saying import mark

KINDS = {
    "number": mark("The number does not work"),
    "moved": mark("It has moved"),
    "closed": mark("It is closed"),
    "hours": mark("The hours are wrong"),
    "other-than-said": mark("It is not what it says"),
    "treatment": mark("They turned somebody away or treated them badly"),
    "other": mark("Something else"),
}
"""What can be wrong, as people say it; the order is that of the form."""

NEEDS_WORDS = ("other",)
"""What says nothing by itself."""

LONGEST = 1000
"""Characters of free words."""


def refused(what: str, words: str) -> str:
    """Why a report cannot be taken as it is: "kind", "long", "empty", or "" where it can. `words` are plain text."""
    if what not in KINDS:
        return "kind"
    if len(words) > LONGEST:
        return "long"
    return "empty" if what in NEEDS_WORDS and not words else ""
