"""Who says what of one service: its sources numbered once, and beside each fact which of them say it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from dooryard.directory import languages, wording
from dooryard.directory.languages import filled, ngettext
from dooryard.directory.languages import gettext as _

Row = dict[str, Any]
STATED = "stated"


class Source(NamedTuple):
    """A page of a publisher; `seen` is an ISO date, the start of one, or "undated"."""

    publisher: str
    title: str
    url: str
    seen: str

    @property
    def day(self) -> str:
        """When it was seen, in words."""
        return wording.day(self.seen)


class Sources:
    """The sources of a record, in its own order: `cited`, which a page numbers from 1."""

    def __init__(self, record: dict[str, Any]) -> None:
        self._rows: list[Row] = list(record.get("dooryard", {}).get("provenance", ()))
        self.cited: list[Source] = []
        whole = [row for row in self._rows if not row.get("field")]
        for row in filter(_is_a_source, (*whole, *self._rows)):
            if _source(row) not in self.cited and (not row.get("field") or not self._of_publisher(row)):
                self.cited.append(_source(row))

    @property
    def whole(self) -> str:
        """Who says a fact of which nobody noted it: one of those who tell of the record."""
        return _cited([list(range(1, len(self.cited) + 1))] if self.cited else [])

    def of(self, field: str, values: Collection[str] = ()) -> str:
        """Who says a field: who checked it, who states it, or that it is our reading; `values` narrows several down."""
        rows = [row for row in self._rows if row.get("field") == field]
        rows = [row for row in rows if not values or row.get("value") in values]
        if not rows:
            return self.whole
        told = (self._checked(rows), self._stated(rows), _counted(rows), _ours(rows))
        return " ".join(filter(None, told))

    def several(self) -> bool:
        """Whether there is more than one, so that a fact may be said by either."""
        return len(self.cited) > 1

    def _of_publisher(self, row: Row) -> list[int]:
        """The numbers of what a publisher is cited with."""
        return [number for number, one in enumerate(self.cited, 1) if one.publisher == row.get("publisher")]

    def _stated(self, rows: Sequence[Row]) -> str:
        """The pages that say it; of a publisher with several, where it is not noted on which, any of them."""
        numbers = []
        for row in filter(_is_a_source, rows):
            exact = [self.cited.index(_source(row)) + 1] if _source(row) in self.cited else []
            numbers.append(exact or self._of_publisher(row))
        return _cited(list(dict.fromkeys(map(tuple, numbers))))

    def _checked(self, rows: Sequence[Row]) -> str:
        told = ((wording.CONFIRMED.get(row["how"], ""), row) for row in rows if row.get("how"))
        return " ".join(filled(_(words), date=wording.day(row.get("seen", ""))) for words, row in told if words)


def _is_a_source(row: Row) -> bool:
    """Whether somebody else says it: we are no source, neither where we read something into it nor where we checked."""
    return bool(row.get("publisher")) and not row.get("how") and row.get("basis", STATED) == STATED


def _source(row: Row) -> Source:
    return Source(row["publisher"], row.get("title", ""), row.get("url", ""), row.get("seen", ""))


def _cited(numbers: Sequence[Sequence[int]]) -> str:
    """Source 1; Sources 1 and 3; Source 1 or 2, where it is one of them."""
    if not numbers:
        return ""
    parts = [_either(some) for some in numbers]
    if len(parts) > 1:
        parts = [part if len(some) == 1 else f"({part})" for part, some in zip(parts, numbers, strict=True)]
    said = ngettext("Source {numbers}.", "Sources {numbers}.", len(parts))
    return filled(said, numbers=wording.listed(tuple(parts)))


def _either(numbers: Sequence[int]) -> str:
    """1, 2 or 3."""
    names = [str(number) for number in numbers]
    if languages.code() == languages.ENGLISH:
        return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    from babel.lists import format_list  # an English page need not wait for it

    return format_list(names, style="or", locale=languages.spoken().region)


def _counted(rows: Sequence[Row]) -> str:
    """How many say it, where it is not noted which."""
    n = max((int(row.get("agreement", 1)) for row in rows if not row.get("publisher")), default=0)
    said = ngettext("{n} of the sources below; which one is not noted.", "{n} of the sources below.", n)
    return filled(said, n=n) if n else ""


def _ours(rows: Sequence[Row]) -> str:
    bases = {row.get("basis", STATED) for row in rows}
    if "assumed" in bases:
        return _("Our reading; no source says it.")
    return _("Worked out by us from what the sources say.") if "worked out" in bases else ""
