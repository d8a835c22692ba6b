"""The person-first language check: words that judge people, why not to use them, and what to say instead.

It is told the rules (reviewed YAML, read by directory/terms.py) and a text of which everything that nobody reads is
blanked out (directory/visible). What is quoted, cited, a name or said of oneself passes; so does what a rule excepts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, NamedTuple

import msgspec

from dooryard.core.language_around import PARAGRAPH, REACH, Around, names_pattern
from dooryard.core.language_phrases import (
    LINE_BREAK,
    Classes,
    Phrase,
    alternation,
    fold,
    found_by,
    opened,
    words_of,
)

Severity = Literal["avoid", "suggest"]

EXEMPTION = "exemption"
"""What stands in place of a rule's number where an exemption is at fault."""

_EXEMPTION = re.compile(
    r"\blanguage: *(?:quoted|named|cited|meant)\b(?:[ \t]+because\b(?P<why>[^\n]*?)|[^\n]*?)[ \t]*(?:-->|#\}|\*/|\r?$)",
    re.M,
)
_INK = re.compile(r"[^\W_]")
_WORDS_OF_A_REASON = re.compile(r"[^\W\d_]{2,}")


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of words that a rule comes from; `url` is empty where there is no page to show."""

    title: str
    url: str


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule: forms to avoid, each with the phrases (core/language_phrases.py) that find it, and what to prefer.

    `own` lets pass what somebody says of themselves, `unless` what is part of one of these phrases, `beside` what has
    one of these words in its sentence. `judgement` says what of the rule is in no source.
    """

    id: str
    avoid: dict[str, tuple[str, ...]]
    prefer: tuple[str, ...]
    why: str
    severity: Severity = "avoid"
    own: bool = False
    unless: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    judgement: str = ""


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All the rules, the classes of words that their phrases use, and names that pass wherever they stand."""

    reviewed: str
    sources: dict[str, Source]
    names: tuple[str, ...]
    classes: dict[str, tuple[str, ...]]
    terms: tuple[Term, ...]


class Finding(msgspec.Struct, frozen=True):
    """Words found, where (from 1), why not to use them, and what to say instead."""

    line: int
    column: int
    words: str
    rule: str
    severity: Severity
    reason: str
    suggestions: tuple[str, ...]


class Reading(NamedTuple):
    """What of a file people read and what of it are remarks, each as long as the file, the rest blanked out."""

    visible: str
    remarks: str


class _Rule:
    """A rule whose exceptions are opened when they are first asked for: most never are."""

    def __init__(self, term: Term, classes: Classes) -> None:
        self.term = term
        self.classes = classes

    @cached_property
    def unless(self) -> tuple[re.Pattern[str], ...]:
        """Phrases that excuse what they lie over."""
        return tuple(opened(phrase, self.classes).pattern for phrase in self.term.unless)

    @cached_property
    def beside(self) -> re.Pattern[str] | None:
        """Words that excuse what stands in a sentence with them."""
        return words_of(self.term.beside, self.classes) if self.term.beside else None


class _Sought:
    """A phrase of a rule, opened when its word is first met."""

    def __init__(self, rule: _Rule, text: str) -> None:
        self.rule = rule
        self._text = text

    @cached_property
    def phrase(self) -> Phrase:
        """The phrase made ready."""
        return opened(self._text, self.rule.classes)


class _Hit(NamedTuple):
    start: int
    end: int
    term: Term


class Checker:
    """The rules made ready, with the names that may pass. Checking takes time in proportion to the text."""

    def __init__(self, terms: Terms, names: Iterable[str] = ()) -> None:
        self._by_word: dict[str, list[_Sought]] = {}
        for term in terms.terms:
            rule = _Rule(term, terms.classes)
            for text in (phrase for phrases in term.avoid.values() for phrase in phrases):
                sought = _Sought(rule, text)
                for word in found_by(text):
                    self._by_word.setdefault(word, []).append(sought)
        self._words = alternation(self._by_word)
        told = {name for name in names if self._words.search(fold(name))}
        self._names = [names_pattern(terms.names, any_case=True), names_pattern(told)]

    def findings(self, reading: Reading) -> list[Finding]:
        """Everything to avoid or to think about in a text, in order, and what is wrong with its exemptions."""
        around = Around(reading.visible)
        hits = list(_apart(sorted(self._hits(around), key=lambda hit: (hit.start, hit.start - hit.end))))
        lines = _Lines(reading.visible)
        found = [lines.finding(hit) for hit in hits]
        exemptions = list(_exemptions(reading, lines))
        kept = [one for one in found if not any(first <= one.line <= last for _, first, last in exemptions)]
        faults = (_fault(match, first, last, lines, found) for match, first, last in exemptions)
        return sorted([*kept, *filter(None, faults)], key=lambda one: (one.line, one.column))

    def _hits(self, around: Around) -> Iterator[_Hit]:
        for word in self._words.finditer(around.folded):
            for sought in self._by_word[word[0]]:
                match = _matched(sought.phrase, around.folded, word.start())
                if match and not self._passes(sought, around, *match.span("x")):
                    yield _Hit(*match.span("x"), sought.rule.term)

    def _passes(self, sought: _Sought, around: Around, start: int, end: int) -> bool:
        """Whether these words are no finding after all."""
        phrase, rule = sought.phrase, sought.rule
        if phrase.cased not in around.text[start:end]:
            return True
        first, last = around.sentence(start, end)
        if phrase.needs and not phrase.needs.search(around.folded, first, last):
            return True
        if any(words.search(around.folded, first, last) for words in (phrase.bars, rule.beside) if words):
            return True
        return (
            any(_lies_over(other, around.folded, start, end) for other in rule.unless)
            or any(_lies_over(names, around.text, start, end, whole=True) for names in self._names if names)
            or (rule.term.own and around.of_oneself(start, end))
            or around.quoted(start, end)
            or around.in_address(start, end)
            or around.in_name(start, end)
            or around.cited(start, end)
        )


def _matched(phrase: Phrase, text: str, at: int) -> re.Match[str] | None:
    """The narrowest match of a phrase whose own word stands here."""
    best, start, end = None, max(0, at - REACH), at + REACH
    while match := phrase.pattern.search(text, start, end):
        if match.start("a") > at:
            break
        if match.start("a") == at:
            best = match
        start = match.start() + 1
    return best


def _lies_over(pattern: re.Pattern[str], text: str, start: int, end: int, *, whole: bool = False) -> bool:
    """Whether a match lies over a part of these words, or over the whole of them."""
    for match in pattern.finditer(text, max(0, start - REACH), end + REACH):
        over = match.start() <= start and end <= match.end() if whole else match.start() < end and start < match.end()
        if over:
            return True
    return False


def _apart(hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """Of findings that lie over one another, the longest."""
    last: _Hit | None = None
    for hit in hits:
        if last and hit.start < last.end:
            last = max(last, hit, key=lambda one: one.end - one.start)
            continue
        if last:
            yield last
        last = hit
    if last:
        yield last


class _Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer(f"[\n{LINE_BREAK}]", text))]

    def line(self, at: int) -> int:
        """The number of the line of a place, from 1."""
        return bisect_left(self.starts, at + 1)

    def on(self, line: int) -> str:
        """What stands on a line."""
        return self.text[self.starts[line - 1] : self.starts[line] if line < len(self.starts) else len(self.text)]

    def finding(self, hit: _Hit) -> Finding:
        """A finding as people want to read it."""
        line = self.line(hit.start)
        words = " ".join(self.text[hit.start : hit.end].split())
        column, term = hit.start - self.starts[line - 1] + 1, hit.term
        return Finding(line, column, words, term.id, term.severity, term.why, term.prefer)


def _exemptions(reading: Reading, lines: _Lines) -> Iterator[tuple[re.Match[str], int, int]]:
    """Each exemption with the first and the last line that it holds for.

    One behind a text holds for its line; one on a line of its own for the text that follows, to the end of its
    paragraph.
    """
    for match in _EXEMPTION.finditer(reading.remarks):
        line = lines.line(match.start())
        own = lines.on(line).replace(match[0], "")
        below = lines.starts[line] if line < len(lines.starts) else len(lines.text)
        text = None if _INK.search(own) else _INK.search(lines.text, below)
        if text:
            end = PARAGRAPH.search(lines.text, text.end())
            yield match, lines.line(text.start()), lines.line(end.start() if end else len(lines.text))
        else:
            yield match, line, line


def _fault(match: re.Match[str], first: int, last: int, lines: _Lines, found: Iterable[Finding]) -> Finding | None:
    """What is wrong with an exemption: it gives no reason, or there is nothing that it exempts."""
    if len(_WORDS_OF_A_REASON.findall(match["why"] or "")) < 2:
        reason, instead = "This exemption gives no reason.", "language: quoted because (the reason, in words)"
    elif not any(first <= one.line <= last for one in found):
        reason, instead = "There is nothing here that this exempts.", "take it out"
    else:
        return None
    line = lines.line(match.start())
    column = match.start() - lines.starts[line - 1] + 1
    return Finding(line, column, " ".join(match[0].split()), EXEMPTION, "avoid", reason, (instead,))
