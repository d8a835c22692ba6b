"""Widens a search, step by step, until something is found; the last step always answers if the place has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec

from dooryard.core.bundle.reader import Bundle
from dooryard.core.bundle.search import Search
from dooryard.core.bundle.values import BUILT_IN
from dooryard.core.documents import Question

ENOUGH = 3
"""With fewer working services than this inside the radius, the whole state is shown, nearest first."""

LAST_RESORT = "info-line"
"""The line that finds what the directory does not hold (2-1-1 in the United States)."""

CATEGORY = "category"

Widening = Literal["distance", "hours", "kind", "mentions", "some words", "last resort"]
Step = tuple[Widening, bool, Callable[[Question], Question], int]
"""A step: its name, whether it makes sense, what it makes of the question, and how many usable services forbid it."""

NEARBY: tuple[Widening, ...] = ("distance", "hours")
"""Steps that ask for the same thing elsewhere or later, not for something else."""


class Widened(NamedTuple):
    """The search as it was asked, the one that answers, the steps between them, and those that do not say.

    `unsaid` finds what says nothing where a filter asks for something: it is offered before anything else is searched
    for, since it may be the very thing.
    """

    first: Search
    last: Search
    steps: tuple[Widening, ...]
    unsaid: Search | None


def changed(question: Question, **changes: object) -> Question:
    """The same question but for some fields."""
    return msgspec.structs.replace(question, **changes)


def widen(bundle: Bundle, question: Question, at: datetime, *, keep_distance: bool) -> Widened:
    """Ask, and while too little is found take the next wider step; `keep_distance` where miles were asked for."""
    first = last = bundle.search(question, at)
    unsaid: Search | None = None
    taken: list[Widening] = []
    for name, applies, step, enough in _steps(question, keep_distance):
        if not applies or last.usable >= enough or (name == "distance" and _theirs(bundle, last)):
            continue
        if name not in NEARBY:
            unsaid = unsaid or _unsaid(bundle, first, last, at)
            if unsaid:
                break
        wider = bundle.search(step(last.question), at)
        if wider.usable > last.usable:
            last = wider
            taken.append(name)
    return Widened(first, last, tuple(taken), unsaid or _unsaid(bundle, first, last, at))


def _steps(question: Question, keep_distance: bool) -> Iterator[Step]:
    placed = question.place is not None and question.within is not None
    kinds = bool(question.filters.get(CATEGORY))
    yield "distance", placed, lambda q: changed(q, within=None), 1 if keep_distance else ENOUGH
    yield "hours", question.open_now, lambda q: changed(q, open_now=False), 1
    yield "kind", kinds and bool(question.wanted or question.groups), of_the_kind, 1
    yield "mentions", kinds or bool(question.wanted), mentioned, 1
    yield "some words", not question.wanted and len(question.groups) > 1, _some_words, 1
    yield "last resort", True, _beside, 1
    yield "last resort", True, lambda q: Question(wanted={LAST_RESORT: 1.0}, place=q.place, limit=q.limit), 1


def of_the_kind(question: Question) -> Question:
    """All of the categories chosen, if there are any, whatever the words ask for: they only rank."""
    kinds = question.filters.get(CATEGORY)
    if not kinds:
        return question
    rest = {field: values for field, values in question.filters.items() if field != CATEGORY}
    return changed(question, wanted=dict.fromkeys(kinds, 1.0), filters=rest)


def mentioned(question: Question) -> Question:
    """Services that mention what is wanted besides their main job."""
    return changed(of_the_kind(question), match="also")


def _some_words(question: Question) -> Question:
    """The same question satisfied by any one of its words instead of all."""
    return changed(question, groups=(tuple(term for group in question.groups for term in group),))


def _beside(question: Question) -> Question:
    """The same question with the last resort before what was found, so that "closed, use this instead" is not lost."""
    of_a_kind = of_the_kind(question)
    return changed(of_a_kind, wanted=of_a_kind.wanted | {LAST_RESORT: 1.0}, open_now=False)


def _theirs(bundle: Bundle, search: Search) -> bool:
    """Whether the first answer is there for the very county asked about: then it is enough, though the only one."""
    place = search.question.place
    if place is None or not search.usable or search.found.hits[0].reach != "area":
        return False
    return not set(bundle.document(search.found.hits[0].index).areas).isdisjoint(place.counties)


def _unsaid(bundle: Bundle, first: Search, last: Search, at: datetime) -> Search | None:
    """Those that do not say whether they are what is asked for: near, if there are any, else anywhere."""
    question = last.question
    if set(question.filters) <= set(BUILT_IN):
        return None
    limit = question.limit if last.usable < ENOUGH else 0
    for within in dict.fromkeys((first.question.within, question.within)):
        search = bundle.search(changed(question, unsaid=True, within=within, limit=limit), at)
        if search.total:
            return search
    return None
