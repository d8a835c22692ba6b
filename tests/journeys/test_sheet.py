"""The sheet of a list on paper and on any screen: large, whole, and with codes that a camera reads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.reading import Paper, codes, corners
from tests.journeys.test_list import make_list

LETTER, A4 = (612.0, 792.0), (595.0, 842.0)
SMALLEST, LARGE = 14.0, 20.0
POINTS = 0.75  # a CSS pixel in points


def sizes(page: Page, within: str) -> list[tuple[float, str]]:
    """The size in points of every text that is shown in an element."""
    found = page.evaluate(
        """within => {
          const walker = document.createTreeWalker(document.querySelector(within), NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const parent = walker.currentNode.parentElement;
            if (walker.currentNode.textContent.trim() && parent.checkVisibility())
              found.push([parseFloat(getComputedStyle(parent).fontSize), walker.currentNode.textContent.trim()]);
          }
          return found;
        }""",
        within,
    )
    return [(pixels * POINTS, text) for pixels, text in found]


def split(page: Page, paper: Paper) -> list[str]:
    """The services that do not stand whole on one page of paper, by their first words."""
    page.evaluate("document.querySelectorAll('.code').forEach(one => one.remove())")  # a PDF tells its text elsewhere
    told = ["".join(one.inner_text().split()) for one in page.locator(".entry").all()]
    leaves = ["".join(text.split()) for text in paper.texts]
    return [text[:40] for text in told if sum(text in leaf for leaf in leaves) != 1]


@pytest.mark.parametrize(("size", "points"), [("Letter", LETTER), ("A4", A4)])
def test_the_sheet_on_paper(page: Page, site: str, size: str, points: tuple[float, float]) -> None:
    kept = make_list(page, site, count=5)
    paper = Paper(page.pdf(format=size))
    assert all(abs(width - points[0]) < 2 and abs(height - points[1]) < 2 for width, height in paper.sizes)
    assert split(page, paper) == []
    whole = " ".join(paper.texts)
    for never in ("Your list", "Move up", "Ask again", "Leave quickly", "Use this language"):
        assert never not in whole
    for always in ("Nothing about you is on this sheet unless you write it.", "Is someone not waking up? Call: 911"):
        assert whole.count(always) == 1
    assert whole.count("What to say when you call") == len(kept)
    read = [address for picture in paper.pictures for address in codes(picture)]
    assert sorted(read) == sorted(f"{site}/service/{one}" for one in kept)


def test_a_split_service_and_a_code_without_its_white_would_be_caught(chromium: Browser, site: str) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    make_list(page, site, count=5)
    page.add_style_tag(content=".entry { break-inside: auto !important } .qr path:first-child { fill: #000 }")
    paper = Paper(page.pdf(format="Letter"))
    assert [read for picture in paper.pictures for read in codes(picture)] == []
    assert corners(page.locator(".qr").first.screenshot()) != {(255, 255, 255)}
    assert split(page, paper) != []
    context.close()


def test_on_paper_type_is_large_and_a_number_larger(page: Page, site: str) -> None:
    make_list(page, site, "crisis", count=4)
    page.emulate_media(media="print")
    small = [(points, text) for points, text in sizes(page, ".sheet") if points < SMALLEST]
    assert all(re.match(r"https?://\S+/service/", text) for _, text in small), small
    assert min(points for points, _ in sizes(page, ".sheet .call")) >= LARGE


@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_sheet_in_another_language_is_printed_in_it(page: Page, site: str, language: str) -> None:
    [kept] = make_list(page, site, count=1)
    page.locator("#language").select_option(language)
    with page.expect_navigation():
        page.locator("#list button[type=submit]").first.click()
    assert page.locator(".sheet").get_attribute("lang") == language
    assert page.locator(".sheet h3 bdi").get_attribute("lang") == "en"
    pictures = Paper(page.pdf(format="A4")).pictures
    assert [read for one in pictures for read in codes(one)] == [f"{site}/{language}/service/{kept}"]


@pytest.mark.parametrize(
    "how",
    [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"color_scheme": "dark", "forced_colors": "active"}],
)
def test_a_code_is_read_from_any_screen(chromium: Browser, site: str, how: dict[str, Any]) -> None:
    context = chromium.new_context(device_scale_factor=2, **how)
    page = context.new_page()
    [kept] = make_list(page, site, count=1)
    picture = page.locator(".qr").screenshot()
    assert codes(picture) == [f"{site}/service/{kept}"]
    assert corners(picture) == {(255, 255, 255)}
    context.close()


def test_dark_screens_still_print_black_on_white(chromium: Browser, site: str) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    make_list(page, site, count=1)
    [picture, *_] = Paper(page.pdf(format="Letter")).pictures
    colours = picture.convert("L").getcolors()
    assert colours is not None
    assert max(colours)[1] == 255
    context.close()
