"""What the page of an answer offers to narrow by, what is chosen, and what was only just missed: plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from markupsafe import Markup

from dooryard.core.asking import Answer, Narrowing
from dooryard.core.bundle.search import ANY
from dooryard.core.documents import NOT_STATED, Found
from dooryard.core.saying import Said
from dooryard.core.widening import ENOUGH
from dooryard.directory import boxes, facets, filters, wording
from dooryard.directory.filters import Field
from dooryard.directory.languages import filled, ngettext, said
from dooryard.directory.languages import gettext as _
from dooryard.directory.tokens import Asked

ORDER = (filters.CATEGORY, *(facet.name for facet in facets.FACETS), filters.COUNTY)
READINGS = 4
"""How many kinds a question is said to have been taken for."""


class Group(msgspec.Struct, frozen=True):
    """A facet with its values as boxes to tick; `open` where one is chosen."""

    label: str
    open: bool
    boxes: Markup


class Band(msgspec.Struct, frozen=True):
    """A distance to choose, with how many there would be."""

    value: str
    words: str
    count: int
    chosen: bool


class Unstated(msgspec.Struct, frozen=True):
    """A facet of which no service here says anything, and how many those are."""

    words: str
    count: int


class Narrow(msgspec.Struct, frozen=True):
    """What the form offers to choose by; `hours` and `ages` say how many are known to suit, `chosen` what is.

    `unstated` is what nobody here says: there is nothing to choose, and leaving it out would read as "no".
    """

    groups: list[Group]
    unstated: list[Unstated]
    bands: list[Band]
    hours: str
    age: str
    ages: str
    chosen: list[dict[str, str]]


def context(answer: Answer, asked: Asked) -> dict[str, Any]:
    """What `found.html` shows of choices; nothing of them where somebody may be dying."""
    narrowing = answer.narrowing
    if narrowing is None or answer.emergency:
        return {"narrow": None, "reading": (), "missed": (), "silent": None, "chosen": ()}
    stating = 0 if "last resort" in answer.widened else answer.found.usable
    return {
        "narrow": Narrow(
            groups=[_group(name, narrowing, asked) for name in _differing(narrowing, asked)],
            unstated=list(_unstated(narrowing, asked)),
            bands=_bands(narrowing, asked),
            hours=_hours(narrowing.facets["open"]),
            age=asked.age,
            ages=_ages(narrowing.facets.get("age")),
            chosen=list(_chosen(asked)),
        ),
        "chosen": filters.fields(asked),
        "reading": () if asked.filters else _reading(answer, narrowing, asked),
        "missed": list(_missed(answer, narrowing, asked)) if stating < ENOUGH else (),
        "silent": _silent(answer.unsaid, asked, stating=stating) if answer.unsaid else None,
    }


def _differing(narrowing: Narrowing, asked: Asked) -> Iterator[str]:
    """The facets with anything to choose: what is the same for all is no choice, unless it was chosen."""
    total = _total(narrowing)
    for name in ORDER:
        counts = narrowing.facets.get(name, {}).items()
        if name in asked.filters or any(count < total for value, count in counts if value != NOT_STATED):
            yield name


def _total(narrowing: Narrowing) -> int:
    """How many were found: every service has one status."""
    return sum(narrowing.facets["status"].values())


def _unstated(narrowing: Narrowing, asked: Asked) -> Iterator[Unstated]:
    """The facets that are "not stated" of everything found; one that was chosen stands among the choices."""
    total = _total(narrowing)
    for name in facets.BY_NAME:
        counts = narrowing.facets.get(name) or {NOT_STATED: total}  # one of which no record says anything has no counts
        if total and counts.keys() == {NOT_STATED} and name not in asked.filters:
            yield Unstated(boxes.words(name, NOT_STATED), counts[NOT_STATED])


def _group(name: str, narrowing: Narrowing, asked: Asked) -> Group:
    """A facet as boxes to tick, the most frequent first and "not stated" last."""
    chosen = asked.filters.get(name, ())
    counts = dict.fromkeys(chosen, 0) | narrowing.facets.get(name, {})
    ordered = sorted(counts.items(), key=lambda pair: (pair[0] == NOT_STATED, -pair[1], pair[0]))
    return Group(facets.label(name), bool(chosen), boxes.row(name, ordered, chosen))


def _bands(narrowing: Narrowing, asked: Asked) -> list[Band]:
    """Distances to choose from, each with how many there would be."""
    bands = narrowing.bands.items()
    return [Band(value, _band(value), count, value == asked.within) for value, count in bands]


def _band(value: str) -> str:
    return _("Any distance") if value == ANY else filled(_("Within {miles} miles"), miles=int(value))


def _hours(states: dict[str, int]) -> str:
    """How many would be shown if only what may be open were."""
    is_open, unknown = states.get("open", 0), states.get("unknown", 0)
    return filled(_("Open: {open}. Hours unknown: {unknown}."), open=is_open, unknown=unknown)


def _ages(counts: dict[str, int] | None) -> str:
    """How many say that they take the age asked about, and how many do not say."""
    if counts is None:
        return ""
    told = _("Say that they take this age: {yes}. Do not say: {silent}.")
    return filled(told, yes=counts.get("yes", 0), silent=counts.get(NOT_STATED, 0))


def _chosen(asked: Asked) -> Iterator[dict[str, str]]:
    """What was chosen, each with what takes it back."""
    for name, value in filters.fields(asked):
        yield {"drop": f"{name}={value}", "words": _choice(name, value)}


def _choice(name: str, value: str) -> str:
    if name == filters.OPEN:
        return _("Open now")
    if name == filters.WITHIN:
        return _band(value)
    if name == filters.AGE:
        return filled(_("Age {age}"), age=value)
    return boxes.words(name.removeprefix(filters.PREFIX), value)


def _reading(answer: Answer, narrowing: Narrowing, asked: Asked) -> tuple[dict[str, Any], ...]:
    """The kinds of service that the words were taken for, the best first, where there are several."""
    counts = narrowing.facets.get(filters.CATEGORY, {})
    wanted = sorted(answer.understanding.wanted.items(), key=lambda pair: -pair[1])
    kinds = [key for key, _weight in wanted if counts.get(key)][:READINGS]
    if len(kinds) < 2:
        return ()
    given = filters.fields(asked)
    return tuple(
        {"words": wording.category(key), "count": counts[key], "fields": [*given, (filters.CATEGORY, key)]}
        for key in kinds
    )


def _missed(answer: Answer, narrowing: Narrowing, asked: Asked) -> Iterator[dict[str, Any]]:
    """What each single choice keeps out, with the fields of a form that ask without it."""
    for facet, values in asked.filters.items():
        if n := narrowing.without.get(facet):
            names = ", ".join(boxes.words(facet, value) for value in values)
            told = Said("Without “{choice}”: {n} more", plural="Without “{choice}”: {n} more", n=n, choice=names)
            yield _button(told, asked, filters.name_of(facet))
    yield from _nearby(narrowing, asked)
    if asked.open_now and (n := narrowing.without.get("open")):
        yield _button(Said("Closed now: {n} more", plural="Closed now: {n} more", n=n), asked, filters.OPEN)
    if asked.age and (n := narrowing.without.get("age")):
        yield _button(Said("For other ages: {n} more", plural="For other ages: {n} more", n=n), asked, filters.AGE)
    if narrowing.later:
        told = Said("{n} more is open later today.", plural="{n} more are open later today.", n=narrowing.later)
        yield {"words": said(told), "fields": None}


def _nearby(narrowing: Narrowing, asked: Asked) -> Iterator[dict[str, Any]]:
    """The first distance beyond the one chosen within which there is more."""
    bands = list(narrowing.bands.items())
    here = next((at for at, (value, _count) in enumerate(bands) if value == asked.within), None)
    if here is None or not narrowing.without.get("distance"):
        return
    for value, count in bands[here + 1 :]:
        if n := count - bands[here][1]:
            told = Said("{where}: {n} more", plural="{where}: {n} more", n=n, where=_band(value))
            yield _button(told, asked, filters.WITHIN, (filters.WITHIN, value))
            return


def _button(told: Said, asked: Asked, without: str, *more: Field) -> dict[str, Any]:
    """A button that asks the same without one field, or with another value in it."""
    rest = [(name, value) for name, value in filters.fields(asked) if name != without]
    return {"words": said(told), "fields": [*rest, *more]}


def _silent(found: Found, asked: Asked, *, stating: int) -> dict[str, Any]:
    """Those that do not say: how many, and where enough do say it, what shows them too."""
    names = [facet for facet in asked.filters if facet in facets.BY_NAME]
    more = [(filters.name_of(facet), NOT_STATED) for facet in names]
    return {
        "none": "" if stating else _none(asked, names),
        "words": _how_many(names, found.total),
        "fields": None if stating < ENOUGH else [*filters.fields(asked), *more],
    }


def _none(asked: Asked, names: list[str]) -> str:
    """That nobody says it."""
    values = ", ".join(boxes.words(facet, value) for facet in names for value in asked.filters[facet])
    if len(names) == 1:
        return filled(_(facets.BY_NAME[names[0]].none), values=values)
    return filled(_("No service here says all of this: {values}."), values=values)


def _how_many(names: list[str], n: int) -> str:
    if len(names) == 1:
        return said(facets.BY_NAME[names[0]].silent(n))
    told = ngettext("{n} does not say all of it: call and ask.", "{n} do not say all of it: call and ask.", n)
    return filled(told, n=n)
