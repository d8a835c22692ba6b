"""What an import found and did, as plain values for the terminal, for JSON and for the page of its run."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was not used, and why; `part` is "" for a whole row, else what of it. `raw` is the row as read."""

    reason: str
    ref: str = ""
    part: str = ""
    file: str = ""
    line: int = 0
    raw: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}: " if self.line else f"{self.file}: " if self.file else ""
        what = " ".join(filter(None, (self.ref, self.part)))
        return f"{where}{what}: {self.reason}" if what else f"{where}{self.reason}"


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One import. read = added + changed + same + held, and `removed` counts what the source no longer has.

    `digest` is the SHA-256 (hex) of what was fetched. `problems` are all that was held back: whole rows, which `held`
    counts, and numbers or addresses of rows that are shown without them. `faulty` are those of the held rows that are
    wrong and want mending; the others are held by a rule.
    """

    source: str
    format: str
    digest: str
    size: int
    dry_run: bool
    read: int
    added: int
    changed: int
    same: int
    held: int
    removed: int
    faulty: int = 0
    problems: tuple[Problem, ...] = ()


class Refused(Exception):
    """An import that was not made, in words for the person who asked for it, and what was wrong."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__("\n".join(filter(None, (message, *map(str, problems)))))
        self.problems = problems
