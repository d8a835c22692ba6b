"""An answer as lines of plain text, for a terminal: what the page says, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import reduce

import msgspec

from dooryard.core.asking import Answer, Finder
from dooryard.core.documents import Document, Hit, Question
from dooryard.directory import fallback, languages, presenters, wording
from dooryard.directory.languages import filled
from dooryard.directory.languages import gettext as _


def lines(answer: Answer, finder: Finder, at: datetime, *, open_now: bool = False) -> Iterator[str]:
    """The answer line by line, in the language spoken now; `open_now` where only what is open was asked for."""
    line = fallback.line(finder, at)
    hits = presenters.shown(answer, finder)
    yield from _warnings(answer, finder, at)
    yield from _taken(answer, finder, at, line)
    none_open = presenters.none_open(answer, asked=open_now) and not answer.emergency
    if none_open:
        yield _(wording.NONE_OPEN)
    widened = presenters.widened_words(answer, but="hours" if none_open else "")
    if widened and not answer.emergency:
        yield widened
    if any(presenters.measured(hit, finder.bundle.document(hit.index)) for hit in (*hits, *answer.also)):
        yield _(wording.STRAIGHT)
    yield presenters.counted(answer, finder)
    for number, hit in enumerate(hits, 1):
        yield ""
        yield from _result(hit, finder, at, f"{number}. ", line)
    if answer.also:
        yield ""
        yield _("These also offer it:")
        for hit in answer.also:
            yield from _result(hit, finder, at, "- ", line)


def _warnings(answer: Answer, finder: Finder, at: datetime) -> Iterator[str]:
    """What comes first where a life may be at stake: the steps, the lines to call, the warning."""
    signals = set(answer.understanding.signals)
    yield from _danger(answer, finder, at)
    if not (answer.emergency or signals):
        return
    from dooryard.directory import health  # reads YAML, which an everyday question need not wait for

    if answer.emergency:
        for number, step in enumerate(health.now().steps, 1):
            yield f"{number}. " + " ".join(map(languages.health, filter(None, (step.text, step.more))))
        yield from _review()
    if "suicide" in signals:
        for numbers in _numbers(finder, "suicide", at):
            yield filled(_("You can talk to someone now: {numbers}"), numbers=numbers)
    if "violence" in signals or "withdrawal" in signals:
        for document in _lines(finder, "emergency", at):
            yield filled(_("If somebody is in danger, call now: {numbers}"), numbers=_number(document, None))
    if "withdrawal" in signals:
        note = health.notes()["withdrawal"]
        heading, *rest = map(languages.health, (note.heading, *(line.text for line in note.lines), note.action))
        yield " ".join((f"{heading}.", *rest))
    yield ""


def _danger(answer: Answer, finder: Finder, at: datetime) -> Iterator[str]:
    """Whom to call, where what was typed may have been a danger that we cannot read."""
    if not presenters.unread(answer):
        return
    for document in _lines(finder, "emergency", at):
        yield filled(_("If somebody is in danger, call now: {numbers}"), numbers=_number(document, None))
    for numbers in _numbers(finder, "suicide", at):
        yield filled(_("You can talk to someone now: {numbers}"), numbers=numbers)
    yield ""


def _review() -> Iterator[str]:
    """That nobody has reviewed the steps in the language spoken now; nothing where somebody has."""
    from dooryard.directory import health

    translated = languages.translated(health.now().texts)
    if not translated:
        yield _("This text is only in English so far.")
    if languages.code() == languages.ENGLISH or not translated:
        if not health.now().reviewed:
            yield _("Not reviewed by a person. Where each line comes from: /now")
    elif not languages.reviewed(languages.code()):
        yield _("Translated by machine, not yet reviewed. Where each line comes from: /now")


def _taken(answer: Answer, finder: Finder, at: datetime, line: fallback.Line | None) -> Iterator[str]:
    """How the question was understood, and what else it may have meant."""
    if not answer.emergency:
        for typed, taken in answer.understanding.spelling.items():
            yield filled(_("Showing results for {taken} (you typed {typed})."), taken=taken, typed=typed)
        if answer.lost:
            yield _("We did not understand what you typed.")
        elif strange := presenters.not_understood(answer, finder):
            words = _("We did not understand: {words}. This is what we found for the rest.")
            yield filled(words, words=", ".join(strange))
        if payers := presenters.payers_unknown(answer, finder):
            yield payers
    if answer.place:
        yield filled(_("Near {place}."), place=presenters.place_name(answer.place))
    for other in answer.other_places:
        yield filled(_("Or did you mean {place}? Ask with --near."), place=presenters.place_name(other))
    for need in presenters.unmet_labels(answer, finder):
        yield filled(_("{need}: not in this directory."), need=need) + _call(line)


def _result(hit: Hit, finder: Finder, at: datetime, mark: str, line: fallback.Line | None) -> Iterator[str]:
    document = finder.bundle.document(hit.index)
    record = msgspec.json.decode(finder.bundle.record(document.id) or b"{}")
    slots = presenters.slots(hit, document, at)
    yield f"{mark}{document.service}, {document.organization}"
    if where := "; ".join(filter(None, (presenters.address_of(document), slots["distance"], slots["open"]))):
        yield where
    yield presenters.status_words(document) or _number(document, line)
    if document.instead and not presenters.is_live(document):
        yield filled(_("Use instead: {services}"), services=document.instead)
    yield f"({presenters.trust_line(document, record)})"


def _number(document: Document, line: fallback.Line | None) -> str:
    """The numbers that may stand in a text, or where the number is and who may know one."""
    if shown := presenters.card_phones(document):
        return reduce(_either, (phone.text or phone.number for phone in shown))
    told = {"page": f"/service/{document.id}"}
    if not line:
        return filled(_("its number is on {page}") if document.phones else _("no number stated"), **told)
    told |= {"line": line.name, "number": line.phone.number}
    if document.phones:
        return filled(_("its number is on {page}; {line} can check it: {number}"), **told)
    return filled(_("no number stated; {line} may know: {number}"), **told)


def _either(one: str, other: str) -> str:
    return filled(_("{one} or {other}"), one=one, other=other)


def _call(line: fallback.Line | None) -> str:
    """The sentence that names the number to call, behind another; nothing where there is none."""
    return " " + filled(_("Call {number}."), number=line.phone.number) if line else ""


def _numbers(finder: Finder, category: str, at: datetime) -> Iterator[str]:
    """The lines of a category with their numbers."""
    for document in _lines(finder, category, at):
        yield filled(_("{name}: {numbers}"), name=document.service, numbers=_number(document, None))


def _lines(finder: Finder, category: str, at: datetime) -> Iterator[Document]:
    """The lines of a category that have a number to show."""
    hits = finder.bundle.find(Question(wanted={category: 1.0}, limit=10), at).hits
    yield from filter(presenters.card_phones, (finder.bundle.document(hit.index) for hit in hits))
