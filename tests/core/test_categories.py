"""Which categories harm most when wrong."""

from __future__ import annotations

from dooryard.core.categories import ALL, LINES, SERVICES, harm


def test_a_line_for_someone_in_danger_comes_before_naloxone_and_naloxone_before_food() -> None:
    assert harm(("hotline", "suicide")) < harm(("hotline", "poison")) < harm(("naloxone",)) < harm(("food",))


def test_the_worst_of_several_categories_counts() -> None:
    assert harm(("food", "emergency")) == 0


def test_no_category_is_both_a_service_and_a_line() -> None:
    assert len(ALL) == len(SERVICES) + len(LINES)
