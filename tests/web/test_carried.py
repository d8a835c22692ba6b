"""What stands in a page is what the files say, and nothing in it can end the element that it stands in."""

from __future__ import annotations

import re

import pytest

from dooryard.web import carried, stylesheet


def test_the_script_in_a_page_is_the_file_without_its_comments() -> None:
    kept = [line.strip() for line in str(carried.way_out()).splitlines()]
    lines = [line.strip() for line in carried.WAY_OUT.read_text(encoding="utf-8").splitlines()]
    left_out = [line for line in lines if line and line not in kept]
    assert left_out
    assert [line for line in left_out if not line.startswith("//")] == []
    assert [line for line in kept if line not in lines or re.match("//|$", line)] == []


def test_the_style_in_a_page_is_the_style_sheet() -> None:
    assert str(carried.style()).encode() == stylesheet.sheet()


@pytest.mark.parametrize("planted", ["a </style> b", "a </STYLE> b", "<!-- a"])
def test_a_text_that_would_leave_its_element_is_refused(planted: str) -> None:
    with pytest.raises(ValueError, match="end the <style>"):
        carried.whole(planted, "style")
