"""A short list of services by id: at most a dozen, each once, in the order that a person gave them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dooryard.core.edge import BadInput
from dooryard.core.saying import Said

MOST = 12
"""As many as a person can call in some days; a longer list is no choice any more."""

_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_CHANGE = re.compile(rf"(up|down|remove):({_ID.pattern})")

Ids = tuple[str, ...]


def listed(ids: Iterable[str], order: Iterable[str] = ()) -> tuple[Ids, int]:
    """The ids that stand on a list, and how many were too much for one; BadInput for what can be no id.

    Those that `order` names come first and as it has them: the boxes on a page are in the order of the page.
    """
    on_it = dict.fromkeys(ids)
    given = tuple(dict.fromkeys([*(one for one in order if one in on_it), *on_it]))
    if not all(_ID.fullmatch(one) for one in given):
        raise BadInput(Said("That could not be read. Please start again."))
    return given[:MOST], max(0, len(given) - MOST)


def changed(ids: Ids, change: str) -> tuple[Ids, str]:
    """The list after one service went up, down or off ("up:<id>"), and the id of the one to look at next.

    A change of a service that is not on the list changes nothing; BadInput for what is no change.
    """
    if not change:
        return ids, ""
    asked = _CHANGE.fullmatch(change)
    if not asked:
        raise BadInput(Said("That could not be read. Please start again."))
    way, one = asked.groups()
    if one not in ids:
        return ids, ""
    place, rest = ids.index(one), tuple(other for other in ids if other != one)
    if way == "remove":
        return rest, rest[min(place, len(rest) - 1)] if rest else ""
    place = max(0, place - 1) if way == "up" else place + 1
    return (*rest[:place], one, *rest[place:]), one
