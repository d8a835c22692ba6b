"""Choices narrow what words find; too little widens, says how, and those that do not say are offered first."""

from __future__ import annotations

import math
from typing import Any

import pytest

from dooryard.core.asking import Answer, Finder, Refused
from dooryard.core.documents import Document, Found
from tests.core.bundle.making import document, weekly
from tests.core.test_asking import ask, ids, made

HERE, THERE = {"lat": 45.0, "lon": -69.0, "county": "Pine"}, {"lat": 43.0, "lon": -69.0, "county": "Oak"}
SPANISH = {"language": ("spanish",)}
LINE = document(
    "line", organization="Find Help Line", categories=("hotline", "info-line"), reach="phone", status="open"
)


def detox(id: str, **fields: Any) -> Document:
    return document(id, **{"categories": ("withdrawal-management",), **HERE, **fields})


def says(*languages: str) -> dict[str, Any]:
    return {"facets": {"language": languages}}


def finder(*documents: Document) -> Finder:
    return Finder(made([*documents, LINE]))


def unsaid(finder: Finder, answer: Answer) -> list[str]:
    assert isinstance(answer.unsaid, Found)
    return [finder.bundle.document(hit.index).id for hit in answer.unsaid.hits]


def test_a_category_narrows_what_the_words_find() -> None:
    asked = finder(detox("beds"), detox("sober house", categories=("housing", "withdrawal-management")))
    assert ids(asked, ask(asked, "detox", filters={"category": ("housing",)})) == ["sober house"]
    answer = ask(asked, "detox", filters={"category": ("housing",)}, narrowing=True)
    assert answer.narrowing is not None
    assert answer.narrowing.facets["category"] == {"withdrawal-management": 2, "housing": 1}
    assert answer.narrowing.without == {"category": 1}


def test_a_category_that_fits_no_word_is_shown_whole() -> None:
    asked = finder(detox("beds"), detox("pantry", categories=("food",)))
    answer = ask(asked, "detox", filters={"category": ("food",)})
    assert (ids(asked, answer), answer.widened) == (["pantry"], ("kind",))


def test_a_category_needs_no_word() -> None:
    asked = finder(detox("beds"), detox("pantry", categories=("food",), also=("withdrawal-management",)))
    answer = ask(asked, "", filters={"category": ("withdrawal-management",)}, narrowing=True)
    assert (ids(asked, answer), answer.widened) == (["beds"], ())
    assert [asked.bundle.document(hit.index).id for hit in answer.also] == ["pantry"]
    assert answer.narrowing is not None
    assert answer.narrowing.facets["category"]["food"] == 1
    answer = ask(asked, "", filters={"category": ("housing",)})
    assert (ids(asked, answer), answer.widened) == (["line"], ("last resort",))
    with pytest.raises(Refused, match="no category of that name"):
        ask(asked, "", filters={"category": ("castles",)})


def test_a_category_that_is_only_mentioned_is_found_so() -> None:
    asked = finder(detox("pantry", categories=("food",), also=("withdrawal-management",)))
    answer = ask(asked, "", filters={"category": ("withdrawal-management",)})
    assert (ids(asked, answer), answer.widened) == (["pantry"], ("mentions",))


def test_what_is_closed_stays_below_the_last_resort_where_a_category_was_chosen() -> None:
    asked = finder(detox("gone", status="closed"))
    answer = ask(asked, "", filters={"category": ("withdrawal-management",)})
    assert (ids(asked, answer), answer.widened) == (["line", "gone"], ("last resort",))


def test_those_that_do_not_say_are_offered_before_anything_else() -> None:
    asked = finder(detox("silent"), detox("french", **says("french")), detox("gone", status="closed"))
    answer = ask(asked, "detox", near="Northtown", filters=SPANISH)
    assert (ids(asked, answer), answer.widened, unsaid(asked, answer)) == ([], (), ["silent"])


def test_those_that_do_not_say_are_looked_for_near_first_and_then_anywhere() -> None:
    asked = finder(detox("far and says", **THERE | says("spanish")), detox("far", **THERE), detox("near"))
    answer = ask(asked, "detox", near="Northtown", filters=SPANISH)
    assert (ids(asked, answer), answer.widened) == (["far and says"], ("distance",))
    assert unsaid(asked, answer) == ["near"]
    asked = finder(detox("far and says", **THERE | says("spanish")), detox("far", **THERE))
    assert unsaid(asked, ask(asked, "detox", near="Northtown", filters=SPANISH)) == ["far"]


def test_where_enough_say_it_those_that_do_not_are_only_counted() -> None:
    asked = finder(*(detox(f"says {n}", **says("spanish")) for n in range(3)), detox("silent"))
    answer = ask(asked, "detox", filters=SPANISH)
    assert len(ids(asked, answer)) == 3
    assert answer.unsaid is not None
    assert (answer.unsaid.total, answer.unsaid.hits) == (1, ())


def test_where_nobody_is_silent_the_last_resort_answers_and_counts_are_of_what_was_asked() -> None:
    asked = finder(detox("french", **says("french")))
    answer = ask(asked, "detox", filters=SPANISH, narrowing=True)
    assert (ids(asked, answer), answer.widened, answer.unsaid) == (["line"], ("last resort",), None)
    assert answer.narrowing is not None
    assert answer.narrowing.facets["language"] == {"french": 1}
    assert answer.narrowing.without == {"language": 1}


def test_where_it_is_and_what_it_is_nobody_fails_to_say() -> None:
    asked = finder(detox("nowhere", county="", lat=None, lon=None))
    answer = ask(asked, "detox", filters={"county": ("Pine",)})
    assert answer.unsaid is None


def test_a_choice_alone_is_a_question() -> None:
    asked = finder(detox("beds", **says("spanish")))
    assert ids(asked, ask(asked, "", filters=SPANISH)) == ["beds"]


def test_no_choice_stands_between_an_emergency_and_its_answer() -> None:
    asked = finder(document("911", categories=("hotline", "emergency"), reach="phone", status="open"))
    answer = ask(asked, "my friend is not breathing", filters=SPANISH)
    assert ids(asked, answer)[0] == "911"
    assert answer.unsaid is None


def test_any_distance_may_be_chosen_and_each_is_counted() -> None:
    asked = finder(*(detox(f"near {n}") for n in range(3)), detox("far", **THERE))
    answer = ask(asked, "detox", near="Northtown", narrowing=True)
    assert len(ids(asked, answer)) == 3
    assert answer.narrowing is not None
    assert answer.narrowing.bands == {"5": 3, "10": 3, "25": 3, "50": 3, "100": 3, "any": 4}
    assert answer.narrowing.without == {"distance": 1}
    answer = ask(asked, "detox", near="Northtown", within=math.inf)
    assert (ids(asked, answer)[-1], answer.within) == ("far", None)


def test_what_opens_later_is_counted_only_where_open_now_was_asked_for() -> None:
    noon = {"schedules": weekly("MO", "12:00", "14:00"), "zone": "America/New_York"}
    asked = finder(detox("unknown"), detox("noon", **noon))
    answer = ask(asked, "detox", open_now=True, narrowing=True)
    assert answer.narrowing is not None
    assert answer.narrowing.later == 1
    answer = ask(asked, "detox", narrowing=True)
    assert answer.narrowing is not None
    assert answer.narrowing.later == 0
