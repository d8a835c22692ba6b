"""How text becomes index terms: the one tokeniser that the index, the spelling and the questions share.

It is kept small enough to be written a second time in JavaScript and give the same terms. Letters and digits of every
script are kept: who asks in Arabic or Russian has said something, even where nobody here understands it.
"""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
"""A run of letters and digits of a folded text."""

_APOSTROPHES = re.compile("['\u2019\u02bc`\u00b4]")
_KEEP_S = ("ss", "us", "is")
_ALIKE = str.maketrans(
    {"\u0640": "", "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647"}
)
"""Arabic letters that are typed one for the other: the stretching stroke, and forms of alef, ya, kaf and ta."""


def fold(text: str) -> str:
    """Lower case without accents, vowel marks or apostrophes: "Désintoxication" and "desintoxication" are one word.

    Digits of any script become those of ours, and the forms of an Arabic letter one.
    """
    bare = _APOSTROPHES.sub("", text).casefold()
    if bare.isascii():
        return bare
    decomposed = unicodedata.normalize("NFKD", bare).casefold().translate(_ALIKE)
    return "".join(map(_digit, (char for char in decomposed if unicodedata.category(char)[0] != "M")))


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char


def words(text: str) -> list[str]:
    """The runs of letters and digits of a text, folded, in order."""
    return WORD.findall(fold(text))


def stem(word: str) -> str:
    """A word without its plural ending; nothing cleverer, so that a phone can do the same.

    English, Spanish and French plurals mostly end in s; "needles" and "needle", "jeringas" and "jeringa"
    become one term. Short words and those in -ss, -us, -is stay whole.
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(_KEEP_S):
        return word[:-1]
    return word


def terms(text: str) -> list[str]:
    """The index terms of a text, in order, with repeats."""
    return [stem(word) for word in words(text)]
