"""Of all the needs whose words were said: which are meant, which are refused, which are only a condition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dooryard.core.phrases import Match
from dooryard.core.vocabulary import Need

BESIDE = 0.6
"""What a situation counts for beside a service, and a service beside a need that only 2-1-1 can answer."""

_NEARBY = 1
"""How many words may stand between "not" and what is refused ("not a methadone clinic")."""

_OR = frozenset({"or", "nor", "and", "o", "ni", "y", "ou", "et"})


class Said(NamedTuple):
    """A need and the words that said it."""

    need: Need
    match: Match


class Choice(NamedTuple):
    """What was settled: the needs that are meant, and those refused."""

    meant: tuple[Said, ...]
    refused: tuple[Said, ...]


def choose(said: Sequence[Said], grammar: Sequence[Match], terms: Sequence[str]) -> Choice:
    """Settle which needs are meant, from everything said and the small words around it."""
    said = [one for one in said if not any(one.match.within(other.match) for other in said)]
    explained = [set(one.match.words) for one in said]
    turning = [small for small in grammar if not any(set(small.words) <= words for words in explained)]
    refused = _refused(said, turning, terms)
    kept = [one for one in said if one not in refused]
    kept = _without_conditions(kept, [small for small in turning if small.key[1] == "details"])
    return Choice(tuple(_by_level(kept)), tuple(refused))


def weigh(choice: Choice) -> dict[str, float]:
    """How well each category (and each need without a category of its own) answers what is meant."""
    needs = {one.need.key: one.need for one in choice.meant}.values()
    any_unmet = any(need.unmet for need in needs)
    any_service = any(need.level == "service" for need in needs)
    wanted: dict[str, float] = {}
    for need in needs:
        beside = (any_unmet and not need.unmet) or (any_service and need.level != "service")
        own = {} if need.unmet or need.category or need.level != "service" else {need.key: 1.0}
        for category, weight in {**own, **need.categories}.items():
            wanted[category] = max(wanted.get(category, 0.0), round(weight * (BESIDE if beside else 1), 4))
    for one in choice.refused:
        for category in {one.need.category, one.need.key} & set(wanted):
            del wanted[category]
    return dict(sorted(wanted.items(), key=lambda item: (-item[1], item[0])))


def _refused(said: Sequence[Said], turning: Iterable[Match], terms: Sequence[str]) -> list[Said]:
    refused: list[Said] = []
    turns = [small for small in turning if small.key[1] in ("refusals", "lacks")]
    for one in sorted(said, key=lambda one: one.match.words):
        start = one.match.start
        directly = any(
            0 <= start - small.end <= _NEARBY
            and (small.key[1] == "refusals" or not (one.need.lacked or one.need.unmet))
            for small in turns
        )
        also = any(other.match.end == start - 1 and terms[start - 1] in _OR for other in refused)
        if directly or also:
            refused.append(one)
    return refused


def _without_conditions(said: Sequence[Said], details: Sequence[Match]) -> list[Said]:
    """What was said without the needs that only qualify an earlier one: "sober house that takes suboxone"."""
    main = [one.match.start for one in said if one.need.level != "topic"]

    def qualifies(one: Said) -> bool:
        near = any(0 <= one.match.start - small.end <= _NEARBY and min(main) < small.start for small in details)
        return bool(main) and near

    conditions = {one.need.key for one in said if one.need.level == "service" and qualifies(one)}
    return [one for one in said if one.need.key not in conditions]


def _by_level(said: Sequence[Said]) -> list[Said]:
    """What is left when services, situations, wide situations and topics have given way (core/vocabulary.py: Level)."""
    services = [one for one in said if one.need.level == "service"]
    subjects = {one.need.subject for one in services}
    situations = [one for one in said if one.need.level == "situation" and one.need.subject not in subjects]
    subjects = {one.need.subject for one in situations}
    wide = [one for one in said if one.need.level == "wide" and one.need.subject not in subjects and not services]
    leading = _leading(situations + wide)
    meant = services + [one for one in situations + wide if one.need.key in leading]
    return meant or [one for one in said if one.need.level == "topic"]


def _leading(situations: Sequence[Said]) -> set[str]:
    """The situations that no other, begun before them, lies over."""
    spans: dict[str, tuple[int, int]] = {}
    for one in situations:
        start, end = spans.get(one.need.key, (one.match.start, one.match.end))
        spans[one.need.key] = (min(start, one.match.start), max(end, one.match.end))
    return {
        key
        for key, (start, end) in spans.items()
        if not any(other != key and begun < start < ended for other, (begun, ended) in spans.items())
    }
