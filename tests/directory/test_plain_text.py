"""An answer in a terminal says what the page says."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from dooryard.core.asking import Finder
from dooryard.core.bundle.format import MANIFEST
from dooryard.core.bundle.reader import Bundle
from dooryard.core.documents import Document
from dooryard.directory import plain_text
from dooryard.directory.zones import Zones
from tests.web.conftest import DOCUMENTS, document, phone, segments

EMERGENCY = document(
    "emergency", "Emergency", "hotline", categories=("hotline", "emergency"), reach="phone", phones=(phone("911", "A"),)
)
NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)


@cache
def finder_of(*ids: str) -> Finder:
    made = segments(tuple(one for one in (*DOCUMENTS, EMERGENCY) if one.id in ids))
    return Finder(Bundle(made[MANIFEST], made, Zones()))


def told(words: str, near: str = "", *, documents: tuple[Document, ...] = DOCUMENTS, open_now: bool = False) -> str:
    finder = finder_of(*(one.id for one in documents))
    answer = finder.ask(words, near=near, at=NOON, open_now=open_now)
    return "\n".join(plain_text.lines(answer, finder, NOON, open_now=open_now))


@pytest.mark.parametrize(
    ("words", "near", "says"),
    [
        ("syringes", "Unity", "no number stated; Info line may know: 211"),
        ("detox", "Unity", "its number is on /service/detox; Info line can check it: 211"),
        ("syringes", "Unity", "1 service, and 1 that is closed"),
        ("narcan", "Hope", "Distances are in a straight line: the road is longer."),
        ("narcan xyzzyq", "Hope", "We did not understand: xyzzyq. This is what we found for the rest."),
        ("heating oil", "", "not in this directory. Call 211."),
    ],
)
def test_what_the_page_says_the_command_says(words: str, near: str, says: str) -> None:
    assert says in told(words, near)


def test_where_there_is_no_line_to_ask_none_is_named() -> None:
    without = tuple(one for one in DOCUMENTS if one.id != "info")
    assert "211" not in told("syringes", "Unity", documents=without)
    assert "no number stated" in told("syringes", "Unity", documents=without)


def test_nothing_known_to_be_open_is_said_once() -> None:
    assert told("narcan", "Hope", open_now=True).count("open now") == 1
    assert "known to be open" not in told("narcan", "Hope")


def test_in_an_emergency_nothing_stands_beside_the_steps() -> None:
    said = told("my freind is not waking up", "Hope", documents=(*DOCUMENTS, EMERGENCY))
    assert said.startswith("1. Call 911.")
    assert "Check their breathing" in said
    assert "Rescue breaths" in said
    assert "Showing results" not in said
    assert "Emergency, Example Emergency" not in said


def test_what_nobody_here_can_read_begins_with_whom_to_call() -> None:
    lines = told("не дышит", "Hope", documents=(*DOCUMENTS, EMERGENCY)).splitlines()
    assert lines[0] == "If somebody is in danger, call now: 911"
    assert lines[1].startswith("You can talk to someone now: ")
    assert "We did not understand what you typed." in lines
    assert "in danger" not in told("narcan", "Hope")


@pytest.mark.parametrize("words", ["my man hits me", "stopped my bars 2 days ago im shaking"])
def test_who_is_hurt_or_stops_alone_is_told_whom_to_call(words: str) -> None:
    said = told(words, "Hope", documents=(*DOCUMENTS, EMERGENCY))
    assert said.startswith("If somebody is in danger, call now: 911")


@pytest.mark.parametrize("words", ["detox that takes medicaid", "does detox take medicare", "detox with my insurance"])
def test_what_no_source_says_of_insurance_is_said(words: str) -> None:
    assert "No source here says who takes " in told(words, "Unity")
    assert "who takes" not in told("detox", "Unity")


def test_who_asks_for_insurance_itself_is_not_told_to_ask_a_service() -> None:
    assert "who takes" not in told("apply for medicaid", "Unity")
