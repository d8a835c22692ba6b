"""Return codes as words: a number said in words of a list, and words that somebody typed read back, slips and all.

It is told the list and knows no code: what it answers, and how soon, says nothing about which codes there are. What
was typed is never said back, in no message and no error: a word of a code must not come onto a page or into a log.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, islice, product

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from dooryard.core.forms import stems
from dooryard.core.saying import Said
from dooryard.core.text import WORD, fold

MANY = 7
"""Words of a code."""

LONGEST = 32
"""Letters of what is compared with the list: a text that is one long word would hold a core for half a second."""

TOGETHER = 80
"""Letters of what is taken apart, where words were written together."""

READINGS = 128
"""How many codes one text may stand for. Each is looked for: seven bits of the ninety, and no more."""

_BETWEEN = frozenset({"and", "then"})
"""What people write between the words; a list has neither."""

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
    """The likeliest code that somebody typed; BadCode where it is none."""
    return next(readings(text, words, many))


def readings(text: str, words: Sequence[str], many: int = MANY) -> Iterator[tuple[str, ...]]:
    """The codes that somebody may have meant, the likeliest first, READINGS at most; BadCode where there is none.

    Capitals, accents, full-width letters, numbering, marks, hyphens and line breaks do not matter. A word that is not
    on the list stands for all that are one slip away (a letter too much, too few, another, or two swapped); any word
    may stand for another form of it. Where there are several, only whoever looks for the code can tell which it is.
    """
    listed = frozenset(words)
    typed = _as_many(list(_typed(text)), listed, many)
    _refuse_another_count(len(typed), many)
    meant = [_meant(one, words, listed) for one in typed]
    unknown = [place for place, (near, _) in enumerate(meant, 1) if not near]
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
    return islice(_combined(meant), READINGS)


def _combined(meant: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> Iterator[tuple[str, ...]]:
    """Every choice of a word for each place, those first that take the fewest words for another form."""
    places = range(len(meant))
    others = chain.from_iterable(combinations(places, many) for many in range(len(meant) + 1))
    for changed in others:
        yield from product(*(meant[place][place in changed] for place in places))


def _as_many(typed: list[str], listed: frozenset[str], many: int) -> list[str]:
    """What was typed, with words put together or taken apart where that is how it becomes as many as are wanted."""
    if many < len(typed) <= 3 * many:
        bare = [word for word in typed if word not in _BETWEEN]
        mended = _put_together(bare, listed, len(bare) - many)
    elif len(typed) < many:
        mended = [part for word in typed for part in _taken_apart(word, listed)]
    else:
        return typed
    return mended if len(mended) == many else typed


def _put_together(typed: list[str], listed: frozenset[str], needed: int) -> list[str]:
    """Neighbours that are one word of the list, put together; as it is where there are more or fewer than needed."""
    first = [at for at in range(len(typed) - 1) if typed[at] + typed[at + 1] in listed]
    if len(first) != needed or any(at + 1 in first for at in first):
        return typed
    second = {at + 1 for at in first}
    return [word + typed[at + 1] if at in first else word for at, word in enumerate(typed) if at not in second]


def _taken_apart(word: str, listed: frozenset[str]) -> tuple[str, ...]:
    """The words of the list that stand in one another after another, where there is just one way to read them."""
    if word in listed or len(word) > TOGETHER:
        return (word,)
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(word) + 1):
        found = (
            (*before, word[start:end]) for start in range(end) if word[start:end] in listed for before in ways[start]
        )
        ways.append([*islice(found, 2)])
    return ways[-1][0] if len(ways[-1]) == 1 else (word,)


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


def _meant(typed: str, words: Sequence[str], listed: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that one may stand for: the word itself, or all that are a slip away; and other forms of it."""
    if len(typed) > LONGEST:
        return (), ()
    near: tuple[str, ...] = (typed,)
    if typed not in listed:
        near = tuple(found for found, _, _ in extract(typed, words, scorer=OSA.distance, score_cutoff=1, limit=None))
    mine = stems(typed)
    forms = tuple(word for word in words if word[:2] == typed[:2] and word not in near and mine & stems(word))
    return (near, forms) if near else (forms, ())
