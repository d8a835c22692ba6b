"""Of all the needs whose words were said: which are meant, which are refused, which are only a condition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dooryard.core.phrases import Match
from dooryard.core.vocabulary import Level, Need

BESIDE = 0.6
"""What a situation counts for beside a service, and a service beside a need that only 2-1-1 can answer."""

_NEARBY = 1
"""How many words may stand between "not" and what is refused ("not a methadone clinic")."""

_AND = frozenset({"and", "plus", "also", "y", "e", "tambien", "et", "aussi"})
_OR = _AND | {"or", "nor", "o", "ni", "ou"}

WEAK = "weak"
"""What the matcher calls a phrase that hardly says its need."""


class Said(NamedTuple):
    """A need and the words that said it."""

    need: Need
    match: Match

    @property
    def level(self) -> Level:
        """The need's level; a topic if it was said by a word that hardly says it ("dogs", "school")."""
        return "topic" if self.match.key[0] == WEAK else self.need.level


class Choice(NamedTuple):
    """What was settled: the needs that are meant, and those refused."""

    meant: tuple[Said, ...]
    refused: tuple[Said, ...]


def choose(said: Sequence[Said], grammar: Sequence[Match], terms: Sequence[str]) -> Choice:
    """Settle which needs are meant, from everything said and the small words around it."""
    said = [one for one in said if not any(_covers(other, one) for other in said)]
    explained = [set(one.match.words) for one in said]
    turning = [small for small in grammar if not any(set(small.words) <= words for words in explained)]
    refused = _refused(said, turning, terms)
    kept = [one for one in said if one not in refused]
    kept = _without_conditions(kept, [small for small in turning if small.key[1] == "details"], terms)
    return Choice(tuple(_by_level(kept)), tuple(refused))


def _covers(other: Said, one: Said) -> bool:
    """Whether other words say more than these do; a danger ("detox safely") leaves the service that was named."""
    danger = other.need.leads and other.level == "situation" and one.level == "service"
    return one.match.within(other.match) and not danger


def weigh(choice: Choice) -> dict[str, float]:
    """How well each category (and each need without a category of its own) answers what is meant."""
    needs = {one.need.key: one for one in choice.meant}.values()
    any_leads = any(one.need.leads for one in needs)
    any_service = any(one.level == "service" for one in needs)
    wanted: dict[str, float] = {}
    for one in needs:
        beside = (any_leads and not one.need.leads) + (any_service and one.level != "service")
        own = {} if one.need.unmet or one.need.category or one.level != "service" else {one.need.key: 1.0}
        for category, weight in {**own, **one.need.categories}.items():
            wanted[category] = max(wanted.get(category, 0.0), round(weight * BESIDE**beside, 4))
    for one in choice.refused:
        for category in {one.need.category, one.need.key} & set(wanted):
            del wanted[category]
    return dict(sorted(wanted.items(), key=lambda item: (-item[1], item[0])))


def siblings(choice: Choice, needs: Iterable[Need]) -> dict[str, float]:
    """What else there is of a kind that was only refused ("anything but methadone"): categories and their weights.

    What answers a need together with what was refused comes first, as buprenorphine does with methadone. A need with
    no category of its own refuses the one that answers it best, if one does.
    """
    refused = {one.need.key: one.need for one in choice.refused}.values()
    if choice.meant or not refused:
        return {}
    subjects = {need.subject for need in refused}
    near = {category: 1.0 for need in refused for category in need.categories}
    gone = {category for need in refused for category in _own(need)}
    alike = [need for need in needs if need.subject in subjects and not (need.leads or need.lacked)]
    beside = [need.categories for need in alike if len(need.categories) == 2 and gone & need.categories.keys()]
    near |= {category: 1.0 for categories in beside for category in categories}
    wanted = {need.category: near.get(need.category, BESIDE) for need in alike if need.category}
    kept = {category: weight for category, weight in {**near, **wanted}.items() if category not in gone}
    return dict(sorted(kept.items(), key=lambda item: (-item[1], item[0])))


def _own(need: Need) -> set[str]:
    best = [category for category, weight in need.categories.items() if weight == max(need.categories.values())]
    return {need.category} if need.category else set(best) if len(best) == 1 else set()


def _refused(said: Sequence[Said], turning: Iterable[Match], terms: Sequence[str]) -> list[Said]:
    refused: list[Said] = []
    turns = [small for small in turning if small.key[1] in ("refusals", "lacks")]
    for one in sorted(said, key=lambda one: one.match.words):
        joined = any(other.match.end == one.match.start - 1 and terms[other.match.end] in _OR for other in refused)
        if not one.need.leads and (joined or any(_turns(small, one, said) for small in turns)):
            refused.append(one)
    return refused


def _turns(small: Match, one: Said, said: Sequence[Said]) -> bool:
    """Whether a refusal ("not") stands before a need, or a lack ("no") before one that can be refused so.

    It reaches no further than the first need after it: "not a crisis just want to talk" asks to talk.
    """
    before = small.start < one.match.start and one.match.start - small.end <= _NEARBY
    if any(small.end <= other.match.start and other.match.end <= one.match.start for other in said):
        return False
    return before and (small.key[1] == "refusals" or not (one.need.lacked or one.need.unmet))


def _without_conditions(said: Sequence[Said], details: Sequence[Match], terms: Sequence[str]) -> list[Said]:
    """What was said without the needs that only qualify another one.

    The second of "sober house that takes suboxone" and of "a ride to detox" does, and the first of "just left detox,
    need housing"; that of "rent and detox" does not.
    """
    main = [one for one in said if one.level != "topic"]
    services = [one for one in main if one.level == "service"]

    def details_of(one: Said) -> list[Match]:
        near = [small for small in details if 0 <= one.match.start - small.end <= _NEARBY]
        return [s for s in near if not any(s.end <= other.match.start < one.match.start for other in services)]

    def qualifies(one: Said) -> bool:
        if one.level != "service" or (one.need.leads and not one.need.unmet):
            return False
        earlier = [other for other in main if other.match.end <= one.match.start and other.need.key != one.need.key]
        if earlier and (one.need.unmet or any(other.need.unmet for other in earlier)):
            return not _AND.intersection(terms[earlier[-1].match.end : one.match.start])
        before = [other for other in earlier if other.level == "service"]
        begun = any(before and before[0].match.start < small.start for small in details_of(one))
        after = [other for other in services if _follows(other, one, terms) and not details_of(other)]
        return begun or bool(after and details_of(one))

    conditions = {one.need.key for one in said if qualifies(one)}
    return [one for one in said if one.need.key not in conditions]


def _follows(other: Said, one: Said, terms: Sequence[str]) -> bool:
    """Whether another need was asked after one, not merely added to it with "and"."""
    between = terms[one.match.end : other.match.start]
    return other.need.key != one.need.key and other.match.start >= one.match.end and not _AND.intersection(between)


def _by_level(said: Sequence[Said]) -> list[Said]:
    """What is left when services, situations, wide situations and topics have given way (core/vocabulary.py: Level)."""
    services = [one for one in said if one.level == "service"]
    subjects = {one.need.subject for one in services}
    situations = [one for one in said if one.level == "situation" and one.need.subject not in subjects]
    subjects = {one.need.subject for one in situations}
    wide = [one for one in said if one.level == "wide" and one.need.subject not in subjects and not services]
    leading = _leading(situations + wide)
    meant = services + [one for one in situations + wide if one.need.key in leading]
    return meant or [one for one in said if one.level == "topic"]


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
