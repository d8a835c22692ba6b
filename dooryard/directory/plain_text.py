"""An answer as lines of plain text, for a terminal: what the page says, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from dooryard.core.asking import Answer, Finder
from dooryard.core.documents import Document, Hit, Question
from dooryard.directory import presenters


def lines(answer: Answer, finder: Finder, at: datetime, lang: str = "en") -> Iterator[str]:
    """The answer line by line."""
    yield from _warnings(answer, finder, at)
    yield from _taken(answer, finder, lang)
    total = answer.found.total
    yield "1 service" if total == 1 else f"{total:,} services"
    for number, hit in enumerate(answer.found.hits, 1):
        yield ""
        yield from _result(hit, finder, at, f"{number}. ")
    if answer.also:
        yield ""
        yield "These also offer it:"
        for hit in answer.also:
            yield from _result(hit, finder, at, "- ")


def _warnings(answer: Answer, finder: Finder, at: datetime) -> Iterator[str]:
    """What comes first where a life may be at stake: the steps, the lines to call, the warning."""
    signals = set(answer.understanding.signals)
    if not (answer.emergency or signals):
        return
    from dooryard.directory import health  # reads YAML, which an everyday question need not wait for

    if answer.emergency:
        yield from (f"{number}. {step.text}" for number, step in enumerate(health.now().steps, 1))
    if "suicide" in signals:
        for numbers in _numbers(finder, "suicide", at):
            yield f"You can talk to someone now: {numbers}"
    if "withdrawal" in signals:
        note = health.notes()["withdrawal"]
        yield " ".join((f"{note.heading}.", *(line.text for line in note.lines), note.action))
    yield ""


def _taken(answer: Answer, finder: Finder, lang: str) -> Iterator[str]:
    """How the question was understood, and what else it may have meant."""
    for typed, taken in answer.understanding.spelling.items():
        yield f"Showing results for {taken} (you typed {typed})."
    if answer.place:
        yield f"Near {presenters.place_name(answer.place)}."
    for other in answer.other_places:
        yield f"Or did you mean {presenters.place_name(other)}? Ask with --near."
    for label in presenters.unmet_labels(answer, finder, lang):
        yield f"{label}: not in this directory. Call 211."
    if answer.widened:
        yield presenters.widened_words(answer)


def _result(hit: Hit, finder: Finder, at: datetime, mark: str) -> Iterator[str]:
    document = finder.bundle.document(hit.index)
    record = msgspec.json.decode(finder.bundle.record(document.id) or b"{}")
    slots = presenters.slots(hit, document, at)
    yield f"{mark}{document.service}, {document.organization}"
    yield "; ".join(filter(None, (presenters.address_of(document), slots["distance"], slots["open"])))
    yield presenters.status_words(document) or _number(document)
    if document.instead and not presenters.is_live(document):
        yield f"Use instead: {document.instead}"
    yield f"({presenters.trust_line(document, record)})"


def _number(document: Document) -> str:
    """The numbers that may stand in a text, or where the number is."""
    if shown := presenters.card_phones(document):
        return " or ".join(phone.text or phone.number for phone in shown)
    return f"its number is on /service/{document.id}" if document.phones else "no number stated; 2-1-1 may know: 211"


def _numbers(finder: Finder, category: str, at: datetime) -> Iterator[str]:
    """The lines of a category with their numbers."""
    for hit in finder.bundle.find(Question(wanted={category: 1.0}, limit=10), at).hits:
        document = finder.bundle.document(hit.index)
        if presenters.card_phones(document):
            yield f"{document.service}: {_number(document)}"
