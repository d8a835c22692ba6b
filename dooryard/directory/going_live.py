"""What must still be confirmed before the public may rely on the directory, most harmful first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from dooryard.core import categories
from dooryard.core.documents import Document, Tier
from dooryard.directory.compiling import Compiled


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to confirm: a number to call, or a record without one to find somebody about.

    `harm` 0 is the most urgent; `tier` is the number's, "" for a record without a number.
    """

    harm: int
    ref: str
    service: str
    organization: str
    town: str
    categories: tuple[str, ...]
    number: str = ""
    tier: Tier | str = ""
    why: str = ""


def go_live(compiled: Compiled) -> list[Call]:
    """Every number of tier B or C, every record nobody has confirmed, and every line held back; the worst first."""
    calls = [*_shown(document for document, _ in compiled.documents), *_held(compiled)]
    return sorted(calls, key=lambda call: (call.harm, call.tier != "B", call.tier == "", call.ref, call.number))


def _shown(documents: Iterable[Document]) -> Iterator[Call]:
    seen: set[tuple[str, str]] = set()
    for document in documents:
        if document.status == "closed":
            continue
        calls = [_call(document, number=row.number, tier=row.tier) for row in document.phones if row.tier != "A"]
        if not document.phones and document.confirmed is None:
            calls = [_call(document)]
        for call in calls:
            if (call.ref, call.number) not in seen:
                seen.add((call.ref, call.number))
                yield call


def _held(compiled: Compiled) -> Iterator[Call]:
    return (_call(held.document, tier="held", why=held.reason) for held in compiled.held)


def _call(document: Document, *, number: str = "", tier: Tier | str = "", why: str = "") -> Call:
    return Call(
        harm=categories.harm(document.categories),
        ref=document.ref,
        service=document.service,
        organization=document.organization,
        town=document.town,
        categories=document.categories,
        number=number,
        tier=tier,
        why=why,
    )
