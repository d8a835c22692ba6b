"""An answer as lines of plain text, for a terminal: what the page says, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from dooryard.core.asking import Answer, Finder
from dooryard.core.documents import Document, Hit, Question
from dooryard.directory import fallback, presenters, wording


def lines(answer: Answer, finder: Finder, at: datetime, lang: str = "en", *, open_now: bool = False) -> Iterator[str]:
    """The answer line by line; `open_now` where only what is open was asked for."""
    line = fallback.line(finder, at)
    hits = presenters.shown(answer, finder)
    yield from _warnings(answer, finder, at)
    yield from _taken(answer, finder, at, lang, line)
    none_open = presenters.none_open(answer, asked=open_now) and not answer.emergency
    if none_open:
        yield wording.NONE_OPEN
    widened = presenters.widened_words(answer, but="hours" if none_open else "")
    if widened and not answer.emergency:
        yield widened
    if any(presenters.measured(hit, finder.bundle.document(hit.index)) for hit in (*hits, *answer.also)):
        yield wording.STRAIGHT
    yield presenters.counted(answer, finder)
    for number, hit in enumerate(hits, 1):
        yield ""
        yield from _result(hit, finder, at, f"{number}. ", line)
    if answer.also:
        yield ""
        yield "These also offer it:"
        for hit in answer.also:
            yield from _result(hit, finder, at, "- ", line)


def _warnings(answer: Answer, finder: Finder, at: datetime) -> Iterator[str]:
    """What comes first where a life may be at stake: the steps, the lines to call, the warning."""
    signals = set(answer.understanding.signals)
    if not (answer.emergency or signals):
        return
    from dooryard.directory import health  # reads YAML, which an everyday question need not wait for

    if answer.emergency:
        for number, step in enumerate(health.now().steps, 1):
            yield f"{number}. {step.text}" + (f" {step.more}" if step.more else "")
        if not health.now().reviewed:
            yield "Not reviewed by a person. Where each line comes from: /now"
    if "suicide" in signals:
        for numbers in _numbers(finder, "suicide", at):
            yield f"You can talk to someone now: {numbers}"
    if "withdrawal" in signals:
        note = health.notes()["withdrawal"]
        yield " ".join((f"{note.heading}.", *(line.text for line in note.lines), note.action))
    yield ""


def _taken(answer: Answer, finder: Finder, at: datetime, lang: str, line: fallback.Line | None) -> Iterator[str]:
    """How the question was understood, and what else it may have meant."""
    if not answer.emergency:
        for typed, taken in answer.understanding.spelling.items():
            yield f"Showing results for {taken} (you typed {typed})."
        if strange := presenters.not_understood(answer, finder, at):
            yield f"We did not understand: {', '.join(strange)}. This is what we found for the rest."
    if answer.place:
        yield f"Near {presenters.place_name(answer.place)}."
    for other in answer.other_places:
        yield f"Or did you mean {presenters.place_name(other)}? Ask with --near."
    for label in presenters.unmet_labels(answer, finder, lang):
        yield f"{label}: not in this directory." + (f" Call {line.phone.number}." if line else "")


def _result(hit: Hit, finder: Finder, at: datetime, mark: str, line: fallback.Line | None) -> Iterator[str]:
    document = finder.bundle.document(hit.index)
    record = msgspec.json.decode(finder.bundle.record(document.id) or b"{}")
    slots = presenters.slots(hit, document, at)
    yield f"{mark}{document.service}, {document.organization}"
    if where := "; ".join(filter(None, (presenters.address_of(document), slots["distance"], slots["open"]))):
        yield where
    yield presenters.status_words(document) or _number(document, line)
    if document.instead and not presenters.is_live(document):
        yield f"Use instead: {document.instead}"
    yield f"({presenters.trust_line(document, record)})"


def _number(document: Document, line: fallback.Line | None) -> str:
    """The numbers that may stand in a text, or where the number is and who may know one."""
    if shown := presenters.card_phones(document):
        return " or ".join(phone.text or phone.number for phone in shown)
    missing = f"its number is on /service/{document.id}" if document.phones else "no number stated"
    knows = "can check it" if document.phones else "may know"
    return f"{missing}; {line.name} {knows}: {line.phone.number}" if line else missing


def _numbers(finder: Finder, category: str, at: datetime) -> Iterator[str]:
    """The lines of a category with their numbers."""
    for hit in finder.bundle.find(Question(wanted={category: 1.0}, limit=10), at).hits:
        document = finder.bundle.document(hit.index)
        if presenters.card_phones(document):
            yield f"{document.service}: {_number(document, None)}"
