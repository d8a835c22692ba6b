"""From words to an answer: what is wanted, where, how far the search widens, and that it never ends blank."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from dooryard.core.asking import EMERGENCY, LONGEST, Answer, Finder, Refused, UnknownPlace
from dooryard.core.bundle.reader import Bundle
from dooryard.core.bundle.writer import write
from dooryard.core.documents import Document
from dooryard.core.places import Gazetteer, Place, Places
from dooryard.directory import vocabularies
from tests.core.bundle.making import MONDAY_TEN, ZONES, document, weekly

STATE = Place("Testland", "state", 45.0, -69.0)
TOWNS = (
    Place("Northtown", "town", 45.0, -69.0, "Pine"),
    Place("Southtown", "town", 43.0, -69.0, "Oak"),
    Place("Hope", "town", 44.0, -69.0, "Oak"),
)
COUNTIES = (Place("Pine County", "county", 45.0, -69.0, "Pine"), Place("Oak County", "county", 43.5, -69.0, "Oak"))
GAZETTEER = Gazetteer(Places(state=STATE, abbreviation="TL", towns=TOWNS, counties=COUNTIES))
DOCUMENTS = [
    document("kit", categories=("naloxone",), town="Southtown", county="Oak", lat=43.0, lon=-69.0, status="open"),
    document(
        "swap",
        organization="Pine Needle Swap",
        categories=("syringe-services",),
        also=("naloxone",),
        town="Northtown",
        county="Pine",
        lat=45.0,
        lon=-69.01,
        schedules=weekly("MO,TU,WE,TH,FR", "12:00", "16:00"),
        zone="America/New_York",
    ),
    document(
        "gone", categories=("syringe-services",), town="Northtown", county="Pine", lat=45.0, lon=-69.0, status="closed"
    ),
    document(
        "beds", organization="Harbor House", categories=("withdrawal-management",), county="Oak", lat=43.0, lon=-69.2
    ),
    document("line", organization="Find Help Line", categories=("hotline", "info-line"), reach="phone"),
    document("911", organization="911", categories=("hotline", "emergency"), reach="phone"),
    document(
        "lung",
        organization="Blue Heron Clinic",
        categories=("other",),
        description="accordion tuning",
        lat=45.0,
        lon=-69.0,
    ),
]


def made(documents: list[Document]) -> Bundle:
    entries = ((one, b"card", b"{}") for one in documents)
    segments = write(entries, vocabulary=vocabularies.load().encode(), gazetteer=msgspec.json.encode(GAZETTEER.rows))
    return Bundle(segments["manifest"], segments, ZONES)


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(made(DOCUMENTS))


def ids(finder: Finder, answer: Answer) -> list[str]:
    return [finder.bundle.document(hit.index).id for hit in answer.found.hits]


def ask(finder: Finder, words: str, **options: Any) -> Answer:
    return finder.ask(words, at=MONDAY_TEN, **options)


def test_the_kind_asked_for_comes_although_another_word_was_used(finder: Finder) -> None:
    answer = ask(finder, "narcan")
    assert ids(finder, answer) == ["kit"]
    assert answer.found.total == 1
    assert answer.widened == ()


def test_dangers_are_heard_without_an_answer(finder: Finder) -> None:
    assert finder.dangers("i want to die and my man hits me") == ("suicide", "violence")
    assert finder.dangers("narcan") == ()


def test_a_place_far_from_the_kind_widens_and_names_what_is_nearer(finder: Finder) -> None:
    answer = ask(finder, "narcan", near="Northtown")
    assert answer.widened == ("distance",)
    assert ids(finder, answer) == ["kit"]
    assert [finder.bundle.document(hit.index).id for hit in answer.also] == ["swap"]
    assert answer.nearer == answer.also


def test_nothing_is_nearer_where_the_first_answer_is_next_door(finder: Finder) -> None:
    assert ask(finder, "narcan", near="Southtown").nearer == ()


def test_miles_that_were_asked_for_widen_only_when_nothing_is_inside(finder: Finder) -> None:
    near = ask(finder, "clean needles", near="Northtown", within=5)
    assert (ids(finder, near), near.widened, near.within) == (["swap", "gone"], (), 5)
    far = ask(finder, "detox", near="Northtown", within=5)
    assert (ids(finder, far), far.widened) == (["beds"], ("distance",))


def test_a_closed_service_comes_last_and_does_not_count_as_help(finder: Finder) -> None:
    answer = ask(finder, "syringe exchange", near="Northtown")
    assert ids(finder, answer) == ["swap", "gone"]
    assert answer.found.usable == 1


def test_what_opens_later_is_shown_when_nothing_is_open_now(finder: Finder) -> None:
    answer = ask(finder, "needle exchange", near="Northtown", open_now=True)
    assert "hours" in answer.widened
    assert ids(finder, answer)[0] == "swap"


def test_what_only_mentions_the_need_is_shown_when_nothing_else_is_there(finder: Finder) -> None:
    answer = ask(finder, "", categories=["naloxone"], near="Northtown", filters={"county": ("Pine",)})
    assert ids(finder, answer) == ["swap"]
    assert answer.widened == ("mentions",)
    assert answer.also == ()


def test_a_category_that_does_not_exist_is_refused_with_those_that_do(finder: Finder) -> None:
    with pytest.raises(Refused, match=r"no category of that name\. These are: naloxone, "):
        ask(finder, "", categories=["naloxon"])


def test_words_that_nothing_holds_together_are_taken_apart(finder: Finder) -> None:
    answer = ask(finder, "accordion zeppelin")
    assert answer.widened == ("some words",)
    assert ids(finder, answer) == ["lung"]


def test_the_line_that_finds_anything_answers_when_nothing_is_found(finder: Finder) -> None:
    answer = ask(finder, "zeppelin")
    assert answer.widened == ("last resort",)
    assert ids(finder, answer) == ["line"]
    assert answer.also == ()


@pytest.mark.parametrize("words", ["не дышит", "不呼吸 southtown", "xqzw", "what is there", "zeppelin hope"])
def test_words_that_nobody_here_understands_never_list_everything(finder: Finder, words: str) -> None:
    answer = ask(finder, words, near="Northtown")
    assert answer.lost
    assert answer.widened == ("last resort",)
    assert ids(finder, answer) == ["line"]
    assert (answer.also, answer.nearer) == ((), ())


@pytest.mark.parametrize(
    "words",
    ["", "southtown", "open now", "for women", "narcan", "not breathing", "not methadone", "accordion", "harbor house"],
)
def test_what_was_understood_is_not_lost(finder: Finder, words: str) -> None:
    assert not ask(finder, words, near="Northtown").lost


def test_a_choice_is_kept_though_the_words_beside_it_mean_nothing(finder: Finder) -> None:
    assert not ask(finder, "не дышит", categories=["naloxone"]).lost
    assert not ask(finder, "не дышит", filters={"category": ("naloxone",)}).lost


def test_what_is_closed_stays_below_the_line_that_finds_something_else(finder: Finder) -> None:
    answer = ask(finder, "", categories=["syringe-services"], filters={"status": ("closed",)})
    assert (ids(finder, answer), answer.widened) == (["line"], ("last resort",))
    only_closed = Finder(made([one for one in DOCUMENTS if one.id in ("gone", "line")]))
    answer = ask(only_closed, "needle exchange", near="Northtown")
    assert (ids(only_closed, answer), answer.widened) == (["line", "gone"], ("last resort",))


def test_who_asks_for_a_closed_service_by_name_is_told_that_it_is_closed(finder: Finder) -> None:
    documents = [*DOCUMENTS, document("shut", organization="Never Alone Corner", status="closed", lat=43.0, lon=-69.0)]
    answer = ask(Finder(made(documents)), "never alone corner", near="Northtown")
    assert [Finder(made(documents)).bundle.document(hit.index).id for hit in answer.found.hits] == ["shut", "line"]
    assert answer.widened == ("last resort",)


def test_a_need_the_directory_does_not_hold_is_named_and_given_to_the_line(finder: Finder) -> None:
    answer = ask(finder, "help with heating oil", near="Northtown")
    assert answer.understanding.unmet
    assert ids(finder, answer)[0] == "line"


def test_a_provider_asked_for_by_name_is_found(finder: Finder) -> None:
    assert ids(finder, ask(finder, "blue heron clinic"))[0] == "lung"


def test_somebody_not_breathing_raises_the_card_and_the_emergency_line(finder: Finder) -> None:
    answer = ask(finder, "my friend is not breathing")
    assert answer.emergency
    assert ids(finder, answer)[0] == "911"
    assert set(EMERGENCY) == {"emergency", "naloxone"}


def test_an_emergency_that_names_a_service_gets_the_service_below_the_card(finder: Finder) -> None:
    answer = ask(finder, "she is not breathing where is the needle exchange")
    assert answer.emergency
    assert "swap" in ids(finder, answer)


def test_a_place_in_the_words_is_taken_and_others_are_offered(finder: Finder) -> None:
    answer = ask(finder, "detox in southtown")
    assert answer.place is not None
    assert answer.place.name == "Southtown"
    assert ask(finder, "detox").place is None
    assert ask(finder, "i have hope").place is None


def test_the_place_that_was_typed_wins_over_one_in_the_words(finder: Finder) -> None:
    answer = ask(finder, "detox in southtown", near="Northtown")
    assert answer.place is not None
    assert answer.place.name == "Northtown"
    assert [place.name for place in answer.other_places] == ["Southtown"]


def test_only_a_place_lists_what_is_near_it(finder: Finder) -> None:
    assert {"swap", "lung"} <= set(ids(finder, ask(finder, "", near="Northtown")))


@pytest.mark.parametrize("near", ["Atlantis", "99999"])
def test_an_unknown_place_is_said(finder: Finder, near: str) -> None:
    with pytest.raises(UnknownPlace, match="Testland"):
        ask(finder, "narcan", near=near)


def test_coordinates_that_are_nowhere_are_said(finder: Finder) -> None:
    with pytest.raises(UnknownPlace, match=r"Coordinates are latitude"):
        ask(finder, "narcan", near="95,10")


@pytest.mark.parametrize("words", ["", "   ", "x" * (LONGEST + 1)])
def test_nothing_said_and_too_much_said_are_refused_in_words(finder: Finder, words: str) -> None:
    with pytest.raises(Refused, match="Please"):
        ask(finder, words)


def test_the_age_in_the_words_is_heard_unless_one_is_given(finder: Finder) -> None:
    assert ask(finder, "detox for my 15 year old").understanding.age == 15


def test_a_town_that_was_not_taken_is_offered(finder: Finder) -> None:
    answer = ask(finder, "i hope to find narcan", near="Northtown")
    assert answer.place is not None
    assert (answer.place.name, [place.name for place in answer.other_places]) == ("Northtown", ["Hope"])
    assert [place.name for place in ask(finder, "i hope to find narcan").other_places] == ["Hope"]


def test_the_one_service_for_the_county_asked_about_is_enough() -> None:
    liaison = {"categories": ("options-liaison",), "reach": "area", "lat": 45.0, "lon": -69.0}
    documents = [
        *DOCUMENTS,
        document("oak", areas=("Oak",), **liaison),
        document("pine", areas=("Pine",), **liaison),
        document("fir", areas=("Fir",), **liaison),
    ]
    finder = Finder(made(documents))
    answer = ask(finder, "", categories=["options-liaison"], near="Southtown")
    assert (ids(finder, answer), answer.widened) == (["oak"], ())
    answer = ask(finder, "", categories=["options-liaison"], near="Northtown")
    assert (ids(finder, answer), answer.widened) == (["pine", "fir", "oak"], ())


HOMES = [
    document("hers", categories=("residential-treatment",), lat=45.0, lon=-69.0, facets={"gender": ("women",)}),
    document("his", categories=("residential-treatment",), lat=45.3, lon=-69.0, facets={"gender": ("men",)}),
    document("silent", categories=("residential-treatment",), lat=45.2, lon=-69.0),
    document("line", organization="Find Help Line", categories=("hotline", "info-line"), reach="phone"),
]


def test_what_is_only_for_others_comes_last_and_is_never_shut_out() -> None:
    homes = Finder(made(HOMES))
    assert ids(homes, ask(homes, "rehab", near="Northtown")) == ["hers", "silent", "his"]
    assert ids(homes, ask(homes, "my husband needs rehab", near="Northtown"))[-1] == "hers"
    assert ids(homes, ask(homes, "my daughter needs rehab", near="Northtown"))[-1] == "his"
    assert ids(homes, ask(homes, "rehab for my son or for my wife", near="Northtown"))[0] == "hers"


def test_where_no_service_says_whom_it_is_for_nothing_changes(finder: Finder) -> None:
    assert ids(finder, ask(finder, "my husband needs detox")) == ids(finder, ask(finder, "detox"))


def test_who_flees_a_man_is_not_taken_for_him() -> None:
    homes = Finder(made(HOMES))
    assert ids(homes, ask(homes, "he beats me he needs rehab i need rehab", near="Northtown"))[0] == "hers"
    assert homes.understand("my husband wants to kill me i need shelter").people == ()
