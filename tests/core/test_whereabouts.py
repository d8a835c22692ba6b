"""A word of a question is a place only where grammar or the gazetteer bears it out."""

from __future__ import annotations

import pytest

from tests.core.needs_helpers import heard


@pytest.mark.parametrize(
    ("words", "place", "kind"),
    [
        ("detox in hampden", "Hampden", "town"),
        ("narcan 04401", "Bangor 04401", "zip"),
        ("rehab bangor maine", "Bangor", "town"),
        ("liaison in oxford county", "Oxford County", "county"),
        ("needle exchange in strong", "Strong", "town"),
        ("methadone bangor", "Bangor", "town"),
        ("rehab unity maine", "Unity", "town"),
        ("rehab unity me", "Unity", "town"),
        ("rehab in crystal", "Crystal", "town"),
        ("unity", "Unity", "town"),
        ("detox in portlnd", "Portland", "town"),
        ("desintoxicación cerca de hope", "Hope", "town"),
        ("bangor needle exchange", "Bangor", "town"),
        ("recovery center bangor area", "Bangor", "town"),
        ("detox bangor 04401", "Bangor 04401", "zip"),
    ],
)
def test_a_place_is_heard_inside_a_question(words: str, place: str, kind: str) -> None:
    taken = heard(words).place
    assert taken is not None
    assert (taken.name, taken.kind) == (place, kind)


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("i have hope", "Hope"),
        ("strong mobile site", "Strong"),
        ("strong cravings", "Strong"),
        ("hope house", "Hope"),
        ("house of hope", "Hope"),
        ("york hospital recovery", "York"),
        ("oxford house", "Oxford"),
        ("hope me need food", "Hope"),
    ],
)
def test_a_word_is_not_a_place_without_reason_but_the_place_is_offered(words: str, other: str) -> None:
    understood = heard(words)
    assert understood.place is None
    assert other in [place.name for place in understood.other_places]


def test_both_readings_of_a_town_and_county_are_given() -> None:
    understood = heard("liaison in penobscot")
    assert understood.place is not None
    assert understood.place.kind == "town"
    assert [place.name for place in understood.other_places] == ["Penobscot County"]


def test_the_state_is_no_place_to_measure_from() -> None:
    understood = heard("detox in maine")
    assert (understood.place, understood.other_places, understood.groups) == (None, (), ())
