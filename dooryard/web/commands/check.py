"""Look for faults in what is loaded, list what must be called before a launch, or what people say is wrong."""

from __future__ import annotations

import argparse
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import msgspec

from dooryard.core.edge import BadInput, plain
from dooryard.core.reports import KINDS
from dooryard.web import preparing

if TYPE_CHECKING:
    from dooryard.directory.going_live import Call
    from dooryard.directory.reported import Reported

EXAMPLE = "dooryard check --go-live"
BY = "dooryard check"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As the surface has them."""
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--go-live", action="store_true", help="what must still be called, the most harmful first")
    one.add_argument("--reports", action="store_true", help="what people say is wrong, the most harmful first")
    one.add_argument("--handled", metavar="ID", help="close the report of this number: its words are deleted")
    parser.add_argument("--json", action="store_true", help="print a JSON array")


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; exit 1 if anything was."""
    damaged = preparing.damaged("dooryard compile builds it again from the records")
    preparing.start_django()
    preparing.migrate()
    if arguments.handled is not None:
        return close(arguments.handled)
    compiled = preparing.compiled_now()
    if arguments.reports:
        from dooryard.directory import actions, reported

        actions.forget_old_words(by=BY)
        reports = reported.open_reports(compiled)
        _print(reports, [report_line(one) for one in reports], arguments.json)
        return 1 if reports or damaged else 0
    if arguments.go_live:
        from dooryard.directory.going_live import go_live

        calls = go_live(compiled)
        _print(calls, [call_line(call) for call in calls], arguments.json)
        return 1 if calls or damaged else 0
    faults = held_rows()
    _print(faults, [fault_line(fault) for fault in faults], arguments.json)
    _tell_of_reports()
    return 1 if faults or damaged else 0


def close(number: str) -> int:
    """Close one report."""
    from dooryard.directory import actions

    if not re.fullmatch(r"[0-9]{1,15}", number):
        raise BadInput("A report is named by its number, which dooryard check --reports shows.")
    actions.handle_report(int(number), by=BY)
    print(f"Report {int(number)} is handled. Its words are deleted.")
    return 0


def _tell_of_reports() -> None:
    from dooryard.directory import reported

    if waiting := reported.waiting():
        many = "1 open report" if waiting == 1 else f"{waiting:,} open reports"
        print(f"{many} of what is wrong: see dooryard check --reports", file=sys.stderr)


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


def report_line(one: Reported) -> str:
    """What is said to be wrong, in one line: how harmful, the number to close it by, of what, what, when."""
    name = f"{one.service}, {one.organization}" if one.service else "no longer in the directory"
    where = f" ({one.town})" if one.town else ""
    often = f"{one.times:,} times from {one.received_on} to {one.last_on}" if one.times > 1 else one.received_on
    words = f": “{one.words}”" if one.words else ""
    return f"{one.harm} {one.id} {one.ref} {name}{where}; {KINDS[one.what]}{words}; {often}"


def _print(found: list[Any], said: list[str], as_json: bool) -> None:
    if as_json:
        print(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1))
        return
    print("\n".join(map(plain, said)))
    print(f"{len(found):,} to look at", file=sys.stderr)
