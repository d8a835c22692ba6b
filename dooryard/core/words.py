"""Return codes as words: a number said in words of a list, and words that somebody typed read back, slips and all.

It is told the list and knows no code: what it answers, and how soon, says nothing about which codes there are. What
was typed is never said back, in no message and no error: a word of a code must not come onto a page or into a log.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from dooryard.core.saying import Said
from dooryard.core.text import WORD, fold

MANY = 7
"""Words of a code."""

LONGEST = 32
"""Letters of what is compared with the list: a text that is one long word would hold a core for half a second."""

_NUMBERING = re.compile("^[0-9]+")


class BadCode(ValueError):
    """What was typed is not a code; `said` tells the person why, without a word of what was typed."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


def spoken(number: int, words: Sequence[str], many: int = MANY) -> tuple[str, ...]:
    """A number in words: its digits in a system that has as many digits as the list has words."""
    if not 0 <= number < len(words) ** many:
        raise ValueError("the number has no such code")
    found = []
    for _ in range(many):
        number, digit = divmod(number, len(words))
        found.append(words[digit])
    return tuple(reversed(found))


def number(texts: Iterable[str], words: Sequence[str]) -> int:
    """The number that these words of the list say."""
    digits = {word: digit for digit, word in enumerate(words)}
    found = 0
    for text in texts:
        if text not in digits:
            raise ValueError("a word is not on the list")
        found = found * len(words) + digits[text]
    return found


def bits(words: Sequence[str], many: int = MANY) -> float:
    """How many bits of chance a code of so many words holds."""
    return many * math.log2(len(words))


def read(text: str, words: Sequence[str], many: int = MANY) -> tuple[str, ...]:
    """The words of a code as somebody typed it; BadCode where it is none.

    Capitals, accents, full-width letters, numbering, marks, hyphens and line breaks do not matter. One slip in a word
    (a letter too much, too few, another, or two swapped) is mended where just one word of the list is that near.
    """
    typed = list(_typed(text))
    _refuse_another_count(len(typed), many)
    listed = frozenset(words)
    meant = [_meant(one, words, listed) for one in typed]
    unknown = [place for place, word in enumerate(meant, 1) if not word]
    if unknown:
        places = ", ".join(map(str, unknown))
        raise BadCode(
            Said(
                "Please look at word {places} again. It is not a word that we give out.",
                plural="Please look at these words again: {places}. They are not words that we give out.",
                n=len(unknown),
                places=places,
            )
        )
    return tuple(meant)


def _typed(text: str) -> Iterator[str]:
    """The words of a text, folded, without the numbers before them and the marks that nobody sees."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    bare = (_NUMBERING.sub("", word) for word in WORD.findall(fold(seen)))
    return filter(None, bare)


def _refuse_another_count(count: int, many: int) -> None:
    if count == 0:
        raise BadCode(Said("Please type your code. It has {many} words.", many=many))
    if count < many:
        raise BadCode(
            Said(
                "That is only {n} word. A code has {many}, with a space after each.",
                plural="That is only {n} words. A code has {many}, with a space after each.",
                n=count,
                many=many,
            )
        )
    if count > many:
        raise BadCode(Said("That is more than {many} words. Please type only the words of the code.", many=many))


def _meant(typed: str, words: Sequence[str], listed: frozenset[str]) -> str:
    """The word itself, or the only one that is a slip away; "" where there is none or more than one."""
    if typed in listed:
        return typed
    if len(typed) > LONGEST:
        return ""
    near = extract(typed, words, scorer=OSA.distance, score_cutoff=1, limit=2)
    return near[0][0] if len(near) == 1 else ""
