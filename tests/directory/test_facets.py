"""The table of facets: every value has a name, a record may write it, and what it does not know is not counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dooryard.core.bundle.values import RESERVED
from dooryard.core.documents import NOT_STATED
from dooryard.directory import boxes, facets, languages

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "filters.md").read_text(encoding="utf-8")
VALUES = [(facet.name, value) for facet in facets.FACETS for value in facet.values]


def test_names_and_values_are_plain_stable_words() -> None:
    for name, value in VALUES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", value)
    assert not set(facets.BY_NAME) & {*RESERVED, "age", "distance"}


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_a_record_may_write_every_value_and_it_comes_home(name: str, value: str) -> None:
    [key] = [key for key, names in facets.KEYS.items() if name in names]
    assert value in facets.allowed(key)
    assert facets.home(key, value.upper()) == name
    assert value in facets.stated(name, [value])


def test_a_value_is_written_under_one_facet_of_its_key_only() -> None:
    for names in facets.KEYS.values():
        values = [value for name in names for value in facets.BY_NAME[name].values]
        assert len(values) == len(set(values))


def test_what_says_several_at_once_is_counted_for_each() -> None:
    assert facets.stated("medication", ["any"]) == ("methadone", "buprenorphine", "naltrexone")
    assert facets.stated("gender", ["all-genders", "women"]) == ("women", "men", "all-genders")
    assert facets.stated("cost", ["Free", "free", "three goats"]) == ("free",)


def test_languages_go_by_their_english_names_and_are_shown_in_the_language_of_the_page() -> None:
    assert facets.spoken("es", "castellano") == "spanish"
    assert facets.spoken("", "Somali") == "somali"
    assert facets.known("language", "american sign language")
    assert not facets.known("language", "klingonese")
    assert not facets.known("nothing", "free")
    assert facets.words("language", "spanish") == "Spanish"
    with languages.speaking("es"):
        assert facets.words("language", "spanish") == "Español"


def test_every_value_has_words_and_what_is_unknown_stands_as_it_is() -> None:
    assert facets.words("cost", NOT_STATED) == "Not stated"
    assert facets.words("cost", "three goats") == "three goats"
    assert facets.words("elsewhere", "x") == "x"
    assert facets.label("elsewhere") == "elsewhere"
    said = {"language": ("spanish",), "cost": ("free",), "elsewhere": ("x",)}
    assert list(facets.told(said)) == [("Cost", ["Free"]), ("Language", ["Spanish"])]


def test_how_many_do_not_say_is_a_sentence_for_one_and_for_many() -> None:
    for facet in facets.FACETS:
        assert facet.silent(1).startswith("1 does not say")
        assert facet.silent(1200).startswith("1,200 do not say")
        assert "{values}" in facet.none


def test_a_box_is_rendered_once_and_filled_for_each_answer() -> None:
    assert "Spanish" in boxes.box("language", "spanish", 1200, chosen=True)
    assert "(1,200)" in boxes.box("language", "spanish", 1200, chosen=True)
    assert " checked" not in boxes.box("language", "spanish", 3, chosen=False)
    assert 'name="f.county" value="A&#34;B"' in boxes.box("county", 'A"B', 1, chosen=False)
    assert boxes.words("county", "York") == "York County"
    assert boxes.words("county", NOT_STATED) == "County: not stated"


def test_the_reference_names_every_facet_and_value() -> None:
    for facet in facets.FACETS:
        assert f"| `f.{facet.name}` |" in PAGE
        for value in facet.values:
            assert f"`{value}`" in PAGE
