"""Pages on paper: what a person needs stands there in black, with the day and the address, and nothing to press."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.journeys.addresses import Asking
from tests.journeys.reading import Paper

SIZES = {"Letter": (612.0, 792.0), "A4": (595.0, 842.0)}
TO_PRESS = (
    "Leave quickly",
    "What stays",
    "Skip to the page",
    "Ask again",
    "Change or narrow this",
    "What nobody here states",
    "Show these",
    "Make a list",
    "Tick “Keep”",
    "Keep and make a list",
    "Say what is wrong",
    "This is wrong",
    "Look for something else",
    "Open in the map",
    "Directions on",
    "About this site",
    "Your list",
    "Español",
)
PALE = """() => [...document.querySelectorAll("main *")].filter(one => one.checkVisibility()).flatMap(one =>
  [null, "::before"].filter(part => part === null || getComputedStyle(one, part).content !== "none").map(part =>
    getComputedStyle(one, part).color)).filter(colour => Math.max(...colour.match(/\\d+/g).slice(0, 3)) > 100)"""
"""The colours of what is shown that are too pale for paper, where backgrounds are left out."""


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(chromium: Browser, size: str) -> Iterator[Page]:
    """A page without script; its screen is light for the one paper and dark for the other."""
    context = chromium.new_context(java_script_enabled=False, color_scheme="dark" if size == "A4" else "light")
    yield context.new_page()
    context.close()


def printed(page: Page, size: str) -> str:
    """The words of the open page on paper, after what is true of every page there."""
    paper = Paper(page.pdf(format=size))
    points = SIZES[size]
    assert all(abs(width - points[0]) < 2 and abs(height - points[1]) < 2 for width, height in paper.sizes)
    text = " ".join(paper.texts)
    assert [words for words in TO_PRESS if words in text] == []
    assert text.count("Printed ") == 1
    page.emulate_media(media="print")
    assert page.evaluate(PALE) == []
    return text


def test_a_service_is_printed_with_its_number_address_hours_and_sources(page: Page, site: str, size: str) -> None:
    [path, *_] = Asking(site).services("methadone", "Bangor")
    page.goto(site + path)
    phones = page.locator(".facts .phone .tel").all_inner_texts()
    sources = page.locator(".sources strong").all_inner_texts()
    where = page.locator(".facts dd").nth(2).locator("bdi, p").first.inner_text()
    text = printed(page, size)
    assert phones and sources and where
    for said in (*phones, *sources, where.split(",")[0], "hours unknown, call first", "Who said this"):
        assert said in text, said
    assert f"{site}{path}" in text


def test_the_hours_of_a_week_are_printed(page: Page, site: str, size: str) -> None:
    for path in Asking(site).services("day one"):
        page.goto(site + path)
        if rows := page.locator(".week tr").all_inner_texts():
            break
    text = printed(page, size)
    assert rows
    assert all(" ".join(row.split()) in text for row in rows)


def test_the_steps_of_an_overdose_are_printed_with_every_source(page: Page, site: str, size: str) -> None:
    page.goto(f"{site}/now")
    steps = page.locator(".steps li > span, .steps li bdi").all_inner_texts()
    addresses = page.locator("ol.sources .url").all_inner_texts()
    text = printed(page, size)
    assert "Call 911." in text
    assert all(step in text for step in steps)
    assert len(addresses) >= 10
    run = "".join(text.split()).replace("\ufffe", "-").replace("\xad", "-")
    assert [one for one in addresses if "".join(one.split()) not in run] == []
    assert "Which line comes from which source" in text
    assert "(source 1, 2)" in text
    assert f"{site}/now" in text


@pytest.mark.parametrize("words", ["narcan", "he wont wake up", "stop drinking on my own"])
def test_results_are_printed_with_numbers_addresses_hours_and_who_said_so(
    page: Page, site: str, size: str, words: str
) -> None:
    page.goto(f"{site}/find?q={words}&near=Bangor")
    wanted = {
        part: page.locator(f"article.card {part}").all_inner_texts()
        for part in ("h3", ".tel", ".trust", ".open", ".where")
    }
    folded = page.locator("main details .sources bdi, main details .sources li").all_text_contents()
    text = printed(page, size)
    for part, said in wanted.items():
        assert said
        assert [one for one in said if " ".join(one.split()) not in text] == [], part
    own = [one.get_attribute("href") or "?" for one in page.locator("article.card h3 a").all()]
    assert all(address in text for address in own)
    assert site in text
    if words == "stop drinking on my own":
        assert folded
        assert "Where this comes from" in text
        assert " ".join(folded[0].split())[:20] in text
    if words == "he wont wake up":
        assert "Call 911." in text
        assert "sources /now" in text


def test_a_number_in_a_button_stays_on_paper(page: Page, site: str, size: str) -> None:
    def with_a_button(route: Route) -> None:
        answer = route.fetch()
        button = '<p><a class="button" href="tel:911">Ring 911 now</a></p><h1>'
        route.fulfill(response=answer, body=answer.text().replace("<h1>", button))

    page.route("**/now", with_a_button)
    page.goto(f"{site}/now")
    assert "Ring 911 now" in " ".join(Paper(page.pdf(format=size)).texts)


@pytest.mark.parametrize(
    ("style", "fault"),
    [
        (".ask-again { display: block !important }", "Ask again"),
        (".print { display: none !important }", "Printed"),
        (".steps .go a { color: #fff !important }", "255"),
    ],
)
def test_a_sheet_with_a_planted_fault_is_caught(chromium: Browser, site: str, style: str, fault: str) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/find?q=he wont wake up" if "go a" in style else f"{site}/find?q=narcan")
    page.add_style_tag(content=style)
    with pytest.raises(AssertionError, match=fault):
        printed(page, "A4")
    context.close()


def test_a_button_prints_where_there_is_script_and_is_not_shown_where_there_is_none(
    chromium: Browser, site: str
) -> None:
    [path, *_] = Asking(site).services("methadone", "Bangor")
    for script in (True, False):
        context = chromium.new_context(java_script_enabled=script)
        page = context.new_page()
        page.add_init_script("window.print = () => { window.told = true }")
        page.goto(site + path)
        button = page.locator(".next button[data-print]")
        assert button.is_visible() is script
        if script:
            button.click()
            assert page.evaluate("window.told") is True
        context.close()
