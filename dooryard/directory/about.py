"""What the directory can say about itself: how much it holds, how much anybody has checked, what nobody states."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from dooryard.core.bundle.reader import Bundle
from dooryard.core.documents import Document


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of services: in all, confirmed by anybody, and those of which something is not known."""

    services: int
    confirmed: int
    no_hours: int
    no_phone: int
    undated: int


@lru_cache(maxsize=2)
def told(bundle: Bundle) -> Told:
    """The figures of a bundle, counted once."""
    documents = [bundle.document(index) for index in range(bundle.count)]
    return Told(
        services=len(documents),
        confirmed=sum(one.confirmed is not None for one in documents),
        no_hours=sum(not one.schedules for one in documents),
        no_phone=sum(not one.phones for one in documents),
        undated=sum(not _dated(one) for one in documents),
    )


def _dated(document: Document) -> bool:
    return document.seen[:1].isdigit()
