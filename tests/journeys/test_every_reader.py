"""Large text, small screens, right to left, dark and paper: whoever reads, and however, the page holds together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.addresses import ADDRESSES, reach
from tests.journeys.judging import Judge, judging

NAMES = tuple(one.name for one in ADDRESSES)
EMERGENCY = "emergency"

# Where a text stands on the screen: the left edges of its first and its last word.
EDGES = """text => {
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const at = node.data.indexOf(text);
    if (at < 0) continue;
    const left = (from, to) => {
      const range = document.createRange();
      range.setStart(node, at + from); range.setEnd(node, at + to);
      return range.getBoundingClientRect().left;
    };
    return [left(0, 1), left(text.length - 1, text.length)];
  }
}"""
BROKEN = """() => [...document.querySelectorAll("h1, h2, h3")].flatMap(heading => {
  const walk = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT), broken = [];
  for (let node; (node = walk.nextNode());)
    for (const word of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) broken.push(word[0]);
    }
  return broken;
})"""
SMALL = """least => [...document.querySelectorAll("main a, main button")]
  .map(link => [link.textContent.trim(), link.getBoundingClientRect()])
  .filter(([, box]) => box.height && (box.height < least || box.width < least)).map(([text]) => text)"""
CONTRAST = """([selector, pseudo]) => {
  const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const element = document.querySelector(selector);
  const [one, other] = [getComputedStyle(element, pseudo).color, getComputedStyle(element).backgroundColor].map(light);
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}"""


@contextmanager
def opened(browser: Browser, site: str, name: str, width: int = 375, **how: Any) -> Iterator[Page]:
    """A page in a window of a width; the site's policy forbids scripts, so the test's own are let in past it."""
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, **how)
    page = context.new_page()
    page.goto(site + reach(site, name))
    yield page
    context.close()


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("name", NAMES)
def test_text_at_twice_its_size_fits_a_small_phone(chromium: Browser, site: str, name: str) -> None:
    with opened(chromium, site, name, 320) as page:
        page.add_style_tag(content="html { font-size: 225% !important }")
        assert overflow(page) <= 0
        assert page.evaluate(BROKEN) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_heading_breaks_inside_a_word_on_a_small_phone(chromium: Browser, site: str, name: str) -> None:
    with opened(chromium, site, name, 320) as page:
        assert page.evaluate(BROKEN) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_link_can_be_hit_with_a_thumb(chromium: Browser, site: str, name: str) -> None:
    with opened(chromium, site, name) as page:
        assert page.evaluate(SMALL, 24) == []


@pytest.mark.parametrize("name", ["now", EMERGENCY])
def test_the_whole_row_of_the_call_can_be_tapped_and_is_seen_first(chromium: Browser, site: str, name: str) -> None:
    with opened(chromium, site, name) as page:
        call, row = page.locator("main .steps a"), page.locator("main .steps li").first
        box, around = call.bounding_box(), row.bounding_box()
        assert box is not None
        assert around is not None
        assert box["height"] >= 44
        assert box["width"] == around["width"]
        assert box["y"] + box["height"] < 500


@pytest.mark.parametrize("name", NAMES)
def test_right_to_left_nothing_is_cut_off(chromium: Browser, site: str, name: str) -> None:
    with opened(chromium, site, name, 320) as page:
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert overflow(page) <= 0
        assert page.evaluate("document.scrollingElement.scrollLeft = -999, document.scrollingElement.scrollLeft") == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("detox", "646 Main Road North"),
        ("talk", "988 Suicide"),
        ("talk", "1-888-568-1112"),
        ("talk", "988, then press 1"),
    ],
)
def test_right_to_left_an_address_and_a_number_keep_their_order(
    chromium: Browser, site: str, name: str, text: str
) -> None:
    with opened(chromium, site, name, 1280) as page:
        page.evaluate("document.documentElement.dir = 'rtl'")
        first, last = page.evaluate(EDGES, text)
        assert first < last


def test_right_to_left_the_numbers_of_the_steps_stand_at_the_right(chromium: Browser, site: str) -> None:
    with opened(chromium, site, "now") as page:
        page.evaluate("document.documentElement.dir = 'rtl'")
        style = "getComputedStyle(document.querySelectorAll('.steps li')[1]"
        assert page.evaluate(style + ", '::before').right") == "0px"
        assert page.evaluate(style + ").paddingLeft") == "0px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_door_of_an_emergency_is_red_and_what_a_field_suggests_can_be_read(
    chromium: Browser, site: str, scheme: str
) -> None:
    with opened(chromium, site, "home", color_scheme=scheme) as page:
        assert page.evaluate(CONTRAST, ["a.urgent", None]) >= 4.5
        red, green, blue = page.evaluate(
            "getComputedStyle(document.querySelector('a.urgent')).backgroundColor.match(/[0-9]+/g).map(Number)"
        )
        assert red > 3 * max(green, blue)
        assert page.evaluate(CONTRAST, ["#words", "::placeholder"]) >= 4.5
        page.evaluate("const field = document.querySelector('#words'); field.value = field.placeholder")
        assert page.evaluate("(field => field.scrollWidth <= field.clientWidth)(document.querySelector('#words'))")


@pytest.fixture(scope="module")
def night(chromium: Browser) -> Iterator[Judge]:
    """A judge who reads in the dark."""
    with judging(chromium, color_scheme="dark") as one:
        yield one


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_barrier_in_the_dark(night: Judge, site: str, name: str) -> None:
    night.open(site + reach(site, name), width=375)
    assert night.barriers() == []


def test_on_paper_the_warning_stays_and_what_cannot_be_pressed_goes(chromium: Browser, site: str) -> None:
    with opened(chromium, site, "shared") as page:
        page.emulate_media(media="print")
        seen = page.locator("body").inner_text()
        assert "has not yet been confirmed by calls" in seen
        assert "The newest source here was seen" in seen
        assert site in seen
        for gone in ("Ask again", "Ask something else", "How many of each", "Open now", "Start"):
            assert gone not in seen
