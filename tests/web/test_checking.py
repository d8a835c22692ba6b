"""The checker of pages catches each fault it is there for."""

from __future__ import annotations

import pytest

from dooryard.web import carried
from tests.web.checking import faults

GOOD = '<!doctype html><html lang="en"><head><title>Services</title></head><body><h1>Hi</h1>{}</body></html>'


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD.format('<label for="a">A</label><input id="a" name="a">')) == []


@pytest.mark.parametrize(
    ("planted", "says"),
    [
        ("<h1>Again</h1>", "2 h1"),
        ('<p id="a"></p><p id="a"></p>', "id a twice"),
        ('<input name="words">', "no label for words"),
        ("<script>1</script>", "not ours"),
        ('<script src="/static/js/a.js" nonce="other" defer></script>', "not ours"),
        ('<script src="//elsewhere.example/a.js" nonce="" defer></script>', "not ours"),
        ("<style>p { color: red }</style>", "style in the page"),
        (f'<style nonce="other">{carried.style()}</style>', "without its word"),
        (f'<script nonce="other">{carried.way_out()}</script>', "not ours"),
        ('<script src="/static/js/keep.js" nonce=""></script>', "not ours"),
        ('<iframe src="/"></iframe>', "a page in the page"),
        ('<p onclick="x()"></p>', "inline onclick"),
        ('<p style="x"></p>', "inline style"),
        ('<img src="https://elsewhere.example/x.png">', "loads"),
        ('<section aria-labelledby="gone"></section>', "leads nowhere"),
        ("<p><b></p></b>", "closes something else"),
        ("<div>", "closes something else"),
    ],
)
def test_a_planted_fault_is_caught(planted: str, says: str) -> None:
    assert says in " ".join(faults(GOOD.format(planted)))


def test_a_telling_title_is_caught() -> None:
    assert "titles" in " ".join(faults(GOOD.replace("Services", "narcan near Hope").format("")))
