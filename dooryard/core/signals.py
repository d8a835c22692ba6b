"""Hears words that mean danger: an overdose now, thoughts of suicide, violence, stopping alcohol or benzos alone.

A signal never shuts anything out; it puts a card or a line before the answer. When in doubt it is raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dooryard.core.phrases import Match
from dooryard.core.vocabulary import Vocabulary

SIGNALS = ("overdose", "suicide", "violence", "withdrawal")
"""In the order of what cannot wait."""

PARTS = ("surely", "instead", "raises", "unless", "calm")
_ASKING = ("surely", "instead", "raises")


def patterns(vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, str], str]]:
    """The signals' phrases for the matcher, each with what it does to which signal."""
    for name, signal in vocabulary.signals.items():
        for part, phrases in ((part, getattr(signal, part)) for part in PARTS):
            for phrase in phrases:
                yield (part, name), phrase
        asking = (phrase for part in _ASKING for phrase in getattr(signal, part) if signal.need)
        yield from ((("need", signal.need), phrase) for phrase in asking)


def heard(matches: Iterable[Match]) -> set[str]:
    """The signals raised: surely, or by a phrase with no calm word beside it and no exception over its words.

    What lies within a phrase of another signal's `instead` is part of that phrase and says nothing more: who wants "not
    to wake up" tells of no overdose.
    """
    by_part: dict[str, list[Match]] = {part: [] for part in PARTS}
    for match in matches:
        if match.key[0] in by_part:
            by_part[match.key[0]].append(match)
    instead = by_part["instead"]
    excused = {(match.key[1], word) for match in by_part["unless"] for word in match.words}
    calm = {match.key[1] for match in by_part["calm"]}
    raised = {match.key[1] for match in instead}
    raised |= {match.key[1] for match in by_part["surely"] if not _part_of(match, instead)}
    for match in by_part["raises"]:
        if match.key[1] in raised | calm or _part_of(match, instead):
            continue
        if not any((match.key[1], word) in excused for word in match.words):
            raised.add(match.key[1])
    return raised


def _part_of(match: Match, phrases: Iterable[Match]) -> bool:
    """Whether all words of a match are words of one of these phrases of another signal."""
    return any(match.key[1] != phrase.key[1] and set(match.words) <= set(phrase.words) for phrase in phrases)
