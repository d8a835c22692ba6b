"""Each requirement of four chapters of OWASP ASVS 5.0.0 has its test, or an honest "no" that says whose it is."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.naming import NAMED, cells, missing, read

TEXT = read("reference/asvs.md")
# OWASP/ASVS, 5.0/docs_en/OWASP_Application_Security_Verification_Standard_5.0.0_en.csv at
# 5cf9b032440be53ce345ab3c130fda46ba1ce7a2: the levels of each section's requirements, in their order.
LEVELS = {
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
}  # fmt: skip
REQUIRED = {
    f"{section}.{number}": level
    for section, levels in LEVELS.items()
    for number, level in enumerate(levels, start=1)
}  # fmt: skip
HEADS = ("Requirement", "Level", "Met", "What we do", "Shown by")
SHORTEST = 20


def faults(text: str) -> list[str]:
    """What is wrong with the tables: requirements that are missing or twice, rows that say too little or too much."""
    table = cells(text, *HEADS)
    counted = Counter(row[0] for row in table)
    found = [f"{name}: {counted[name]} rows" for name in sorted(REQUIRED.keys() | counted) if counted[name] != 1]
    return found + [f"{row[0]}: {fault}" for row in table for fault in amiss(row)] + missing(text)


def amiss(row: list[str]) -> list[str]:
    """What is wrong with a row."""
    name, level, met, what, shown = [*row, "", "", "", "", ""][:5]
    tests, left = NAMED.findall(shown), re.search(r"\. Left to: \w.{5,}$", what)
    wants_test, wants_reason = met in ("yes", "in part"), met in ("in part", "no")
    return [
        fault
        for fault, is_so in {
            "another level": level != REQUIRED.get(name),
            "neither met nor not": met not in ("yes", "in part", "no", "does not arise"),
            "says nothing": len(what) < SHORTEST,
            "names no test": wants_test and not tests,
            "names a test for what is not done": not wants_test and bool(shown),
            "does not say whose it is": wants_reason and not left,
            "is left to somebody though it is done": not wants_reason and bool(left),
            "says something else than tests": bool(NAMED.sub("", shown).strip(", ")),
        }.items()
        if is_so
    ]


def test_every_requirement_of_the_four_chapters_is_answered_once() -> None:
    assert len(REQUIRED) == 73
    assert faults(TEXT) == []


GOOD = "| 7.2.1 | 1 | yes | Looked up at each request | `tests/test_asvs.py::test_a_planted_row_is_seen` |"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (GOOD.replace("| 1 |", "| 2 |"), "another level"),
        (GOOD.replace("yes", "surely"), "neither met nor not"),
        (GOOD.replace("yes", ""), "neither met nor not"),
        (GOOD.replace("Looked up at each request", "Yes"), "says nothing"),
        (GOOD.replace("`tests/test_asvs.py::test_a_planted_row_is_seen`", ""), "names no test"),
        (GOOD.replace("`tests/test_asvs.py::test_a_planted_row_is_seen`", "by hand"), "names no test"),
        (GOOD.replace("seen` |", "seen` and by hand |"), "says something else than tests"),
        (GOOD.replace("yes", "in part"), "does not say whose it is"),
        (GOOD.replace("yes", "no"), "does not say whose it is"),
        (GOOD.replace("yes", "does not arise"), "names a test for what is not done"),
        (GOOD.replace("request |", "request. Left to: the project |"), "is left to somebody though it is done"),
    ],
)
def test_a_planted_row_is_seen(row: str, fault: str) -> None:
    head = f"| {' | '.join(HEADS)} |\n|---|---|---|---|---|\n"
    [good], [bad] = (cells(f"{head}{one}\n", *HEADS) for one in (GOOD, row))
    assert (amiss(good), fault in amiss(bad)) == ([], True)


@pytest.mark.parametrize("name", REQUIRED)
def test_a_requirement_that_is_left_out_or_answered_twice_is_seen(name: str) -> None:
    [line] = re.findall(rf"^\| {re.escape(name)} \|.*\n", TEXT, re.M)
    assert f"{name}: 0 rows" in faults(TEXT.replace(line, ""))
    assert f"{name}: 2 rows" in faults(TEXT.replace(line, line * 2))


def test_one_that_there_is_not_and_a_test_that_nobody_wrote_are_seen() -> None:
    assert faults(TEXT.replace("| 7.2.1 |", "| 7.2.9 |")) == ["7.2.1: 0 rows", "7.2.9: another level"]
    assert faults(TEXT.replace("test_a_cookie_that_is_none", "test_none")) == [
        "tests/desk/test_sessions.py::test_none_opens_nothing"
    ]
