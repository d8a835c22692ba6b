"""More choices than there are, or than an address holds, are refused in words that say what to do."""

from __future__ import annotations

import pytest

from dooryard.directory import facets
from tests.web.checking import CheckingClient
from tests.web.test_filters import beds, post  # noqa: F401 - beds is a fixture
from tests.web.test_pages import text_of

WIDE = "\u1290"
"""A letter of three bytes."""


@pytest.mark.parametrize(
    "fields",
    [
        [("f.language", f"x{number}") for number in range(150)],
        [("f.language", f"{number:03}{WIDE * 77}") for number in range(90)],
        [(f"f.{number:03}{'x' * 60}", "1") for number in range(40)],
        [("f.language", f"x{number}") for number in range(400)],
    ],
    ids=["many", "long", "long names", "more fields than are read"],
)
def test_more_choices_than_an_address_holds_are_refused_in_words(
    beds: CheckingClient,  # noqa: F811
    fields: list[tuple[str, str]],
) -> None:
    told = text_of(post(beds, [("words", "detox"), *fields], 400))
    assert "Those are too many choices at once. Please choose fewer." in told
    assert "could not be read" not in told


def test_what_was_asked_comes_back_with_the_refusal(beds: CheckingClient) -> None:  # noqa: F811
    told = post(
        beds, [("words", "detox"), ("near", "Hope"), *((f"f.{number:03}{'x' * 60}", "1") for number in range(40))], 400
    )
    assert 'value="detox"' in told and 'value="Hope"' in told


def test_every_choice_that_there_is_fits_at_once(beds: CheckingClient) -> None:  # noqa: F811
    chosen = [(f"f.{facet.name}", value) for facet in facets.FACETS for value in facet.values]
    assert len(chosen) > 30
    post(beds, [("words", "detox"), *chosen])
