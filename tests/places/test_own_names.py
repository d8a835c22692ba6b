"""Every fact of Maine is the first answer to its own name and town, or it is held back with a reason."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.places.conftest import Loaded
from tests.places.test_maine import HELD_LINES, rows

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


def named_alike(fact: dict[str, Any], facts: dict[str, dict[str, Any]]) -> set[str]:
    """The facts of one name in one town, among which only more words could tell."""
    same = (plain(fact["organization"]), fact["town"])
    return {ref for ref, other in facts.items() if (plain(other["organization"]), other["town"]) == same}


def plain(name: str) -> str:
    """A name without what stands in brackets, as people say it."""
    return re.sub(r"\s*\(.*?\)", "", name)


def first(maine: Loaded, words: str, near: str = "") -> str:
    """The record that a question's first answer comes from, empty where there is none."""
    hits = maine.finder.ask(words, near=near, at=AT, limit=1).found.hits
    return maine.finder.bundle.document(hits[0].index).ref if hits else ""


@pytest.mark.parametrize("bracketed", [True, False])
def test_every_service_is_first_by_its_own_name_and_town(bracketed: bool, shared: Path, maine: Loaded) -> None:
    facts = rows(shared, "maine_services.jsonl")
    lost = {}
    for ref, fact in facts.items():
        name = fact["organization"] if bracketed else plain(fact["organization"])
        near = fact["town"] if maine.finder.gazetteer.find(fact["town"]) else ""
        got = (first(maine, name, near), first(maine, f"{name} {fact['town']}"))
        if not named_alike(fact, facts).issuperset(got):
            lost[ref] = got
    assert lost == {}
    assert len(facts) == 173


def test_every_line_is_first_by_its_own_name_or_held_back_with_a_reason(shared: Path, maine: Loaded) -> None:
    facts = rows(shared, "hotlines.jsonl")
    found = {
        ref
        for ref, fact in facts.items()
        if {first(maine, fact["name"]), first(maine, fact["name"], "Bangor")} == {ref}
    }
    held = {problem.ref: problem.reason for problem in maine.report.problems if not problem.part}
    assert found | set(held) == set(facts)
    assert not found & set(held)
    assert (len(found), len(held)) == (17, 6)
    assert set(held) == HELD_LINES and all(held.values())


def test_a_name_that_nobody_bears_is_not_found_first(maine: Loaded) -> None:
    assert first(maine, "Zanzibar Zeppelin", "Bangor") == "hl-04"


@pytest.mark.parametrize(
    ("words", "near", "ref"),
    [("church of safe injection", "Lewiston", "me-120"), ("soul sanctuary", "Caribou", "me-109")],
)
def test_what_is_closed_or_planned_is_told_to_whoever_asks_by_name(
    words: str, near: str, ref: str, maine: Loaded
) -> None:
    answer = maine.finder.ask(words, near=near, at=AT)
    document = maine.finder.bundle.document(answer.found.hits[0].index)
    assert (document.ref, bool(document.instead)) == (ref, True)
    assert answer.found.total > 1, "and something that works is there too"
