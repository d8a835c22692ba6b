"""What a source says now, compared with what it said before."""

from __future__ import annotations

import pytest

from dooryard.feeds.merge import plan


def test_records_are_added_changed_kept_and_removed_by_their_digests() -> None:
    made = plan({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "9", "d": "4"})
    assert (made.same, made.change, made.add, made.remove) == (("a",), ("b",), ("d",), ("c",))


def test_a_record_that_cannot_be_read_now_stays_as_it_was() -> None:
    made = plan({"a": "1", "b": "2"}, {"a": "1"}, {"b"})
    assert (made.kept, made.remove) == (("b",), ())


@pytest.mark.parametrize(("before", "gone", "many"), [(20, 2, False), (20, 3, True), (5, 1, True), (0, 0, False)])
def test_removing_more_than_a_tenth_is_many(before: int, gone: int, many: bool) -> None:
    known = {str(number): "x" for number in range(before)}
    now = dict.fromkeys(list(known)[gone:], "x")
    assert plan(known, now).removes_many is many
