"""The list of words that return codes are made of, loaded once and refused where it cannot be right.

How it was made: tools/words. A word that is taken out of it shuts out everybody whose code holds that word, so words
go only when no conversation is left that was begun before.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "content" / "words.txt"
FEWEST = 7_700
"""Words that the list needs: seven of so many hold ninety bits."""

_WORD = re.compile("[a-z]+")


class WordsError(ValueError):
    """The list is not what it must be; the message says what is wrong."""


@cache
def words(path: Path = LIST) -> tuple[str, ...]:
    """The words, in order; WordsError where they are too few, out of order, doubled or no plain words."""
    found = tuple(path.read_text(encoding="utf-8").splitlines())
    if len(found) < FEWEST:
        raise WordsError(f"{path.name}: {len(found)} words, {FEWEST} are needed")
    for before, word in zip(("", *found), found, strict=False):
        if not _WORD.fullmatch(word):
            raise WordsError(f"{path.name}: {word!r} is not a word in small letters")
        if word <= before:
            raise WordsError(f"{path.name}: {word} comes twice or out of order")
    return found
