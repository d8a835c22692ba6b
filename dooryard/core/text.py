"""How text becomes index terms: the one tokeniser that the index, the spelling and the questions share.

It is kept small enough to be written a second time in JavaScript and give the same terms.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile("['\u2019\u02bc`\u00b4]")
_KEEP_S = ("ss", "us", "is")


def fold(text: str) -> str:
    """Lower case without accents or apostrophes: "Désintoxication" and "desintoxication" are one word."""
    bare = _APOSTROPHES.sub("", text).casefold()
    if bare.isascii():
        return bare
    decomposed = unicodedata.normalize("NFKD", bare)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The runs of letters and digits of a text, folded, in order."""
    return _WORD.findall(fold(text))


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
