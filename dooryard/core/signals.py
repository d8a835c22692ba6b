"""Hears words that mean danger: an overdose now, thoughts of suicide, stopping alcohol or benzodiazepines alone.

A signal never shuts anything out; it puts a card or a line before the answer. When in doubt it is raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dooryard.core.phrases import Match
from dooryard.core.vocabulary import Vocabulary

SIGNALS = ("overdose", "suicide", "withdrawal")
"""In the order of what cannot wait."""

PARTS = ("surely", "raises", "unless", "calm")


def patterns(vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, str], str]]:
    """The signals' phrases for the matcher, each with what it does to which signal."""
    for name, signal in vocabulary.signals.items():
        for part, phrases in ((part, getattr(signal, part)) for part in PARTS):
            for phrase in phrases:
                yield (part, name), phrase
        yield from ((("need", signal.need), phrase) for phrase in signal.surely if signal.need)


def heard(matches: Iterable[Match]) -> set[str]:
    """The signals raised: surely, or by a phrase with no calm word beside it and no exception over its words."""
    by_part: dict[str, list[Match]] = {part: [] for part in PARTS}
    for match in matches:
        if match.key[0] in by_part:
            by_part[match.key[0]].append(match)
    excused = {(match.key[1], word) for match in by_part["unless"] for word in match.words}
    calm = {match.key[1] for match in by_part["calm"]}
    raised = {match.key[1] for match in by_part["surely"]}
    for match in by_part["raises"]:
        if match.key[1] not in calm and not any((match.key[1], word) in excused for word in match.words):
            raised.add(match.key[1])
    return raised
