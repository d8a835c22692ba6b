"""What other choices would give: every count is held to a slow finder that is simply asked with that choice made."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.generate import corpus
from bench.reference import Reference
from dooryard.core import hours
from dooryard.core.bundle import ranking
from dooryard.core.bundle.reader import Bundle
from dooryard.core.bundle.search import ANY
from dooryard.core.bundle.values import BUILT_IN
from dooryard.core.documents import NOT_STATED, Document, Question
from dooryard.core.places import Place
from tests.core.bundle.making import BANGOR, MONDAY_TEN, ZONES, bundle, document, ids, weekly
from tests.core.bundle.test_against_reference import documents, questions

BANDS = (5.0, 10.0, 25.0)
LIVE = ("open", "unconfirmed")


def changed(question: Question, **changes: Any) -> Question:
    return msgspec.structs.replace(question, **changes)


def usable(reference: Reference, question: Question, at: datetime) -> int:
    states = reference.answer(question, at).facets["status"]
    return sum(states.get(state, 0) for state in LIVE)


def found(reference: Reference, question: Question, at: datetime) -> set[str]:
    return set(reference.answer(changed(question, limit=10_000), at).top)


def check_facets(made: Bundle, reference: Reference, question: Question, at: datetime) -> None:
    """Each count is the number of answers with that one value chosen; a value that is not counted gives none."""
    counted = made.search(question, at).facets
    for field in {*BUILT_IN, *reference.facets, *question.filters}:
        values = {value for one in reference.documents for value in reference._values(one, field)}
        right = {
            value: reference.answer(changed(question, filters=question.filters | {field: (value,)}), at).total
            for value in values
        }
        assert counted[field] == {value: count for value, count in right.items() if count}, field


def check_open_and_age(made: Bundle, reference: Reference, question: Question, at: datetime) -> None:
    counted = made.search(question, at).facets
    now = reference.answer(changed(question, open_now=True), at).total
    assert counted["open"].get("open", 0) + counted["open"].get("unknown", 0) == now
    assert sum(counted["open"].values()) == reference.answer(changed(question, open_now=False), at).total
    if question.age is None:
        assert "age" not in counted
        return
    of_any_age = found(reference, changed(question, age=None), at)
    rows = [one for one in reference.documents if one.id in of_any_age]
    silent = sum(one.minimum_age is None and one.maximum_age is None for one in rows)
    suited = reference.answer(question, at).total
    right = {"yes": suited - silent, "no": len(rows) - suited, NOT_STATED: silent}
    assert counted["age"] == {name: count for name, count in right.items() if count}


def check_without(made: Bundle, reference: Reference, question: Question, at: datetime) -> None:
    """How many more could be used if one choice were taken back."""
    search = made.search(question, at)
    now = usable(reference, question, at)
    assert search.usable == now
    rest = {
        field: changed(question, filters={name: kept for name, kept in question.filters.items() if name != field})
        for field in question.filters
    }
    rest |= {"age": changed(question, age=None)} if question.age is not None else {}
    rest |= {"open": changed(question, open_now=False)} if question.open_now else {}
    if question.place is not None and question.within is not None:
        rest["distance"] = changed(question, within=None)
    assert search.without == {name: usable(reference, other, at) - now for name, other in rest.items()}


def check_bands(made: Bundle, reference: Reference, question: Question, at: datetime) -> None:
    counted = made.search(question, at).bands(BANDS)
    if question.place is None or question.place.kind == "state":
        assert counted == {}
        return
    right = {f"{limit:g}": reference.answer(changed(question, within=limit), at).total for limit in BANDS}
    assert counted == right | {ANY: reference.answer(changed(question, within=None), at).total}


def check_later(made: Bundle, reference: Reference, question: Question, at: datetime) -> None:
    """What opens again on the day that the clock on its own wall shows."""
    shut = found(reference, changed(question, open_now=False), at) - found(reference, question, at)
    count = 0
    for one in reference.documents:
        zone = ZONES.get(one.zone)
        if one.id in shut and one.status in LIVE and zone is not None and question.open_now:
            opens = hours.open_state(one.schedules, at.replace(second=0, microsecond=0), zone).opens
            count += opens is not None and opens.date() == at.astimezone(zone).date()
    assert made.search(question, at).later == count


def check_unsaid(made: Bundle, reference: Reference, question: Question, at: datetime) -> None:
    """Those that can be used and say nothing where the others say what is asked."""
    lenient = {
        field: values if field in BUILT_IN else (*values, NOT_STATED) for field, values in question.filters.items()
    }
    more = found(reference, changed(question, filters=lenient), at) - found(reference, question, at)
    right = {one.id for one in reference.documents if one.id in more and one.status in LIVE}
    assert set(ids(made, made.find(changed(question, unsaid=True, limit=10_000), at))) == right


CHECKS = (check_facets, check_open_and_age, check_without, check_bands, check_later, check_unsaid)


@settings(max_examples=150, deadline=None)
@given(rows=documents(), question=questions, minutes=st.integers(0, 7 * 24 * 60))
def test_counts_of_small_directories_are_those_of_asking_again(
    rows: list[Document], question: Question, minutes: int
) -> None:
    made, reference, at = bundle(rows), Reference(rows, ZONES), MONDAY_TEN + timedelta(minutes=minutes)
    for check in CHECKS:
        check(made, reference, question, at)


@lru_cache(maxsize=1)
def large() -> tuple[Bundle, Reference, list[Any]]:
    made = corpus(1500, questions=60)
    return bundle(made.documents), Reference(made.documents, ZONES), made.questions


@pytest.mark.parametrize("number", range(6))
def test_counts_of_a_large_directory_are_those_of_asking_again(number: int) -> None:
    made, reference, asked = large()
    one = [one for one in asked if one.question.filters][number]
    question = changed(one.question, groups=(), wanted={})
    for check in CHECKS[1:]:
        check(made, reference, question, one.at)


def test_a_value_chosen_leaves_the_counts_of_its_facet_and_changes_those_of_others() -> None:
    rows = [
        document("a", facets={"language": ("spanish",), "cost": ("free",)}),
        document("b", facets={"language": ("french", "spanish")}),
        document("c", facets={"cost": ("free",)}),
        document("d", facets={"language": ("spanish",)}, status="closed"),
    ]
    search = bundle(rows).search(Question(filters={"language": ("french",)}), MONDAY_TEN)
    assert search.facets["language"] == {"spanish": 3, "french": 1, NOT_STATED: 1}
    assert search.facets["cost"] == {NOT_STATED: 1}
    assert search.without == {"language": 2}


def test_those_that_do_not_say_are_found_apart_and_those_that_say_otherwise_are_not() -> None:
    rows = [
        document("says", facets={"language": ("spanish",)}),
        document("otherwise", facets={"language": ("french",)}),
        document("silent"),
        document("silent and closed", status="closed"),
    ]
    made = bundle(rows)
    asked = Question(filters={"language": ("spanish",)}, unsaid=True)
    assert ids(made, made.find(asked, MONDAY_TEN)) == ["silent"]
    assert made.find(Question(unsaid=True), MONDAY_TEN).total == 0
    nobody = bundle([document("silent", county="York")])
    assert nobody.find(asked, MONDAY_TEN).total == 1
    elsewhere = changed(asked, filters={"language": ("spanish",), "county": ("Oak",)})
    assert nobody.find(elsewhere, MONDAY_TEN).total == 0


def test_what_opens_later_today_is_counted_by_the_clock_on_its_wall() -> None:
    shift = weekly("MO", "09:00", "17:00")[0]
    monthly = (msgspec.structs.replace(shift, freq="MONTHLY", byday="4MO", opens_at="13:00", dtstart="2026-01-05"),)
    rows = [
        document("noon", schedules=weekly("MO", "12:00", "14:00"), zone="America/New_York"),
        document("tomorrow", schedules=weekly("TU", "12:00", "14:00"), zone="America/New_York"),
        document("morning", schedules=weekly("MO", "08:00", "09:00"), zone="America/New_York"),
        document("monthly", schedules=monthly, zone="America/New_York"),
        document("closed for good", schedules=weekly("MO", "12:00", "14:00"), zone="America/New_York", status="closed"),
        document("zone unheard of", schedules=weekly("MO", "12:00", "14:00"), zone="Moon/Base"),
    ]
    search = bundle(rows).search(Question(open_now=True), MONDAY_TEN)
    assert search.later == 2
    assert search.without["open"] == 4
    assert search.total == 1


def test_distances_count_what_comes_anyhow_in_every_band() -> None:
    rows = [
        document("near", lat=44.81, lon=-68.77, county="Penobscot"),
        document("far", lat=44.95, lon=-68.77, county="Penobscot"),
        document("line", reach="phone"),
        document("liaison elsewhere", reach="area", areas=("York",)),
    ]
    search = bundle(rows).search(Question(place=BANGOR, within=5.0), MONDAY_TEN)
    assert search.bands(BANDS) == {"5": 2, "10": 2, "25": 3, ANY: 3}
    assert search.without == {"distance": 1}
    state = Place("Maine", "state", 45.3, -69.2)
    assert bundle(rows).search(Question(place=state), MONDAY_TEN).bands(BANDS) == {}


def test_a_closed_service_counts_as_closed_whatever_its_hours() -> None:
    hours_now = weekly("MO", "09:00", "17:00")
    rows = [document(status, status=status, schedules=hours_now, zone="America/New_York") for status in ranking.TIERS]
    assert bundle(rows).search(Question(), MONDAY_TEN).facets["open"] == {"open": 2, "closed": 2}
