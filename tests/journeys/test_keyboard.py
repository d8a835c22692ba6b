"""Whole journeys by keyboard alone, script on and off: each step shows where it is, nothing traps, all is reached."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.addresses import ADDRESSES, reach
from tests.journeys.keys import Keys

NAMES = [one.name for one in ADDRESSES]
WIDTHS = {True: 1280, False: 320}
"""One width goes with script, the other without: each journey is made in both."""


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def context(chromium: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh context; whatever a journey does, nobody but us is asked."""
    asked: list[str] = []
    viewport = {"width": WIDTHS[request.param], "height": 800}
    made = chromium.new_context(
        java_script_enabled=request.param,
        viewport=viewport,  # type: ignore[arg-type]
        reduced_motion="reduce",  # a page that is still sliding says nothing about what hides behind what
    )
    made.on("request", lambda one: asked.append(urlsplit(one.url).netloc))
    yield made
    made.close()
    assert set(asked) == {urlsplit(site).netloc}


@pytest.fixture
def keys(context: BrowserContext) -> Keys:
    return Keys(context.new_page())


def ask(keys: Keys, words: str, near: str = "") -> None:
    """Ask from the page that is open."""
    keys.to("input[name=words]")
    keys.page.keyboard.type(words)
    keys.to("input[name=near]")
    keys.page.keyboard.type(near)
    keys.enter()
    assert "/find/" in keys.page.url


def heading(page: Page) -> str:
    assert page.locator("h1").count() == 1
    return page.locator("h1").inner_text()


def test_from_the_door_to_a_service_and_back(keys: Keys, site: str) -> None:
    keys.page.goto(site)
    ask(keys, "methadone", "Bangor")
    results = keys.page.url
    keys.follow("article a[href*='/service/']")
    assert "/service/" in keys.page.url
    assert heading(keys.page)
    keys.page.go_back()  # the browser's own key, which no page has a part in
    assert keys.page.url == results
    assert heading(keys.page) == "What we found"


def test_the_page_begins_with_a_way_past_and_a_way_out(keys: Keys, site: str) -> None:
    keys.page.goto(f"{site}/talk")
    first, second = keys.tab(), keys.tab()
    assert first and "skip" in first["tag"]
    assert second and 'class="exit"' in second["tag"]
    keys.page.goto(f"{site}/talk")
    keys.to("a.skip")
    keys.page.keyboard.press("Enter")
    keys.tab()
    assert keys.page.evaluate("document.activeElement.closest('main') !== null")


def test_a_question_is_narrowed(keys: Keys, site: str) -> None:
    keys.page.goto(site)
    ask(keys, "food", "Portland")
    keys.to("details.choices summary")
    keys.page.keyboard.press("Enter")
    keys.to("details.choices[open] input[type=checkbox]")
    keys.page.keyboard.press("Space")
    box = keys.page.evaluate("[document.activeElement.name, document.activeElement.value]")
    keys.follow("form.search > button[type=submit]")
    chosen = keys.page.locator(f"input[type=checkbox][name='{box[0]}'][value='{box[1]}']")
    assert chosen.first.is_checked()
    assert heading(keys.page) == "What we found"
    keys.follow("button[name=drop]")
    assert not chosen.first.is_checked()


def test_a_fault_of_a_record_is_told(keys: Keys, site: str) -> None:
    keys.page.goto(site)
    ask(keys, "narcan", "Portland")
    keys.follow("article a[href*='/service/']")
    keys.follow("a[href$='/wrong']")
    keys.to("input[name=what]")
    keys.page.keyboard.press("Space")
    keys.page.keyboard.press("ArrowDown")
    keys.to("textarea[name=words]")
    keys.page.keyboard.type("The door was locked at noon.")
    keys.page.wait_for_timeout(2100)  # the form asks to be read
    keys.follow("form.wrong button[type=submit]")
    assert heading(keys.page) == "Received"


def test_a_list_is_made_and_its_sheet_is_in_another_language(keys: Keys, site: str) -> None:
    keys.page.goto(site)
    ask(keys, "narcan", "Bangor")
    for _ in range(2):
        keys.to("input[name=keep]")
        keys.page.keyboard.press("Space")
    keys.follow("button[form=keep], form#keep button")
    assert keys.page.locator("#list input[name=keep]").count() == 2
    keys.to("select[name=language]")
    keys.page.keyboard.press("ArrowDown")
    keys.tab()
    keys.enter()
    assert keys.page.locator("article.sheet").get_attribute("lang") == "es"
    assert keys.page.locator("article.sheet .entry").count() == 2


def test_another_language_is_chosen(keys: Keys, site: str) -> None:
    keys.page.goto(f"{site}/now")
    keys.follow("a[hreflang=es]")
    assert urlsplit(keys.page.url).path == "/es/now"
    assert keys.page.locator("html").get_attribute("lang") == "es"


@pytest.mark.parametrize("name", NAMES)
def test_every_stop_is_reached_once_in_the_order_of_the_page_and_left_again(keys: Keys, site: str, name: str) -> None:
    keys.page.goto(site + reach(site, name))
    stops = keys.stops()
    assert keys.walk()[:stops] == list(range(stops))
    keys.page.keyboard.press("Shift+Tab")
    assert keys.tab("Shift+Tab"), "there is no way back"


BAD = """<!doctype html><title>Bad</title><style>{}</style>
<main><a href="#1">One</a> <a href="#2" {}>Two</a> <a href="#3">Three</a></main>"""
COVER = "main { position: relative } main::after { content: ''; position: absolute; inset: 0 }"


@pytest.mark.parametrize(
    ("attribute", "style", "says"),
    [
        ("", "a { outline: none }", "no outline"),
        (
            "",
            "main { position: relative } main::after { content: ''; position: absolute; inset: 0 }",
            "behind something",
        ),
        ('tabindex="5"', "a:focus { outline: 3px solid }", "order"),
        ("onkeydown=event.preventDefault()", "a:focus { outline: 3px solid }", "order"),
    ],
)
def test_a_planted_barrier_is_caught(chromium: Browser, attribute: str, style: str, says: str) -> None:
    page = chromium.new_page()
    page.set_content(BAD.format(style, attribute))
    with pytest.raises(AssertionError, match=says):
        assert Keys(page).walk()[:3] == [0, 1, 2], "not in order"
    page.close()
