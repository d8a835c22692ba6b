"""What a card says of its trust: of what it shows, and by name where one or two say it."""

from __future__ import annotations

from typing import Any

import pytest

from dooryard.core.documents import Document
from dooryard.directory import languages, presenters
from tests.web.conftest import document, phone

MORNING, EVENING, WEEKLY = "Morning Paper", "Evening Paper", "Weekly"


def said(publisher: str, number: str = "", **more: str) -> dict[str, str]:
    field = {"field": "phone", "value": number} if number else {}
    return {"publisher": publisher, **field, **more}


def record(*provenance: dict[str, str], publishers: int = 0) -> dict[str, Any]:
    given = {"number": "201-555-0101", "tier": "B", "seen": "2024-06", "disagreement": "", "publishers": publishers}
    return {"dooryard": {"provenance": provenance, "phones": [given] if publishers else []}}


def desk(tier: str = "", sources: int = 2) -> Document:
    phones = (phone("201-555-0101", tier),) if tier else ()
    return document("desk", "Desk", "food", phones=phones, sources=sources)


@pytest.mark.parametrize("tier", ["C", ""])
def test_a_card_without_a_number_speaks_of_the_record(tier: str) -> None:
    whole = record(said(MORNING), said(EVENING), said(WEEKLY, "201-555-0101"), publishers=1 if tier else 0)
    told = presenters.trust_line(desk(tier), whole)
    assert told == "Seen in 2 sources, last May 2024; not yet called by us. Sources: Morning Paper and Evening Paper."
    one = presenters.trust_line(desk(tier, sources=1), record(said(MORNING), publishers=1 if tier else 0))
    assert one == "1 source, seen May 2024; it may have changed. Source: Morning Paper."


def test_a_card_with_a_number_names_those_who_give_the_number() -> None:
    given = [said(MORNING, "201-555-0101"), said(EVENING, "201-555-0101 ext. 2"), said(WEEKLY, "201-555-0102")]
    told = presenters.trust_line(desk("B"), record(said(WEEKLY), *given, publishers=2))
    assert told == "Seen in 2 sources, last June 2024; not yet called by us. Sources: Morning Paper and Evening Paper."


def test_nobody_is_named_where_it_is_not_noted_who_they_all_are() -> None:
    told = presenters.trust_line(desk("B"), record(said(MORNING, "201-555-0101"), publishers=2))
    assert told == "Seen in 2 sources, last June 2024; not yet called by us."
    assert "Morning" not in presenters.trust_line(desk(), record(said(MORNING)))
    assert presenters.trust_line(desk(), {}) == "Seen in 2 sources, last May 2024; not yet called by us."


def test_three_are_counted_and_whoever_only_checked_it_is_no_source() -> None:
    names = [said(MORNING), said(EVENING), said("Us", how="called")]
    assert presenters.trust_line(desk(), record(*names)).endswith("Sources: Morning Paper and Evening Paper.")
    assert "Morning" not in presenters.trust_line(desk(sources=3), record(*names, said(WEEKLY)))


def test_what_may_be_shown_at_once_is_said_of_the_record() -> None:
    told = presenters.trust_line(desk("A", sources=1), record(said(MORNING), said(WEEKLY, "201-555-0101")))
    assert told == "Seen in 1 source, last May 2024. Source: Morning Paper."


def test_names_keep_their_own_direction() -> None:
    with languages.speaking("ar"):
        assert "\u2068Morning Paper\u2069" in presenters.trust_line(desk(sources=1), record(said(MORNING)))
