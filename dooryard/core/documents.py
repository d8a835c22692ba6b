"""What the bundle holds of one service at one place, and what may be asked of it."""

from __future__ import annotations

from typing import Literal

import msgspec

from dooryard.core.hours import OpenState
from dooryard.core.hsds import Schedule
from dooryard.core.places import Place

Reach = Literal["site", "area", "statewide", "phone", "mail"]
Status = Literal["open", "closed", "planned", "unconfirmed"]
Tier = Literal["A", "B", "C", "held"]

NOT_STATED = "not stated"
"""The facet value of a document whose sources say nothing: counted and shown, never read as "no"."""


class DialPhone(msgspec.Struct, frozen=True, kw_only=True):
    """A number a person may be shown, with how far it may be trusted.

    `number` is as printed ("1-800-222-1222"), `tel` the RFC 3966 link ("tel:+1-800-222-1222;ext=12"),
    `note` what it is for, `tier` the rule of core/tiers.py (A, B or C; held numbers never get this far).
    """

    number: str
    tel: str
    note: str = ""
    text: str = ""
    tier: Tier = "C"


class Confirmed(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody checked: `when` an ISO date, `how` one of called, visited, own page, peer."""

    when: str
    how: str


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """What a result needs of a document besides its card: read many times for each answer, so little is read."""

    categories: tuple[str, ...] = ()
    approximate: bool = False
    reach: Reach = "site"
    areas: tuple[str, ...] = ()
    phones: tuple[DialPhone, ...] = ()
    status: Status = "unconfirmed"


class Document(Brief, frozen=True, kw_only=True):
    """One service at one site (or at none), as the finder knows it.

    `categories` are what it is for, `also` what its own words say it gives besides; both are categories
    or need keys of the vocabulary. `lat`/`lon` are degrees (WGS 84), None when there is nothing to measure from;
    `approximate` says that they are the town's centre. `areas` are county names it serves. Ages are years.
    `seen` is an ISO date or the start of one, `sources` the number of publishers, `instead` what to use
    in place of a closed service. `facets` maps a facet's name to the values stated; a missing name means not stated.
    `zone` is the name of the zone its schedules are in.
    """

    id: str
    ref: str
    source: str
    service: str
    organization: str
    site: str = ""
    other_names: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    category_assumed: bool = False
    description: str = ""
    address: str = ""
    town: str = ""
    county: str = ""
    zip: str = ""
    lat: float | None = None
    lon: float | None = None
    schedules: tuple[Schedule, ...] = ()
    zone: str = "UTC"
    minimum_age: float | None = None
    maximum_age: float | None = None
    status_since: str = ""
    instead: str = ""
    seen: str = ""
    confirmed: Confirmed | None = None
    sources: int = 0
    facets: dict[str, tuple[str, ...]] = {}


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a bundle, understood already.

    `wanted` maps a category (or need key) to how well it answers, in (0, 1]; `match` says whether a document must
    have it as its main job ("main") or may only mention it ("also"). `groups` are the words left over, each with its
    alternatives, as index terms: they rank when something is wanted and must all match when nothing is.
    `name` are all telling terms of the question, compared with names, so that a provider asked for by name comes first.
    `within` is miles around `place`; what reaches the person without a site passes it. `filters` maps a facet to the
    values of which one must hold; `NOT_STATED` is a value like another. `unsaid` asks for the others: those that can be
    used and pass every filter but that they say nothing, in one facet or more, of what is asked there. `whom` maps a
    facet to the values that suit the person: what states only others comes last.
    """

    wanted: dict[str, float] = {}
    match: Literal["main", "also"] = "main"
    groups: tuple[tuple[str, ...], ...] = ()
    name: tuple[str, ...] = ()
    place: Place | None = None
    within: float | None = None
    open_now: bool = False
    age: float | None = None
    filters: dict[str, tuple[str, ...]] = {}
    unsaid: bool = False
    whom: dict[str, tuple[str, ...]] = {}
    limit: int = 20


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: the document's number in the bundle, its score and what was worked out for this question."""

    index: int
    score: float
    distance: float | None
    reach: Reach
    open: OpenState


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The answers to a question: exact `total`, the first `limit` hits, and exact counts by facet and value.

    `usable` are those neither closed for good nor only planned. The facet "open" counts before what is closed now is
    left out, so that a page can say how many are; what is closed for good or only planned counts as closed.
    """

    total: int
    usable: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]]
