"""What would tell where a confidential place is."""

from __future__ import annotations

import pytest

from dooryard.core.streets import gives_away

ZIPS = {"00001"}


@pytest.mark.parametrize(
    "text",
    [
        "It is at 12 Made Up Street.", "12 ELM ST", "7b Old Mill Harbor road", "Near route 9",
        "On Hwy. 101, by the bridge", "Middletest 00001", "00001-1234",
    ],
)  # fmt: skip
def test_a_street_or_a_zip_of_the_place_gives_it_away(text: str) -> None:
    assert gives_away(text, ZIPS)


@pytest.mark.parametrize(
    "text",
    ["Seven residents.", "Up to 9 women.", "201-555-0199", "Text 99999", "Street outreach", "24/7", "2026-02-11"],
)
def test_other_words_and_numbers_do_not(text: str) -> None:
    assert not gives_away(text, ZIPS)
