"""Reads the folder of a place: what it says of itself, its tables of places, and one row for each service or line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import available_timezones

import msgspec

from dooryard.core.place_tables import tables
from dooryard.core.places import PlaceError, Places
from dooryard.feeds import limits
from dooryard.feeds.entry import Ban, Citation, Settings
from dooryard.feeds.readers import plain_yaml
from dooryard.feeds.report import Problem, Refused

T = TypeVar("T")

WORDS = "words.yaml"
BANS = "never_publish.yaml"
OF_THE_PLACE = ("place.yaml", "sources.yaml", BANS, "now.yaml", WORDS)
TABLES = ("zips.csv", "towns.csv", "counties.csv")
RECORDS = "services"
NAMES = ("key", "name", "state", "abbreviation", "country", "calling_code", "zone", "publisher")
LONGEST_NAME, LONGEST_TEXT = 120, 1000
_QUOTED = re.compile("“[^”]*”|'.*'|\".*\"")


@dataclass(frozen=True)
class Row:
    """A record as read, with where it stands."""

    file: str
    line: int
    value: Any

    @property
    def ref(self) -> str:
        """What the row calls itself, "" where it does not."""
        return str(self.value.get("ref", "")) if isinstance(self.value, dict) else ""

    @property
    def secret(self) -> bool:
        """Whether any key of the row begins as `confidential` does, misspelt or not: nothing of it may be repeated."""
        return _secret(self.value)

    @property
    def raw(self) -> str:
        """The row as JSON, "" where it is secret."""
        return "" if self.secret else json.dumps(self.value, ensure_ascii=False, sort_keys=True)

    def problem(self, reason: str) -> Problem:
        """That this row is not used, and why; what the reason quotes of a secret row is left out."""
        if self.secret:
            reason = _QUOTED.sub("“…”", reason)
        return Problem(ref=self.ref[:80], file=self.file, line=self.line, reason=reason, raw=self.raw)


def _secret(value: Any) -> bool:
    if isinstance(value, dict):
        return any(key.strip().casefold().startswith("confid") or _secret(part) for key, part in value.items())
    return isinstance(value, list) and any(map(_secret, value))


@dataclass(frozen=True)
class PlaceFeed:
    """All that a place's folder holds.

    `sources` are publications by the key that records cite them with, `words` the parts of words.yaml. `tells_bans`
    says whether there is a list of numbers never to be shown: where there is none, `bans` says nothing.
    """

    settings: Settings
    places: Places
    sources: Mapping[str, Citation]
    bans: tuple[Ban, ...]
    rows: tuple[Row, ...]
    words: Mapping[str, Any]
    tells_bans: bool = True


def read(files: Mapping[str, bytes]) -> PlaceFeed:
    """The feed of a place's files; raises Refused, naming file and line, where one cannot be read.

    A folder read in part would look as if records had been removed, so one unreadable file stops the whole of it.
    """
    missing = [name for name in ("place.yaml", *TABLES) if name not in files]
    if missing:
        raise Refused(f"This is not the folder of a place: it has no {', no '.join(missing)}.")
    settings = _typed(_yaml(files, "place.yaml"), Settings, "place.yaml")
    sources = _section(files, "sources.yaml", "sources", dict[str, Citation])
    bans = _bans(files)
    rows = tuple(_rows(files))
    _check_settings(settings, {row.ref for row in rows})
    words = _without_lines(_yaml(files, WORDS)) if WORDS in files else {}
    return PlaceFeed(settings, _places(files, settings), sources or {}, bans or (), rows, words, bans is not None)


def _check_settings(settings: Settings, refs: Collection[str]) -> None:
    reasons = [
        f"there is no record “{ref[:40]}”"
        for ref in (settings.emergency, settings.fallback, *settings.crisis)
        if ref not in refs
    ]
    if settings.zone not in available_timezones():
        reasons.append(f"“{settings.zone[:40]}” is not a time zone such as America/New_York")
    if not re.fullmatch("[a-z0-9-]{1,80}", settings.key):
        reasons.append("key must be small letters, digits and dashes")
    for name, value in msgspec.to_builtins(settings).items():
        longest = LONGEST_NAME if name in NAMES else LONGEST_TEXT
        texts = (value,) if isinstance(value, str) else value
        reasons.extend(f"{name}: {why}" for why in (limits.text(text, longest) for text in texts) if why)
    if reasons:
        raise Refused("", tuple(Problem(file="place.yaml", reason=reason) for reason in reasons))


def _rows(files: Mapping[str, bytes]) -> Iterator[Row]:
    for name in sorted(files):
        if name.endswith((".yaml", ".yml")) and name not in OF_THE_PLACE:
            document = _yaml(files, name)
            if set(document) != {plain_yaml.LINE, RECORDS} or not isinstance(document[RECORDS], list):
                raise Refused("", (Problem(file=name, reason=f"expected one list named “{RECORDS}” and nothing else"),))
            for value in document[RECORDS]:
                line = value.pop(plain_yaml.LINE) if isinstance(value, dict) else 0
                yield Row(name, line, _without_lines(value))


def _yaml(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    document = plain_yaml.read(files[name], name)
    if not isinstance(document, dict):
        raise Refused("", (Problem(file=name, line=1, reason="this is not YAML with names and values"),))
    return document


def _section(files: Mapping[str, bytes], name: str, key: str, kind: type[T]) -> T | None:
    """The value of the one key of an optional file."""
    if name not in files:
        return None
    return _typed(_yaml(files, name).get(key), kind, name)


def _bans(files: Mapping[str, bytes]) -> tuple[Ban, ...] | None:
    """The numbers never to be shown, None without the file. What is wrong in it is not repeated: it may be a number."""
    try:
        return _section(files, BANS, "never_publish", tuple[Ban, ...])
    except Refused:
        reason = "expected one list named “never_publish”, each with a digest (64 hex digits 0-9, a-f) and a reason"
    raise Refused("", (Problem(file=BANS, reason=reason),))


def _typed(value: Any, kind: type[T], name: str) -> T:
    try:
        return msgspec.convert(_without_lines(value), kind, strict=False)
    except msgspec.ValidationError as error:
        raise Refused("", (Problem(file=name, reason=str(error)),)) from None


def _without_lines(value: Any) -> Any:
    """The value as it was written, without the line numbers that came with reading."""
    if isinstance(value, dict):
        return {key: _without_lines(part) for key, part in value.items() if key != plain_yaml.LINE}
    return [_without_lines(part) for part in value] if isinstance(value, list) else value


def _places(files: Mapping[str, bytes], settings: Settings) -> Places:
    try:
        zips, towns, counties = (_table(files[name], name) for name in TABLES)
        return tables(settings.state, settings.abbreviation, zips=zips, towns=towns, counties=counties)
    except (PlaceError, KeyError, AttributeError, TypeError) as error:
        raise Refused("", (Problem(file=", ".join(TABLES), reason=f"the tables cannot be used: {error}"),)) from None


def _table(data: bytes, name: str) -> list[dict[str, str]]:
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refused("", (Problem(file=name, reason=f"this is not CSV: {error}"),)) from None
    given = Counter(row.get("zip") for row in rows)
    for number, row in enumerate(rows, 1):
        why = "more fields than columns" if None in row else ""
        why = why or next(filter(None, (limits.text(text or "", LONGEST_NAME) for text in row.values())), "")
        if not why and row.get("zip") and given[row["zip"]] > 1:
            why = "the ZIP is given twice"
        if why:
            raise Refused("", (Problem(file=name, reason=f"row {number}: {why}"),))
    return rows
