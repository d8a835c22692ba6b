"""How times, distances and trust are said."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from dooryard.core.documents import Confirmed, DialPhone, Document, Reach
from dooryard.core.hours import OpenState
from dooryard.directory import languages, wording

ZONE = ZoneInfo("America/New_York")
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZONE)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (OpenState("unknown"), "hours unknown, call first"),
        (OpenState("open"), "open now"),
        (OpenState("open", until=at(23, 20)), "open until 8 pm"),
        (OpenState("open", until=at(23, 16, 30)), "open until 4:30 pm"),
        (OpenState("open", until=at(24, 0)), "open until midnight"),
        (OpenState("open", until=at(24, 2)), "open until Tuesday 2 am"),
        (OpenState("closed"), "closed now, call to ask when it opens"),
        (OpenState("closed", opens=at(23, 17)), "closed now, opens 5 pm"),
        (OpenState("closed", opens=at(24, 9)), "closed now, opens Tuesday 9 am"),
        (OpenState("closed", opens=at(24, 12)), "closed now, opens Tuesday noon"),
        (OpenState("closed", opens=at(1, 9, month=12)), "closed now, opens December 1, 9 am"),
    ],
)
def test_open_state_is_said_plainly(state: OpenState, said: str) -> None:
    assert wording.open_words(state, MONDAY_NOON) == said


def test_nobody_is_told_to_call_where_no_number_is_known() -> None:
    assert wording.open_words(OpenState("unknown"), MONDAY_NOON, callable=False) == "hours unknown"


def test_open_state_is_said_on_the_clock_of_the_place() -> None:
    in_paris = MONDAY_NOON.astimezone(ZoneInfo("Europe/Paris"))
    assert wording.open_words(OpenState("open", until=at(23, 20)), in_paris) == "open until 8 pm"


@pytest.mark.parametrize(
    ("miles", "approximate", "said"),
    [
        (None, False, ""),
        (0.0, False, "less than a mile away"),
        (0.0, True, "nearby"),
        (1.02, False, "about 1 mile away"),
        (1.46, True, "about 1.5 miles away"),
        (1.97, False, "about 2 miles away"),
        (2.34, True, "about 2 miles away"),
        (7.8, False, "about 8 miles away"),
        (36.6, False, "about 37 miles away"),
    ],
)
def test_distance_is_said_plainly(miles: float | None, approximate: bool, said: str) -> None:
    assert wording.distance_words(miles, approximate=approximate) == said


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2022-09-24", "September 24, 2022"),
        ("2022-09", "September 2022"),
        ("2021", "2021"),
        ("", "date not stated"),
        ("undated", "undated"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(iso: str, said: str) -> None:
    assert wording.day(iso) == said


def document(tier: str | None, sources: int, confirmed: Confirmed | None = None) -> Document:
    phones = (DialPhone(number="555-555-0101", tel="tel:+1-555-555-0101", tier=tier),) if tier else ()
    return Document(
        id="1", ref="x-1", source="x", service="S", organization="O", phones=phones, sources=sources,
        seen="2022-04", confirmed=confirmed,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (document("B", 2), "Seen in 2 sources, last April 2022; not yet called by us."),
        (document(None, 3), "Seen in 3 sources, last April 2022; not yet called by us."),
        (document("C", 1), "1 source, seen April 2022; it may have changed."),
        (document(None, 1), "1 source, seen April 2022; it may have changed."),
        (document("A", 6), "Seen in 6 sources, last April 2022."),
        (document("C", 1, Confirmed(when="2026-11-20", how="called")), "Confirmed by phone, November 20, 2026."),
    ],
)
def test_trust_is_said_as_the_tiers_have_it(given: Document, said: str) -> None:
    assert wording.trust_words(given, wording.tier_of(given)) == said


@pytest.mark.parametrize(
    ("total", "closed", "planned", "said"),
    [
        (0, 0, 0, "No service"),
        (1, 0, 0, "1 service"),
        (1200, 0, 0, "1,200 services"),
        (6, 1, 0, "5 services, and 1 that is closed"),
        (6, 0, 2, "4 services, and 2 that are only planned"),
        (3, 1, 1, "1 service, and 1 that is closed and 1 that is only planned"),
        (1, 1, 0, "No service, and 1 that is closed"),
    ],
)
def test_what_is_closed_or_planned_is_counted_apart(total: int, closed: int, planned: int, said: str) -> None:
    assert wording.counted(total, closed=closed, planned=planned) == said


@pytest.mark.parametrize(
    ("names", "said"), [((), ""), (("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "C"), "A, B and C")]
)
def test_names_are_listed_as_a_sentence_has_them(names: tuple[str, ...], said: str) -> None:
    assert wording.listed(names) == said


@pytest.mark.parametrize(
    ("reach", "texts", "said"),
    [
        ("site", (), ""),
        ("area", (), "serves A and B"),
        ("statewide", (), "serves the whole state"),
        ("mail", (), "by mail"),
        ("phone", (), "by phone"),
        ("phone", ("",), "by phone"),
        ("phone", ("text HI",), "by text"),
        ("phone", ("", "text HI"), "by phone or text"),
    ],
)
def test_how_it_reaches_a_person_is_said_by_what_it_gives(reach: Reach, texts: tuple[str, ...], said: str) -> None:
    phones = tuple(DialPhone(number="555-555-0106", tel="tel:0106", text=text) for text in texts)
    given = msgspec.structs.replace(document(None, 1), phones=phones, areas=("A", "B"))
    assert wording.reach_words(given, reach) == said


@pytest.mark.parametrize(
    ("route", "spanish"),
    [
        ("text 988", "texto al"), ("text POISON to 85511", "POISON"), ("text the same number", "mismo número"),
        ("then press 1", ""), ("text your ZIP code to 898-211", ""),
    ],
)  # fmt: skip
def test_how_to_text_a_line_is_said_in_the_language_of_the_page(route: str, spanish: str) -> None:
    assert wording.text_words(route) == ""
    with languages.speaking("es"):
        said = wording.text_words(route)
    assert spanish in said
    assert bool(said) == bool(spanish)
