"""Made-up services for /style, one for each state a card can be in; their numbers are 555-01xx, which nobody has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from dooryard.core.documents import Confirmed, DialPhone, Document
from dooryard.directory import cards, health
from dooryard.directory.languages import gettext as _

CALL = DialPhone(number="201-555-0142", tel="tel:+1-201-555-0142", tier="A")
TEXT = DialPhone(number="555-0143", tel="sms:+1-201-555-0143", text="HELLO", note="made up", tier="A")
ONE_SOURCE = DialPhone(number="201-555-0144", tel="tel:+1-201-555-0144", tier="C")


def _made_up(name: str, **told: object) -> Document:
    key = re.sub(r"\W+", "-", f"made up {name}".lower())
    common: dict[str, object] = {"id": key, "ref": "made-up", "source": "made-up", "town": "Testville"}
    common |= {"organization": "Made-up Organization", "status": "open", "sources": 2, "seen": "2026-02"}
    return Document(**common | {"service": name} | told)  # type: ignore[arg-type]


def documents() -> tuple[tuple[Document, str, str], ...]:
    """Each state with its distance and its hours in words."""
    return (
        (
            _made_up("Open, checked by a call", phones=(CALL,), confirmed=Confirmed(when="2026-11-02", how="called")),
            _("about %(miles)s miles away") % {"miles": "2"},
            _("open until %(when)s") % {"when": "8 pm"},
        ),
        (_made_up("By phone or text", phones=(CALL, TEXT), reach="phone"), _("by phone or text"), _("open now")),
        (
            _made_up("A number of one source", phones=(ONE_SOURCE,), sources=1),
            _("nearby"),
            _("hours unknown, call first"),
        ),
        (_made_up("Our reading of its kind", category_assumed=True, status="unconfirmed"), "", _("hours unknown")),
        (
            _made_up("Withdrawal", categories=(health.DETOX,), phones=(CALL,)),
            _("about %(miles)s miles away") % {"miles": "45"},
            _("closed now, opens %(when)s") % {"when": "9 am"},
        ),
        (_made_up("A closed one", status="closed", status_since="2026-02", instead="The one beside it"), "", ""),
        (_made_up("A planned one", status="planned"), "", ""),
    )


def shown() -> Iterator[Markup]:
    """The cards as a results page shows them."""
    for document, distance, hours in documents():
        made = cards.fill(cards.render(document), distance=distance, open=hours, ask=_("No number stated."))
        yield Markup(made)  # noqa: S704 - rendered and escaped by cards.py
