"""What makes a report one that can be kept."""

from __future__ import annotations

import pytest

from dooryard.core import reports


@pytest.mark.parametrize(
    ("what", "words", "why"),
    [
        ("number", "", ""),
        ("number", "It rings and rings.", ""),
        ("treatment", "x" * reports.LONGEST, ""),
        ("treatment", "x" * (reports.LONGEST + 1), "long"),
        ("other", "", "empty"),
        ("other", "The door is at the back.", ""),
        ("", "It rings and rings.", "kind"),
        ("colour", "", "kind"),
        ("Number", "", "kind"),
    ],
)
def test_what_can_be_taken_and_what_must_be_said_first(what: str, words: str, why: str) -> None:
    assert reports.refused(what, words) == why


def test_what_says_nothing_by_itself_is_one_of_the_kinds() -> None:
    assert set(reports.NEEDS_WORDS) <= set(reports.KINDS)
