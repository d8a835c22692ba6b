"""The health text of the pages: read from reviewed YAML, each line with its source, and refused if one has none."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path

import msgspec
import yaml

from dooryard.directory.languages import OfPlace

CONTENT = Path(__file__).parent / "content"

DETOX = "withdrawal-management"
"""The category beside which it is said that the risk is higher afterwards."""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a line comes from; `date` is an ISO date or the start of one, empty where the source has none."""

    title: str
    url: str
    date: str


Sources = tuple[Source, ...]


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to do or to know. `more` is a smaller second line, `link` what a tap does, `fact` our fact's number."""

    text: str
    sources: Sources
    more: str = ""
    link: str = ""
    fact: str = ""

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"no source for: {self.text}")


class Now(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What /now says; `reviewed` names who has reviewed it and when, and is empty until somebody has."""

    reviewed: str
    sources: dict[str, Source]
    steps: tuple[Line, ...]
    signs: tuple[Line, ...]
    unsure: Line
    cannot_call: Line
    dont: tuple[Line, ...]
    know: tuple[Line, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says to do."""
        return tuple(line.text for line in (*self.steps, self.unsure, self.cannot_call))


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"action": "do"}):
    """A warning beside an answer; `action` is what to do, in one line."""

    heading: str
    lines: tuple[Line, ...]
    action: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it says."""
        return self.heading, *(line.text for line in self.lines), self.action


class Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the law of one place says about an overdose."""

    law: tuple[Line, ...] = ()


@cache
def now() -> Now:
    """What to do in an overdose."""
    return msgspec.convert(_yaml(CONTENT / "now.yaml"), Now)


@cache
def notes() -> dict[str, Note]:
    """The warnings by name: withdrawal, lower_tolerance."""
    return msgspec.convert(_yaml(CONTENT / "notes.yaml"), dict[str, Note])


def beside(categories: Collection[str]) -> Note | None:
    """The warning that stands beside a service of these categories, if any."""
    return notes()["lower_tolerance"] if DETOX in categories else None


@cache
def law(place: Path) -> tuple[Line, ...]:
    """The lines of a place's own now.yaml, translated in the place's folder; none where it has no such file."""
    path = place / "now.yaml"
    lines = msgspec.convert(_yaml(path), Law).law if path.is_file() else ()
    return tuple(
        msgspec.structs.replace(line, text=OfPlace(line.text, place), more=OfPlace(line.more, place)) for line in lines
    )


def sources_of(*lines: Line) -> Sources:
    """Every source of some lines once, in order."""
    return tuple(dict.fromkeys(source for line in lines for source in line.sources))


def _yaml(path: Path) -> object:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
