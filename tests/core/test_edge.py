"""What is handed in at the edge becomes plain text or a clear refusal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dooryard.core import edge


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("narcan", "narcan"),
        ("  narcan \n near\tme ", "narcan near me"),
        ("nar\x00can\x1b[31m", "narcan[31m"),
        ("\u202enacran\u202c", "nacran"),
        ("a\u200bb\ufeff", "ab"),
        ("\ud800", ""),
        ("desintoxicación", "desintoxicación"),
    ],
)
def test_text_becomes_plain(typed: str, taken: str) -> None:
    assert edge.plain(typed) == taken


@given(st.text())
def test_plain_text_holds_nothing_a_terminal_acts_on(text: str) -> None:
    taken = edge.plain(text)
    assert taken.isprintable() or "\u00a0" in taken or not taken.isascii()
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 or 0x202A <= ord(char) <= 0x202E for char in taken)
    assert edge.plain(taken) == taken


def test_a_moment_without_an_offset_is_on_the_places_clock() -> None:
    assert edge.moment("2026-11-23T21:30", UTC) == datetime(2026, 11, 23, 21, 30, tzinfo=UTC)


def test_a_moment_keeps_its_own_offset() -> None:
    assert edge.moment("2026-11-23T21:30-05:00", UTC).utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-45", "1066-10-14T09:00", "9999-12-31T23:59", "0001-01-01"])
def test_an_impossible_moment_is_refused_in_words(text: str) -> None:
    with pytest.raises(edge.BadInput, match=r"time|year"):
        edge.moment(text, UTC)


@pytest.mark.parametrize("text", ["", "ten", "-1", "131", "nan", "inf", "1e999"])
def test_an_impossible_age_is_refused_in_words(text: str) -> None:
    with pytest.raises(edge.BadInput, match="The age must be a number from 0 to 130"):
        edge.age(text)


def test_possible_numbers_are_taken() -> None:
    assert edge.age("17") == 17.0
    assert edge.miles(" 25.5 ") == 25.5
