"""Cards of results: rendered once when the bundle is compiled, filled for each question with distance and open state.

A card has slots, written as the HTML comments `<!--distance-->`, `<!--open-->`, `<!--at-->` (what addresses begin
with: /es) and, where it shows no number, `<!--ask-->`: whom to ask for one. Whatever a record says is escaped when the
card is rendered, so no data can hold a slot of its own; what fills a slot is escaped here.
"""

from __future__ import annotations

import msgspec
from django.template.loader import render_to_string

from dooryard.core.documents import Document
from dooryard.directory import facets, health, languages, presenters, wording
from dooryard.directory.escaping import escaped

DISTANCE, OPEN, ASK, AT = "<!--distance-->", "<!--open-->", "<!--ask-->", "<!--at-->"


def render(document: Document, record: bytes = b"{}") -> bytes:
    """The card of a document as UTF-8 HTML with its slots open; `record` is its whole record as JSON."""
    whole = msgspec.json.decode(record)
    context = {
        "document": document,
        "kinds": ", ".join(wording.category(key) for key in document.categories),
        "cost": ", ".join(facets.words("cost", value) for value in document.facets.get("cost", ())),
        "address": presenters.address_of(document),
        "status": presenters.status_words(document),
        "live": presenters.is_live(document),
        "phones": presenters.card_phones(document),
        "more_numbers": len(presenters.page_phones(document)) > len(presenters.card_phones(document)),
        "instead": presenters.instead(whole),
        "trust": presenters.trust_line(document, whole),
        "note": health.beside(document.categories),
    }
    return render_to_string("card.html", context).encode()


def fill(card: bytes, *, distance: str, open: str, ask: str = "") -> str:
    """A card with its slots filled; an empty text leaves its line out of sight, markup stays what it is."""
    html = card.decode().replace(OPEN, escaped(open), 1).replace(DISTANCE, escaped(distance), 1)
    return html.replace(ASK, escaped(ask), 1).replace(AT, languages.at(""))
