"""What the finder answers: candidates, reach before radius, filters, order and exact counts."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from dooryard.core.documents import NOT_STATED, Confirmed, Document, Question
from dooryard.core.places import Place
from tests.core.bundle.making import BANGOR, MONDAY_TEN, bundle, document, ids, weekly

NEAR = {"lat": 44.81, "lon": -68.77, "county": "Penobscot"}
FAR = {"lat": 43.66, "lon": -70.26, "county": "Cumberland"}


def asked(documents: list[Document], at: datetime = MONDAY_TEN, **question: object) -> list[str]:
    made = bundle(documents)
    found = made.find(Question(**question), at)
    assert found.total == len(found.hits)
    return ids(made, found)


def test_wanted_categories_are_main_jobs_or_mentions_but_never_both() -> None:
    documents = [
        document("main", categories=("detox",), also=("detox",)),
        document("mention", categories=("food",), also=("detox",)),
        document("other", categories=("food",)),
    ]
    assert asked(documents, wanted={"detox": 1.0}) == ["main"]
    assert asked(documents, wanted={"detox": 1.0}, match="also") == ["mention"]


def test_a_better_category_comes_first() -> None:
    documents = [document("a", categories=("counseling",)), document("b", categories=("detox",))]
    assert asked(documents, wanted={"detox": 1.0, "counseling": 0.4}) == ["b", "a"]


def test_all_groups_must_match_when_nothing_is_wanted() -> None:
    documents = [
        document("both", description="narcan training"),
        document("one", description="narcan"),
        document("synonym", description="naloxone classes and training"),
    ]
    assert set(asked(documents, groups=(("narcan", "naloxone"), ("training",)))) == {"both", "synonym"}
    assert asked(documents, groups=(("narcan",), ("unheard",))) == []


def test_words_only_rank_when_something_is_wanted() -> None:
    documents = [document("a", categories=("x",)), document("b", categories=("x",), description="free rides")]
    assert asked(documents, wanted={"x": 1.0}, groups=(("ride",), ("unheard",))) == ["b", "a"]
    assert asked(documents, wanted={"x": 1.0}, groups=(("unheard",),)) == ["a", "b"]


def test_a_word_begun_at_the_end_answers_as_one_types() -> None:
    documents = [document("a", description="naloxone"), document("b", description="nalorphine"), document("c")]
    assert set(asked(documents, groups=(("nalo",),))) == {"a", "b"}
    assert asked(documents, groups=(("nalox",),)) == ["a"]
    assert asked(documents, groups=(("nalo",), ("help",))) == []
    assert asked(documents, groups=(("n",),)) == []


def test_nothing_asked_finds_everything() -> None:
    assert asked([document("a"), document("b")]) == ["a", "b"]


def test_a_provider_asked_for_by_name_comes_first_whatever_it_does() -> None:
    documents = [
        document("detox", categories=("detox",), description="detox"),
        document("named", service="Meals", organization="Wabanaki Kitchen", town="Bangor", categories=("food",)),
        document("elsewhere", service="Meals", organization="Other Kitchen", town="Saco", categories=("food",)),
    ]
    question = {"wanted": {"detox": 1.0}, "name": ("wabanaki", "kitchen", "bangor")}
    assert asked(documents, **question) == ["named", "detox"]
    assert asked(documents, wanted={"detox": 1.0}, name=("unheard", "of")) == ["detox"]
    assert asked(documents, wanted={"detox": 1.0}, name=("wabanaki", "kitch")) == ["named", "detox"]
    assert asked(documents, wanted={"food": 1.0}, match="also", name=("wabanaki", "kitchen")) == []


def test_reach_comes_before_radius() -> None:
    documents = [
        document("near", **NEAR),
        document("far", **FAR),
        document("state", reach="statewide", **FAR),
        document("line", reach="phone"),
        document("mail", reach="mail"),
        document("liaison here", reach="area", areas=("Penobscot",)),
        document("liaison elsewhere", reach="area", areas=("York",)),
        document("office elsewhere, site near", reach="area", areas=("York",), **NEAR),
        document("same county, no coordinates", county="Penobscot"),
        document("other county, no coordinates", county="York"),
        document("nobody knows where"),
    ]
    around = {document.id for document in documents} - {"far", "liaison elsewhere", "other county, no coordinates"}
    assert set(asked(documents, place=BANGOR, within=10.0)) == around
    assert set(asked(documents, place=BANGOR)) == around | {"far", "other county, no coordinates"}
    assert set(asked(documents)) == {document.id for document in documents}
    nowhere = Place("Somewhere", "point", 44.80, -68.77)
    anywhere = around | {"liaison elsewhere", "other county, no coordinates"}
    assert set(asked(documents, place=nowhere, within=10.0)) == anywhere
    border = Place("Border", "town", 44.80, -68.77, maybe=("York", "Penobscot"))
    assert set(asked(documents, place=border, within=10.0)) == anywhere


def test_inside_a_county_no_distance_excludes_and_in_a_state_nothing_does() -> None:
    documents = [
        document("north", lat=45.9, lon=-68.6, county="Penobscot"),
        document("next door", lat=44.82, lon=-68.77, county="Hancock"),
        document("far", **FAR),
        document("liaison", reach="area", areas=("York",)),
    ]
    county = Place("Penobscot County", "county", 44.80, -68.77, "Penobscot")
    assert asked(documents, place=county, within=5.0) == ["next door", "north"]
    state = Place("Maine", "state", 45.3, -69.2)
    assert len(asked(documents, place=state, within=5.0)) == 4


def test_distances_are_miles_and_none_without_coordinates() -> None:
    made = bundle([document("near", **NEAR), document("line", reach="phone")])
    near, line = made.find(Question(place=BANGOR, within=0.7), MONDAY_TEN).hits
    assert near.distance == pytest.approx(0.691, abs=0.001)
    assert line.distance is None and line.reach == "phone"
    assert made.find(Question(place=BANGOR, within=0.6), MONDAY_TEN).total == 1


def test_a_site_at_the_very_place_is_within_no_miles() -> None:
    assert asked([document("a", lat=44.8, lon=-68.77)], place=BANGOR, within=0.0) == ["a"]


def test_a_limit_of_nothing_or_without_end_is_understood() -> None:
    made = bundle([document(f"{n:04d}", **(NEAR if n % 2 else FAR)) for n in range(1400)])
    found = made.find(Question(place=BANGOR, within=float("inf"), limit=0), MONDAY_TEN)
    assert found.total == 1400 and found.hits == ()
    assert made.find(Question(place=BANGOR, within=-1.0), MONDAY_TEN).total == 0


def test_places_beyond_the_date_line_and_at_the_poles_are_found() -> None:
    fiji = document("fiji", lat=-17.0, lon=-179.99)
    assert asked([fiji], place=Place("Fiji", "point", -17.0, 179.99), within=5.0) == ["fiji"]
    pole = document("pole", lat=89.99, lon=100.0)
    assert asked([pole], place=Place("Pole", "point", 89.99, -80.0), within=5.0) == ["pole"]


def test_filters_are_any_of_in_a_facet_and_all_across_facets() -> None:
    documents = [
        document("a", facets={"language": ("English", "Somali"), "cost": ("free",)}),
        document("b", facets={"language": ("French",)}),
        document("c", facets={"cost": ("free",)}, county="York"),
    ]
    assert asked(documents, filters={"language": ("Somali", "French")}) == ["a", "b"]
    assert asked(documents, filters={"language": ("Somali", "French"), "cost": ("free",)}) == ["a"]
    assert asked(documents, filters={"language": (NOT_STATED,)}) == ["c"]
    assert asked(documents, filters={"county": ("York",)}) == ["c"]
    assert asked(documents, filters={"language": ("Latin",)}) == []
    assert asked(documents, filters={"language": ()}) == []
    assert asked(documents, filters={"pets": ("yes",)}) == []
    assert asked(documents, filters={"pets": ("yes", NOT_STATED)}) == ["a", "b", "c"]


def test_ages_that_are_not_stated_pass() -> None:
    documents = [document("any"), document("adult", minimum_age=18.0), document("youth", maximum_age=17.0)]
    assert asked(documents, age=17.0) == ["any", "youth"]
    assert asked(documents, age=18.0) == ["adult", "any"]


def test_open_now_keeps_unknown_after_open_and_drops_closed() -> None:
    documents = [
        document("closed", schedules=weekly("TU", "09:00", "17:00"), zone="America/New_York", sources=5),
        document("open", schedules=weekly("MO", "09:00", "17:00"), zone="America/New_York"),
        document("unknown", sources=5),
        document("zone unheard of", schedules=weekly("MO", "09:00", "17:00"), zone="Moon/Base", sources=5),
    ]
    made = bundle(documents)
    found = made.find(Question(open_now=True), MONDAY_TEN)
    assert ids(made, found) == ["open", "unknown", "zone unheard of"]
    assert found.total == 3 and found.facets["open"] == {"open": 1, "closed": 1, "unknown": 2}
    assert found.hits[0].open.until == MONDAY_TEN.replace(hour=17)
    assert made.state(found.hits[1].index, MONDAY_TEN).state == "unknown"


def test_each_zone_has_its_own_wall_clock_and_some_hours_need_the_calendar() -> None:
    shift = weekly("MO", "09:00", "17:00")[0]
    monthly = (msgspec.structs.replace(shift, freq="MONTHLY", byday="1MO", dtstart="2026-01-05"),)
    documents = [
        document("east", schedules=weekly("MO", "09:00", "10:00"), zone="America/New_York"),
        document("middle", schedules=weekly("MO", "09:00", "10:00"), zone="America/Chicago"),
        document("monthly", schedules=monthly, zone="America/New_York"),
    ]
    made = bundle(documents)
    states = [made.find(Question(open_now=True), MONDAY_TEN + timedelta(days=days)) for days in (0, 14)]
    assert [ids(made, found) for found in states] == [["middle"], ["middle", "monthly"]]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        bundle([document("a")]).find(Question(), datetime(2026, 11, 23, 10))


def test_only_the_last_minutes_are_remembered() -> None:
    made = bundle([document("a", schedules=weekly("MO", "09:00", "17:00"), zone="America/New_York")])
    for minute in range(40):
        made.find(Question(), MONDAY_TEN + timedelta(minutes=minute))
    assert len(made._openness._minutes) == 16


def test_services_that_work_come_before_planned_and_planned_before_closed() -> None:
    documents = [
        document("closed", status="closed", sources=5, confirmed=Confirmed(when="2026-11-01", how="called")),
        document("planned", status="planned", sources=5),
        document("unconfirmed", status="unconfirmed"),
        document("confirmed", status="open", confirmed=Confirmed(when="2026-11-01", how="called")),
    ]
    assert asked(documents) == ["confirmed", "unconfirmed", "planned", "closed"]


def test_totals_and_counts_are_over_all_though_few_are_shown() -> None:
    documents = [document(f"{n:04d}", categories=("x",) if n % 3 else (), **NEAR) for n in range(4500)]
    made = bundle(documents)
    found = made.find(Question(place=BANGOR, within=5.0, limit=7), MONDAY_TEN)
    assert found.total == 4500 and ids(made, found) == [f"{n:04d}" for n in range(7)]
    assert found.facets["category"] == {"x": 3000, NOT_STATED: 1500}
    older = made.find(Question(age=30.0, filters={"category": ("x",)}), MONDAY_TEN)
    assert older.facets["category"] == {"x": 3000}


def test_cards_records_ids_and_terms_are_read_by_number_and_id() -> None:
    made = bundle([document("b", service="Needle exchange"), document("a")])
    assert list(made.ids()) == ["a", "b"]
    index = made.index("b")
    assert index is not None and made.card(index) == b"card b" and made.document(index).id == "b"
    assert made.record("a") == b"record a"
    assert made.record("c") is None and made.index("") is None and made.index("aa") is None
    assert made.terms["needle"] == 1 and list(made.terms) == sorted(made.terms)
    assert made.vocabulary == b'{"words":[]}' and made.gazetteer == b"[]"


def test_who_is_called_by_name_comes_first_though_closed_and_far_and_a_general_name_calls_nobody() -> None:
    documents = [
        document("open", service="Syringe services", organization="Elm", categories=("syringes",), **NEAR),
        document("shut", service="Syringe services", organization="Oak", categories=("syringes",), status="closed"),
        document("away", organization="Tall Pine", site="North Annex", other_names=("TP",), status="planned", **FAR),
    ]
    near = {"wanted": {"syringes": 1.0}, "place": BANGOR, "within": 10.0}
    assert asked(documents, name=("syringe", "service"), **near) == ["open", "shut"]
    for name in (("tall", "pine"), ("tall", "pine", "tp"), ("tall", "pine", "north", "annex"), ("oak",)):
        assert asked(documents, name=name, **near)[0] == ("shut" if name == ("oak",) else "away"), name
