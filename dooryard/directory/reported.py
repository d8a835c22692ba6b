"""What people say is wrong and no steward has looked at yet, most harmful first."""

from __future__ import annotations

import msgspec

from dooryard.core import categories
from dooryard.core.documents import Document
from dooryard.directory import models as d
from dooryard.directory.compiling import Compiled

WEIGHED = 5
"""As often as a report counts in the order: one machine can send the same a hundred times, and is no more right."""


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    """One open report. `harm` 0 is the most urgent; `service` is "" where the directory holds it no more.

    `times` is how often the very same was sent, first on the day `received_on` and last on `last_on`. `bundle` is the
    digest of what the first who sent it was looking at.
    """

    id: int
    harm: int
    ref: str
    service: str
    organization: str
    town: str
    what: str
    words: str
    times: int
    received_on: str
    last_on: str
    bundle: str


def open_reports(compiled: Compiled) -> list[Reported]:
    """Every open report: what can cost a life first, then what is said more than once, then what has waited longest."""
    documents = {document.id: document for document, _ in compiled.documents}
    documents |= {held.document.id: held.document for held in compiled.held}
    told = [_told(row, documents) for row in d.Report.objects.filter(state="open")]
    return sorted(told, key=lambda one: (one.harm, -min(one.times, WEIGHED), one.id))


def waiting() -> int:
    """How many open reports there are."""
    return int(d.Report.objects.filter(state="open").count())


def _told(row: d.Report, documents: dict[str, Document]) -> Reported:
    about = documents.get(row.service_at_location_id) or documents.get(row.service_id)
    return Reported(
        id=row.pk,
        harm=categories.harm(about.categories if about else ()),
        ref=row.ref,
        service=about.service if about else "",
        organization=about.organization if about else "",
        town=about.town if about else "",
        what=row.what,
        words=row.words,
        times=row.times,
        received_on=row.received_on.isoformat(),
        last_on=row.last_on.isoformat(),
        bundle=row.bundle,
    )
