"""Look for faults in what is loaded, or list what must be called before a launch."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

import msgspec

from dooryard.core.edge import plain
from dooryard.web import preparing

if TYPE_CHECKING:
    from dooryard.directory.going_live import Call

EXAMPLE = "dooryard check --go-live"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As the surface has them."""
    parser.add_argument("--go-live", action="store_true", help="what must still be called, the most harmful first")
    parser.add_argument("--json", action="store_true", help="print a JSON array")


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; exit 1 if anything was."""
    damaged = preparing.damaged("dooryard compile builds it again from the records")
    preparing.start_django()
    preparing.migrate()
    compiled = preparing.compiled_now()
    if arguments.go_live:
        from dooryard.directory.going_live import go_live

        calls = go_live(compiled)
        _print(calls, [call_line(call) for call in calls], arguments.json)
        return 1 if calls or damaged else 0
    faults = held_rows()
    _print(faults, [fault_line(fault) for fault in faults], arguments.json)
    return 1 if faults or damaged else 0


def held_rows() -> list[dict[str, str]]:
    """What the last import of each source held back, and why."""
    from dooryard.feeds.models import HeldRow, ImportRun

    last = {run.source: run.pk for run in ImportRun.objects.order_by("at", "id")}
    rows = HeldRow.objects.filter(run__in=last.values()).order_by("run", "id")
    return [{name: str(getattr(row, name)) for name in ("ref", "part", "reason", "file", "line")} for row in rows]


def fault_line(fault: dict[str, str]) -> str:
    """One thing held back, in one line."""
    return f"{' '.join(filter(None, (fault['ref'], fault['part'])))}: {fault['reason']}"


def call_line(call: Call) -> str:
    """One thing to confirm, in one line: how harmful, what, where, which number, and why."""
    where = f" ({call.town})" if call.town else ""
    what = call.number or "no number: find somebody who knows"
    shown = {"B": "shown as not called yet", "C": "shown on its own page only"}
    why = call.why or shown.get(call.tier, "never confirmed")
    return f"{call.harm} {call.ref} {call.service}, {call.organization}{where}: {what}; {why}"


def _print(found: list[Any], said: list[str], as_json: bool) -> None:
    if as_json:
        print(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1))
        return
    print("\n".join(map(plain, said)))
    print(f"{len(found):,} to look at", file=sys.stderr)
