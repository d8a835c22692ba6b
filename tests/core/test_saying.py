"""A text that core makes reads as English and remembers what it was made of."""

from __future__ import annotations

from dooryard.core.saying import Said, mark


def test_a_text_reads_as_its_english_and_remembers_its_template() -> None:
    said = Said("That ZIP is not in {state}.", state="Testland")
    assert said == "That ZIP is not in Testland."
    assert (said.template, said.values) == ("That ZIP is not in {state}.", {"state": "Testland"})


def test_a_text_that_counts_has_two_forms_in_english() -> None:
    told = [Said("{n} source", plural="{n} sources", n=number) for number in (0, 1, 2, 1200)]
    assert told == ["0 sources", "1 source", "2 sources", "1,200 sources"]
    assert told[1].plural == "{n} sources"


def test_what_a_value_holds_is_no_template() -> None:
    assert Said("In {place}.", place="{state}") == "In {state}."


def test_a_marked_text_is_itself() -> None:
    assert mark("Food") == "Food"
