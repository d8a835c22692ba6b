"""Opens the phrases of the language check: what is looked for, what must stand around it, and one alternation for all.

A phrase is written as people speak, one token after another:

    front door               these words, together; plurals, possessives, hyphens and line breaks are understood
    front|back door          either word
    front <color>? door      a member of a class that may be missing
    door of .. house         up to three words of anything between
    door to *                any one word
    =door                    this form of the word alone; =DOOR with its capitals
    [his|her] door [$]       brackets hold what must stand before or after and is not part of what is found;
                             ^ is the beginning of a text, $ the end of a clause, # a number, & itself
    door & <house> ! car     & must, ! must not stand in the same sentence
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

BREAK, LINE_BREAK = "\u2029", "\u2028"
"""Stand between pieces of text that were apart in their file, the second also for an end of line: no phrase reaches
over them."""

BREAKS = f"[{BREAK}{LINE_BREAK}]"

GAP = "\ufffc"
"""Stands where something was taken out of a piece: no phrase reaches over it, but it ends no sentence."""

_B = r"[ \t\r]"
SPACE = rf"(?:-{_B}*(?:\n{_B}*)?|{_B}+(?:\n{_B}*)?|\n{_B}*)"
_END = rf"(?:{_B}*(?:[^\w\s{GAP}-]|{BREAKS}|\n{_B}*\n|\n{_B}*(?:[-*+•]|\d+[.)]){_B}|\n?{_B}*\Z))"
_BEGIN = rf"(?:\A|{BREAKS}|\n{_B}*\n|\n{_B}*(?=[#|*•-]))[ \t#|*•-]*"
_SIGNS = {"*": r"[^\s.,;:!?()\"“”]+", "#": r"\d+", "&": "&"}
_GAP = rf"(?:{SPACE}[^\s.;:!?]+){{0,3}}?"
_BRACKETS = {"[": True, "]": False}
_SOME = ".."
_TOKEN = re.compile(r"\[|\]|[^\s\[\]]+")
_WORD = re.compile(r"=?[A-Za-z0-9']+")
_PLAIN = dict.fromkeys("’ʼ´", "'") | dict.fromkeys("‐‑\u00ad", "-")
_PLAIN |= dict.fromkeys("\u00a0\u2007\u202f\u2002\u2003\u2009\u200a\u200b\v\f", " ")

Classes = Mapping[str, Sequence[str]]


class PhraseError(ValueError):
    """A phrase cannot be opened; the message says which and why."""


class Phrase(NamedTuple):
    """A phrase made ready.

    In `pattern` the group `x` is what is found and `a` the word that it is found by; `cased` are the capitals it must
    have. `needs` must and `bars` must not be in its sentence.
    """

    pattern: re.Pattern[str]
    cased: str
    needs: re.Pattern[str] | None
    bars: re.Pattern[str] | None


def fold(text: str) -> str:
    """The text in lower case with plain spaces, hyphens and apostrophes, every character at its place."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    for odd, plain in _PLAIN.items():
        low = low.replace(odd, plain)
    return low


def opened(phrase: str, classes: Classes) -> Phrase:
    """A phrase made ready; PhraseError where it cannot be."""
    tokens, needs, bars = _parted(phrase)
    left, core, right = _sides(tokens, phrase)
    at = _anchor(core, phrase)
    found = f"{_leading(core[:at], classes)}(?P<a>{_choice(core[at], classes)})"
    found += _joined(core[at + 1 :], classes, follows=True)
    first, left = (_BEGIN, left[1:]) if left[:1] == ["^"] else (r"(?<!\w)", left)
    pattern = rf"{first}{_leading(left, classes)}(?P<x>{found}){_joined(right, classes, follows=True)}(?!\w)"
    return Phrase(
        pattern=re.compile(pattern),
        cased=next((token[1:] for token in core if token.startswith("=") and token[1:] != token[1:].lower()), ""),
        needs=words_of([needs], classes) if needs else None,
        bars=words_of([bars], classes) if bars else None,
    )


def found_by(phrase: str) -> set[str]:
    """The words, in all their forms, of which one stands wherever the phrase does; they cost less than opening it."""
    _, core, _ = _sides(_parted(phrase)[0], phrase)
    return {form for word in core[_anchor(core, phrase)].split("|") for form in _forms(word)}


def words_of(phrases: Iterable[str], classes: Classes) -> re.Pattern[str]:
    """A pattern that finds any of these phrases in a folded text."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(_joined(phrase.split(), classes) for phrase in phrases)})(?!\w)")


def alternation(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds all of these words, whole, in one pass: common beginnings are written once."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return re.compile(rf"(?<!\w){_branches(trie)}(?!\w)")


def _branches(node: dict[str, Any]) -> str:
    ways = [re.escape(char) + _branches(below) for char, below in sorted(node.items()) if char]
    together = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})" if ways else ""
    return f"(?:{together})?" if "" in node and ways else together


def _parted(phrase: str) -> tuple[list[str], str, str]:
    """The tokens of a phrase, what its sentence must hold and what it must not."""
    rest, _, bars = phrase.partition(" ! ")
    rest, _, needs = rest.partition(" & ")
    return _TOKEN.findall(rest), needs.strip(), bars.strip()


def _sides(tokens: list[str], phrase: str) -> tuple[list[str], list[str], list[str]]:
    """The tokens in the brackets before, those of the finding, those in the brackets after."""
    sides: list[list[str]] = [[], [], []]
    inside = False
    for part in tokens:
        if part in _BRACKETS:
            if inside is _BRACKETS[part]:
                raise PhraseError(f"{phrase!r}: brackets that do not fit")
            inside = _BRACKETS[part]
        else:
            sides[1 if not inside else 2 if sides[1] else 0].append(part)
    if inside or not sides[1]:
        raise PhraseError(f"{phrase!r}: brackets that do not fit")
    return sides[0], sides[1], sides[2]


def _anchor(core: list[str], phrase: str) -> int:
    """The place of the token that the phrase is found by: of those that are plain words, the longest."""
    plain = [
        (min(len(word) for word in token.split("|")), spot)
        for spot, token in enumerate(core)
        if not token.endswith("?") and all(map(_WORD.fullmatch, token.split("|")))
    ]
    if not plain:
        raise PhraseError(f"{phrase!r}: has no word of its own to be found by")
    return max(plain)[1]


def _joined(tokens: Sequence[str], classes: Classes, *, follows: bool = False) -> str:
    """The pattern of a row of tokens; `follows` when something stands before it already."""
    made = ""
    for part in tokens:
        if part == _SOME:
            made += _GAP
        elif follows:
            made += _next(part, classes)
        elif part.endswith("?"):
            made += f"(?:{_choice(part[:-1], classes)}{SPACE})?"
        else:
            made, follows = made + _choice(part, classes), True
    return made


def _leading(tokens: Sequence[str], classes: Classes) -> str:
    """The pattern of a row of tokens after which another comes; one that may be missing brings its own space."""
    return _joined(tokens, classes) + (SPACE if any(not token.endswith("?") for token in tokens) else "")


def _next(token: str, classes: Classes) -> str:
    """The pattern of a token that stands after another."""
    piece = _choice(token.removesuffix("?"), classes)
    whole = SPACE + piece if piece else ""
    if "$" in token.split("|"):
        whole = f"(?:{whole}|(?={_END}))" if piece else f"(?={_END})"
    return f"(?:{whole})?" if token.endswith("?") else whole


def _choice(token: str, classes: Classes) -> str:
    """The pattern of one token: its alternatives, without the end of a clause, which is no word."""
    ways = [way for part in token.split("|") if part != "$" for way in _ways(part, classes)]
    return "" if not ways else f"(?:{'|'.join(ways)})(?!\\w)"


def _ways(part: str, classes: Classes) -> Iterator[str]:
    if part.startswith("<"):
        if part[1:-1] not in classes:
            raise PhraseError(f"there is no class {part}")
        for member in sorted(classes[part[1:-1]], key=len, reverse=True):
            yield from (_ways(member, classes) if member.startswith("<") else [_joined(member.split(), classes)])
    elif part in _SIGNS:
        yield _SIGNS[part]
    elif not _WORD.fullmatch(part):
        raise PhraseError(f"{part!r} is not a word")
    elif part.startswith("="):
        yield re.escape(part[1:].lower()) + "(?:'s)?"
    else:
        yield f"(?:{'|'.join(_forms(part))})(?:'s)?"


def _forms(word: str) -> list[str]:
    """A word and its plural; `=word` and short words only themselves."""
    base = word.removeprefix("=").lower()
    if word.startswith("=") or len(base) < 3 or not base.isalpha():
        return [base]
    if base.endswith("y") and base[-2] not in "aeiou":
        return [base, base[:-1] + "ies"]
    return [base, base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")]
