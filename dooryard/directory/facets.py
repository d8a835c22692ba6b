"""What services may be narrowed by, beside their kind and where they are: one table, with its words for people.

A value is a plain stable word: in the place's files, in the bundle, in addresses. What a source does not say is counted
as "not stated" and never read as "no". docs/reference/filters.md tells the same to people who write addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

import msgspec

from dooryard.core.documents import NOT_STATED
from dooryard.core.saying import Said, mark
from dooryard.directory import languages
from dooryard.directory.languages import gettext as _


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a service may say of itself.

    `values` are its values with their names; of languages there are too many to write down. `none` is said where no
    service has the {values} chosen, `silent` how many do not say.
    """

    name: str
    label: str
    none: str
    silent: Callable[[int], Said]
    values: Mapping[str, str] = {}


FACETS = (
    Facet(
        name="cost",
        label=mark("Cost"),
        none=mark("No service here says that this is its cost: {values}."),
        silent=lambda n: Said(
            "{n} does not say what it costs: call and ask.", plural="{n} do not say what they cost: call and ask.", n=n
        ),
        values={
            "free": mark("Free"),
            "sliding-scale": mark("You pay what you can (sliding scale)"),
            "payment-help": mark("Help with paying"),
            "fee": mark("Costs money"),
        },
    ),
    Facet(
        name="payer",
        label=mark("Who pays"),
        none=mark("No service here says that it takes this: {values}."),
        silent=lambda n: Said(
            "{n} does not say what insurance it takes: call and ask.",
            plural="{n} do not say what insurance they take: call and ask.",
            n=n,
        ),
        values={
            "medicaid": mark("Medicaid, by any name it has in your state"),
            "medicare": mark("Medicare"),
            "state-insurance": mark("Another health plan of the state"),
            "private-insurance": mark("Private health insurance"),
            "military-insurance": mark("Military insurance (TRICARE)"),
            "veterans-affairs": mark("Veterans Affairs (VA)"),
            "tribal-health": mark("Indian Health Service or tribal health funds"),
            "self-pay": mark("You pay yourself"),
        },
    ),
    Facet(
        name="gender",
        label=mark("Gender"),
        none=mark("No service here says that it is for them: {values}."),
        silent=lambda n: Said(
            "{n} does not say for which genders it is: call and ask.",
            plural="{n} do not say for which genders they are: call and ask.",
            n=n,
        ),
        values={"women": mark("Women"), "men": mark("Men"), "all-genders": mark("All genders")},
    ),
    Facet(
        name="population",
        label=mark("For whom"),
        none=mark("No service here says that it is made for them: {values}."),
        silent=lambda n: Said(
            "{n} does not say for whom it is made: call and ask.",
            plural="{n} do not say for whom they are made: call and ask.",
            n=n,
        ),
        values={
            "children": mark("Children"),
            "youth": mark("Young people"),
            "adults": mark("Adults"),
            "older-adults": mark("Older adults"),
            "pregnant": mark("People who are pregnant"),
            "parents": mark("Parents with their children"),
            "families": mark("Families and friends"),
            "unhoused": mark("People without housing"),
            "reentry": mark("People who leave jail or prison"),
            "veterans": mark("Veterans"),
            "military": mark("People in the military"),
            "lgbtq": mark("LGBTQ+ people"),
            "disabilities": mark("People with disabilities"),
        },
    ),
    Facet(
        name="language",
        label=mark("Language"),
        none=mark("No service here says that it speaks this: {values}."),
        silent=lambda n: Said(
            "{n} does not say which languages it speaks: call and ask.",
            plural="{n} do not say which languages they speak: call and ask.",
            n=n,
        ),
        values={"interpreters": mark("With an interpreter")},
    ),
    Facet(
        name="intake",
        label=mark("How to get in"),
        none=mark("No service here says that you get in this way: {values}."),
        silent=lambda n: Said(
            "{n} does not say how you get in: call and ask.",
            plural="{n} do not say how you get in: call and ask.",
            n=n,
        ),
        values={
            "walk-in": mark("Walk in, no appointment"),
            "appointment": mark("By appointment"),
            "referral": mark("Somebody must refer you"),
        },
    ),
    Facet(
        name="accessible",
        label=mark("Access for people with disabilities"),
        none=mark("No service here says that it has this: {values}."),
        silent=lambda n: Said(
            "{n} does not say how accessible it is: call and ask.",
            plural="{n} do not say how accessible they are: call and ask.",
            n=n,
        ),
        values={
            "wheelchair": mark("Wheelchair access"),
            "hearing": mark("Help for people who are deaf or hard of hearing"),
            "tty": mark("TTY (text phone)"),
            "sight": mark("Help for people who are blind or see little"),
        },
    ),
    Facet(
        name="medication",
        label=mark("Accepts people who take"),
        none=mark("No service here says that it accepts people who take this: {values}."),
        silent=lambda n: Said(
            "{n} does not say whether it accepts people on medication: call and ask.",
            plural="{n} do not say whether they accept people on medication: call and ask.",
            n=n,
        ),
        values={
            "methadone": mark("Methadone"),
            "buprenorphine": mark("Buprenorphine (Suboxone)"),
            "naltrexone": mark("Naltrexone (Vivitrol)"),
            "none": mark("Says no to people on medication"),
        },
    ),
    Facet(
        name="tribe",
        label=mark("Tribe"),
        none=mark("No service here says this: {values}."),
        silent=lambda n: Said(
            "{n} does not say whether it is a tribe’s, or for tribal members: call and ask.",
            plural="{n} do not say whether they are a tribe’s, or for tribal members: call and ask.",
            n=n,
        ),
        values={"tribal-service": mark("A tribe’s own service"), "tribal-members": mark("Serves tribal members")},
    ),
)
BY_NAME = {facet.name: facet for facet in FACETS}

WHERE = {"category": mark("Kind"), "county": mark("County")}
"""Facets of every service; their values are the vocabulary's and the gazetteer's."""

KEYS = {
    "cost": ("cost",),
    "payers": ("payer",),
    "serves": ("gender", "population"),
    "access": ("intake", "accessible", "language"),
    "medication": ("medication",),
    "tribe": ("tribe",),
}
"""What a record of a place writes them under."""

MEANT = {
    ("medication", "any"): ("methadone", "buprenorphine", "naltrexone"),
    ("gender", "all-genders"): ("women", "men", "all-genders"),
}
"""Values that say several at once."""


def allowed(key: str) -> list[str]:
    """What a record may write under a key."""
    names = [value for facet in KEYS[key] for value in BY_NAME[facet].values]
    return names + [value for facet, value in MEANT if facet in KEYS[key] and value not in names]


def home(key: str, value: str) -> str:
    """The facet that a value under a key of a record belongs to; "" for what is no such value."""
    word = value.lower()
    homes = (name for name in KEYS[key] if word in BY_NAME[name].values or (name, word) in MEANT)
    return next(homes, "")


def stated(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """The values of a facet that words of a record mean, each once; what the table does not know is not counted."""
    meant = (one for value in values for one in MEANT.get((name, value.lower()), (value.lower(),)))
    return tuple(dict.fromkeys(value for value in meant if known(name, value)))


def spoken(code: str, name: str) -> str:
    """The value for a language, by its code, else by its English name: spanish."""
    return _names(languages.ENGLISH).get(code, name).lower()


def known(name: str, value: str) -> bool:
    """Whether it is a value of a facet of the table."""
    return name in BY_NAME and (value in BY_NAME[name].values or (name == "language" and value in _codes()))


def label(name: str) -> str:
    """The name of a facet, for people."""
    return _(BY_NAME[name].label if name in BY_NAME else WHERE.get(name, name))


def words(name: str, value: str) -> str:
    """A value of a facet, for people; a value that the table does not know stands as it is."""
    if value == NOT_STATED:
        return _("Not stated")
    if name == "language" and value in _codes():
        own = _names(languages.spoken().region)[_codes()[value]]
        return own[:1].upper() + own[1:]
    known = BY_NAME[name].values.get(value) if name in BY_NAME else None
    return _(known) if known else value


def told(stated: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, list[str]]]:
    """What a service says of itself: each facet with its values, in the order of the table, for people."""
    for facet in FACETS:
        if values := stated.get(facet.name):
            yield label(facet.name), [words(facet.name, value) for value in values]


@cache
def _names(locale: str) -> dict[str, str]:
    """The names of languages in a language, by their codes."""
    from babel import Locale  # an everyday question need not wait for it

    return {code: name for code, name in Locale.parse(locale).languages.items() if code.isalpha()}


@cache
def _codes() -> dict[str, str]:
    """The codes of languages by their values."""
    return {name.lower(): code for code, name in reversed(_names(languages.ENGLISH).items())}
