"""What people read of a gettext catalog: the English in it, and what translates it where that is English too."""

from __future__ import annotations

import re

from dooryard.core.edge import BadInput
from dooryard.core.language import Reading
from dooryard.directory.visible.masks import Piece, only, unescaped

_PART = re.compile(r"\s*(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])?\s*)?\"((?:[^\"\\]|\\.)*)\"\s*")
_LANGUAGE = re.compile(r'^"Language: *([A-Za-z]+)', re.M)


def catalog(text: str) -> Reading:
    """The messages; remarks are the comments. A line that is neither is refused."""
    found = _LANGUAGE.search(text)
    english = found is None or found[1] == "en"
    texts: list[Piece] = []
    remarks: list[Piece] = []
    part, message, at = "", "", 0
    for number, line in enumerate(text.split("\n"), 1):
        start, at = at, at + len(line) + 1
        if line.lstrip().startswith("#"):
            remarks.append(Piece(start, start + len(line), line))
            continue
        match = _PART.fullmatch(line)
        if match is None and line.strip():
            raise BadInput(f"line {number}: this is not a gettext catalog")
        if match is None:
            continue
        part = match[1] or part
        message = "" if match[1] == "msgid" else message
        message += match[2] if part == "msgid" else ""
        if part in ("msgid", "msgid_plural") or (part == "msgstr" and english and message):
            body = Piece(start + match.start(2), start + match.end(2), unescaped(match[2]), joined=not match[1])
            texts.append(body)
    return Reading(only(text, texts), only(text, remarks))
