"""Blanks out parts of a text and keeps every character and line at its place, so that a finding can say where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from dooryard.core.language_phrases import BREAK, GAP, LINE_BREAK

_INK = re.compile(r"[^\n]")
_TICKS = re.compile(r"(?<!`)(`{1,4})(?!`)[^`]+\1(?!`)")
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.S)


class Piece(NamedTuple):
    """A part of a text as it is to be read; `joined` when it goes on where the last one stopped."""

    start: int
    end: int
    shown: str
    joined: bool = False


def blank(part: str, ink: str = " ") -> str:
    """As long as the part, its lines where they were, and nothing else in it."""
    return _INK.sub(ink, part)


def apart(part: str) -> str:
    """The same, and no phrase may reach over it."""
    blanked = blank(part)
    return blanked.replace(" ", BREAK, 1) if " " in blanked else blanked.replace("\n", LINE_BREAK, 1)


def only(text: str, pieces: Iterable[Piece]) -> str:
    """A text of which nothing is left but these pieces, in order, each as it is to be read."""
    made, last = [], 0
    for piece in pieces:
        between = text[last : piece.start]
        made += [blank(between) if piece.joined else apart(between), piece.shown]
        last = piece.end
    return "".join([*made, apart(text[last:])])


def without(text: str, pattern: re.Pattern[str], ink: str = " ") -> str:
    """A text with every match of a pattern blanked."""
    return pattern.sub(lambda match: blank(match[0], ink), text)


def without_code(text: str) -> str:
    """A text with a gap for what stands between backticks."""
    return without(text, _TICKS, GAP)


def unescaped(part: str) -> str:
    r"""A part of a string of a program: \" is a quotation mark, every other escape a space."""
    return _ESCAPED.sub(_escape, part)


def _escape(match: re.Match[str]) -> str:
    if match[1] in "\"'":
        return mark(match, match[1])
    return blank(match[0])


def mark(match: re.Match[str], sign: str) -> str:
    """A sign in place of longer writing, at the end or the beginning of it, as it closes or opens a quotation."""
    before = match.string[match.start() - 1 : match.start()]
    fill = " " * (len(match[0]) - len(sign))
    return sign + fill if before and (before.isalnum() or before in ".,!?;)") else fill + sign
