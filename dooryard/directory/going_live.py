"""What must still be confirmed before the public may rely on the directory, most harmful first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from dooryard.core import categories
from dooryard.core.documents import Document, Tier
from dooryard.directory.compiling import Compiled

LIVE = ("open", "unconfirmed")


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
        if document.status not in LIVE:
            continue
        numbers = [phone for phone in document.phones if phone.tier != "A"]
        for number, tier in [(phone.tel, phone.tier) for phone in numbers] or [("", "")]:
            wanted = bool(number) or (document.confirmed is None and not document.phones)
            if wanted and (document.ref, number) not in seen:
                seen.add((document.ref, number))
                yield _call(document, number=number.partition(":")[2], tier=tier)


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
