"""A record as a place's files write it: the shape that `check` holds every row to."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from dooryard.core.documents import Reach
from dooryard.core.tiers import Advice

State = Literal["open", "closed", "paused", "planned", "unconfirmed"]
Basis = Literal["stated", "name", "assumed"]
"""Where a category comes from: a source states it, the service's name says it, or we assume it."""


class Strict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A misspelt key is a mistake to be told of, never a value lost in silence."""


class Citation(Strict, frozen=True, kw_only=True):
    """Who said it. `seen` is an ISO date or its start, "" where there is none; `dated` is how the page dates itself."""

    publisher: str
    title: str = ""
    url: str = ""
    seen: str = ""
    dated: str = ""


class Disagreement(Strict, frozen=True, kw_only=True):
    """That sources disagree about a field, and why one is shown; the value that lost is never written down."""

    field: str = "phone"
    state: Literal["resolved", "open"]
    reason: str


class Number(Strict, frozen=True, kw_only=True):
    """A phone number, with what decides how far it may be shown (core/tiers.py).

    `route` is what to do where it is not simply called ("text POISON to 85511"), `purpose` (written `for`) whose or
    what desk's it is, `agreement` how many publishers give it, `by` which of the record's they are, where that is known
    and they are not all. `publish` is the advice, `expires` its last day.
    """

    number: str
    extension: str = ""
    type: Literal["voice", "text", "textphone"] = "voice"
    route: str = ""
    purpose: str = msgspec.field(name="for", default="")
    agreement: int = 1
    by: tuple[str, ...] = ()
    publish: Advice = ""
    conflict: Disagreement | None = None
    seen: str = ""
    expires: str = ""


class Instead(Strict, frozen=True, kw_only=True):
    """What to use in place of something: other records of the same place."""

    refs: tuple[str, ...]


class Standing(Strict, frozen=True, kw_only=True):
    """A point on a timeline: from `since` (ISO date or its start) on it is so, and `why`; `by` are the publishers."""

    state: State
    since: str = ""
    why: str = ""
    by: tuple[str, ...] = ()
    instead: Instead | None = None


class Hours(Strict, frozen=True, kw_only=True):
    """Weekly hours: `days` is a day (MO), several (MO,WE) or a range (MO-FR, FR-MO); HH:MM by the clock."""

    days: str
    opens: str
    closes: str


class Site(Strict, frozen=True, kw_only=True):
    """A further town where the same service is given."""

    town: str
    address: str = ""
    county: str = ""
    zip: str = ""
    at: tuple[float, float] | None = None


class Entry(Strict, frozen=True, kw_only=True):
    """One service or line. Whatever no source states is left out.

    What `cost`, `payers`, `serves`, `access`, `medication` and `tribe` may hold is in dooryard/directory/facets.py.
    """

    ref: str
    organization: str
    service: str
    categories: tuple[str, ...]
    sources: tuple[Citation, ...]
    status: tuple[Standing, ...]
    site: str = ""
    other_names: tuple[str, ...] = ()
    description: str = ""
    category_basis: Basis = "stated"
    reach: Reach = "site"
    areas: tuple[str, ...] = ()
    areas_note: str = ""
    scope: str = ""
    address: str = ""
    address_2: str = ""
    town: str = ""
    near: str = ""
    county: str = ""
    zip: str = ""
    at: tuple[float, float] | None = None
    also_at: tuple[Site, ...] = ()
    confidential: bool = False
    serves: tuple[str, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    cost: str | tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    medication: tuple[str, ...] = ()
    tribe: tuple[str, ...] = ()
    url: str = ""
    hours: Literal["24/7"] | tuple[Hours, ...] = ()
    phones: tuple[Number, ...] = ()
    held: str = ""
    place_agreement: int = 0
    conflicts: tuple[Disagreement, ...] = ()
    seen: str = ""

    def under(self, key: str) -> tuple[str, ...]:
        """The values under a key that holds one or several."""
        value: str | tuple[str, ...] = getattr(self, key)
        return value if isinstance(value, tuple) else (value,) if value else ()


class Settings(Strict, frozen=True, kw_only=True):
    """What a place says of itself. `emergency`, `fallback` and `crisis` are refs of its own lines."""

    key: str
    name: str
    state: str
    abbreviation: str
    country: str
    calling_code: str
    zone: str
    emergency: str
    fallback: str
    crisis: tuple[str, ...]
    publisher: str = ""
    license: str = ""
    url: str = ""
    credits: tuple[str, ...] = ()


class Ban(Strict, frozen=True, kw_only=True):
    """A number that must never be shown, as `core.numbers.digest` writes it, and why."""

    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    reason: str
