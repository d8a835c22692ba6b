"""Forms of an English word: a plural, a past, an -ing, a comparative. Who hears a word by phone writes one for another.

No dictionary is asked: what may be a form counts as one, so that a list without such twins has no real ones either.
"""

from __future__ import annotations

from functools import lru_cache

SHORTEST = 3
"""Letters that a stem has at least."""

_ENDINGS = ("s", "es", "ed", "ing", "er", "est", "ers", "ings")
_WITH_Y = ("ies", "ied", "ier", "iest")
_VOWELS = "aeiouy"


@lru_cache(maxsize=20_000)
def stems(word: str) -> frozenset[str]:
    """What a word may be a form of, itself among them: "stopped" of "stop", "chiming" of "chim" and of "chime"."""
    found = {word}
    for ending in _ENDINGS:
        if word.endswith(ending):
            found |= _without(word, len(ending), silent=ending not in ("s", "es"))
    for ending in _WITH_Y:
        if word.endswith(ending):
            found.add(f"{word.removesuffix(ending)}y")
    if word.endswith("ves"):
        found |= {f"{word[:-3]}f", f"{word[:-3]}fe"}
    return frozenset(stem for stem in found if len(stem) >= SHORTEST)


def twins(first: str, second: str) -> bool:
    """Whether two words may be forms of one."""
    return not stems(first).isdisjoint(stems(second))


def _without(word: str, letters: int, *, silent: bool) -> set[str]:
    """A word without its ending: as it is, with the e that fell out, with the doubled letter once."""
    stem = word[:-letters]
    found = {stem}
    if silent:
        found.add(f"{stem}e")
        if stem[-1:] == stem[-2:-1] and stem[-1:] not in _VOWELS:
            found.add(stem[:-1])
    return found
