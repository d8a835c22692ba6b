"""What is held back is told when a place is loaded, and it is what compiling holds back: one rule serves both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dooryard.directory.compiling import compile_all
from dooryard.feeds.actions import load
from dooryard.feeds.models import HeldRow
from dooryard.feeds.report import Report
from tests.feeds.test_load import adds_up

pytestmark = pytest.mark.django_db

Spoil = Callable[[str, str, str], Path]


def held_at_loading_and_at_compiling(report: Report) -> tuple[set[str], set[str]]:
    """The refs that the report calls held back, and those that compiling holds back."""
    compiled = compile_all(now=datetime(2026, 11, 23, 12, tzinfo=UTC), mentions=lambda text: ())
    return {problem.ref for problem in report.problems if not problem.part}, {row.document.ref for row in compiled.held}


SPOILT_TEXTS = [
    ("services/all.yaml", "    cost: free\n", "    cost: free\n    description: Call 201-555-0199.\n", {"tl-11"}),
    ("services/all.yaml", "other_names: [Mid Test Exchange]", "other_names: [201 555 0199]", {"tl-12"}),
    ("services/all.yaml", "why: Made up to be closed.", "why: Call (201) 555-0199.", {"tl-13"}),
    ("services/all.yaml", "reason: Made up to disagree.", "reason: Was 201.555.0199.", {"tl-15"}),
    ("services/all.yaml", "Middletest Syringe Services (synthetic)", "Call 201-555-0199", {"tl-12", "tl-13"}),
    ("services/all.yaml", "number: 201-555-0113,", "number: 201-555-0113, for: not 201-555-0199,", set()),
    ("services/all.yaml", "number: 201-555-0199,", "number: 201-555-0199, for: is 201-555-0199,", set()),
    ("hotlines.yaml", "route: text HELP to 201-555-0101", "route: text 201-555-0199", {"tl-02"}),
    ("hotlines.yaml", "status: [{state: unconfirmed}]", "status: [{state: closed}]", {"-tl-04"}),
    (
        "hotlines.yaml",
        "      - {number: 833-555-TEST, agreement: 2",
        "      - {number: 833-555-TEST, agreement: 0",
        set(),
    ),
    (
        "hotlines.yaml",
        '    phones:\n      - {number: 833-555-TEST, agreement: 2, publish: check, seen: "2026-02"}\n',
        "",
        {"tl-03"},
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "more"), SPOILT_TEXTS)
def test_loading_and_compiling_hold_back_the_same(
    file: str, old: str, new: str, more: set[str], testland: Path, spoil: Spoil
) -> None:
    spoil(file, old, new)
    report = load(str(testland), by="test")
    at_loading, at_compiling = held_at_loading_and_at_compiling(report)
    usual = {"tl-04"} - {ref.removeprefix("-") for ref in more if ref.startswith("-")}
    assert at_loading == at_compiling == usual | {ref for ref in more if not ref.startswith("-")}
    assert (adds_up(report), report.faulty, report.held) == (True, 0, len(at_loading))
    assert "0199" not in str(report)
    assert set(HeldRow.objects.filter(part="").values_list("ref", flat=True)) == at_loading
