"""Two figures for many people, nothing for few."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dooryard.core.answer_times import FEWEST, Times, published


@pytest.mark.parametrize("many", range(FEWEST))
def test_fewer_than_eleven_tell_nothing(many: int) -> None:
    assert published([3] * many) is None


def test_eleven_tell_the_middle_and_nine_in_ten() -> None:
    assert published([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]) == Times(median=5, ninetieth=9)
    assert published(range(1, 21)) == Times(median=10, ninetieth=18)


@given(st.lists(st.integers(0, 90), min_size=FEWEST, max_size=60))
def test_half_and_nine_in_ten_came_within_them(days: list[int]) -> None:
    times = published(days)
    assert times is not None
    assert {times.median, times.ninetieth} <= set(days)
    assert 2 * sum(one <= times.median for one in days) >= len(days)
    assert 10 * sum(one <= times.ninetieth for one in days) >= 9 * len(days)
    assert times.median <= times.ninetieth
