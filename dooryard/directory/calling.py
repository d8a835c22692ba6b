"""What somebody can say when they call: read from YAML by the kind of service, and refused where a kind has none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import msgspec
import yaml

from dooryard.core.categories import ALL, SERVICES
from dooryard.directory.health import CONTENT

LINE, ANY = "hotline", "other"


class Call(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to say to a service of one kind: what the call is for, then what to ask."""

    say: str
    ask: tuple[str, ...]


class Calling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words for every kind; each call can begin with `first` and end with `last`. `reviewed` names who did that."""

    reviewed: str
    first: str
    last: str
    kinds: dict[str, Call]

    def __post_init__(self) -> None:
        if missing := [kind for kind in SERVICES if kind not in self.kinds]:
            raise ValueError(f"nothing to say to: {', '.join(missing)}")
        if unknown := [kind for kind in self.kinds if kind not in ALL]:
            raise ValueError(f"no such kind: {', '.join(unknown)}")


@cache
def calling() -> Calling:
    """What calling.yaml holds."""
    return msgspec.convert(yaml.safe_load((CONTENT / "calling.yaml").read_text(encoding="utf-8")), Calling)


def script(categories: Iterable[str]) -> tuple[str, ...]:
    """What to say to a service of these categories, line by line: as to its first kind, to a line by what it does."""
    told = calling()
    known = [category for category in categories if category in told.kinds]
    kind = next((one for one in known if one != LINE), LINE if LINE in known else ANY)
    call = told.kinds[kind]
    return call.say, *call.ask
