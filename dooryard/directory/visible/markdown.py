"""What people read of a Markdown document: no code, no addresses, no quotations, no titles of works."""

from __future__ import annotations

import re

from dooryard.core.language import Reading
from dooryard.directory.visible import markup
from dooryard.directory.visible.masks import blank, without, without_code

_FENCE = re.compile(r" {0,3}(?:> ?)*(`{3,}|~{3,})")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_QUOTE = re.compile(r" {0,3}>")
_BLOCK = re.compile(r" {0,3}(?:#|[-*+] |\d+[.)] |\||$)")
_TARGET = re.compile(r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)|^ {0,3}\[[^\]\n]+\]:.*$", re.M)
_WORD = r"(?:[A-Z0-9][\w'’:,-]*|[a-z]{1,4})"
_TITLE = re.compile(rf"(?<![\w*_])([*_])(?=[A-Z]){_WORD}(?:[ \n]{_WORD}){{2,19}}\1(?![\w*_])")
_EMPHASIS = re.compile(r"(?<!\w)_+(?=\w)|(?<=[\w.,!?;])_+(?!\w)|\*+|~~")
_COMMENT = re.compile(r"<!--.*?-->", re.S)


def markdown(text: str) -> Reading:
    """What is visible of a document; remarks are its comments outside of code."""
    prose = without_code("\n".join(_lines(text.split("\n"))))
    remarks = markup.html(prose).remarks
    shown = without(without(without(prose, _TITLE), _TARGET), _COMMENT)
    return Reading(markup.in_text(without(shown, _EMPHASIS)), remarks)


def _lines(lines: list[str]) -> list[str]:
    """The lines with blocks of code and quotations blanked."""
    shown: list[str] = []
    fence, quoting, listing, after_blank = "", False, False, True
    for line in lines:
        found = _FENCE.match(line)
        quoting = not fence and (
            bool(_QUOTE.match(line)) or (quoting and bool(line.strip()) and not _BLOCK.match(line))
        )
        if fence or found:
            closes = found and found[1].startswith(fence) and not line[found.end() :].strip("` ~\r")
            hidden, fence = True, "" if fence and closes else fence or (found[1] if found else "")
        else:
            listing = bool(_ITEM.match(line)) or (listing and (not line.strip() or line.startswith((" ", "\t"))))
            hidden = quoting or (line.startswith(("    ", "\t")) and after_blank and not listing)
        shown.append(blank(line) if hidden else line)
        after_blank = not line.strip() or (hidden and not quoting)
    return shown
