"""A short list: each service once, at most a dozen, in the order that was asked for."""

from __future__ import annotations

import pytest

from dooryard.core import shortlist
from dooryard.core.edge import BadInput

ABC = ("a", "b", "c")


def test_a_service_stands_on_a_list_once_where_it_was_put_first() -> None:
    assert shortlist.listed(["b", "a", "b", "c", "a"]) == (("b", "a", "c"), 0)
    assert shortlist.listed([]) == ((), 0)


def test_an_order_puts_what_it_names_first_and_adds_nothing() -> None:
    assert shortlist.listed(["a", "b", "c", "d"], ["c", "x", "a", "c", "{{"]) == (("c", "a", "b", "d"), 0)


def test_a_list_holds_a_dozen_and_says_how_many_were_too_much() -> None:
    many = [f"s{number}" for number in range(15)]
    assert shortlist.listed(many) == (tuple(many[:12]), 3)
    assert shortlist.listed(many[:12]) == (tuple(many[:12]), 0)


@pytest.mark.parametrize("bad", ["", " ", "a b", "../etc", "x" * 65, "é", "a\n", "'; --", "{{7*7}}", "\u202eabc"])
def test_what_can_be_no_id_is_refused(bad: str) -> None:
    with pytest.raises(BadInput):
        shortlist.listed(["a", bad])


@pytest.mark.parametrize(
    ("change", "ids", "look"),
    [
        ("", ABC, ""),
        ("up:b", ("b", "a", "c"), "b"),
        ("up:a", ABC, "a"),
        ("down:b", ("a", "c", "b"), "b"),
        ("down:c", ABC, "c"),
        ("remove:b", ("a", "c"), "c"),
        ("remove:c", ("a", "b"), "b"),
        ("up:z", ABC, ""),
        ("remove:z", ABC, ""),
    ],
)
def test_a_service_goes_up_down_or_off(change: str, ids: tuple[str, ...], look: str) -> None:
    assert shortlist.changed(ABC, change) == (ids, look)


def test_the_last_one_can_go_too() -> None:
    assert shortlist.changed(("a",), "remove:a") == ((), "")


@pytest.mark.parametrize("bad", ["up", "up:", "sideways:a", "remove:a b", "up:a\n", "drop table"])
def test_what_is_no_change_is_refused(bad: str) -> None:
    with pytest.raises(BadInput):
        shortlist.changed(ABC, bad)
