"""Leaving quickly: by the link or three taps of Shift, what was looked at is out of reach of Back and Forward."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page

from tests.journeys.leaving.conftest import profile
from tests.journeys.leaving.elsewhere import TITLE, Elsewhere
from tests.journeys.leaving.moving import (
    BEFORE,
    by_keyboard,
    by_link,
    by_shift,
    entries,
    gone,
    look,
    seen_on_every_way,
    step,
)
from tests.web.checking import neutral

Leave = Callable[[Page], None]
KEYS = (
    "Shift Shift",
    "Shift Shift a Shift",
    "Shift+a Shift+b Shift+c",
    "Shift Shift Shift+a",
    "Control+Shift Control+Shift Control+Shift",
    "Escape Escape Escape",
    "Shift Shift wait Shift",
    "Shift Shift click Shift",
    "Shift Shift held",
)


@pytest.fixture
def painted(opened: BrowserContext) -> list[str]:
    """The addresses at which something was painted."""
    addresses: list[str] = []
    opened.expose_binding("paintedAt", lambda _, address: addresses.append(address))
    opened.add_init_script(
        "new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint').length"
        " && paintedAt(location.href)).observe({type: 'paint', buffered: true})"
    )
    return addresses


@pytest.mark.parametrize("leave", [by_link, by_shift, by_keyboard])
def test_back_and_forward_show_nothing_of_ours(
    opened: BrowserContext, painted: list[str], site: str, other: Elsewhere, leave: Leave
) -> None:
    page = opened.pages[0]
    look(page, site, other)
    while not any("/service/" in url for url in painted):
        page.wait_for_timeout(50)
    painted.clear()
    leave(page)
    assert gone(page, other)
    assert seen_on_every_way(page, site) == []
    assert [url for url in painted if url.startswith(site)] == []


def test_behind_the_exit_address_lies_what_was_open_before_we_were(
    opened: BrowserContext, site: str, other: Elsewhere
) -> None:
    page = opened.pages[0]
    for _ in range(3):  # a machine with too much to do takes the other way: each page goes away when it is reached
        look(page, site, other)
        by_link(page)
        assert gone(page, other)
        urls, at = entries(page)
        if urls[at - 1] == f"{other.address}/{BEFORE}":
            break
    assert (urls[at - 1], urls[at + 1 :]) == (f"{other.address}/{BEFORE}", [f"{site}/"])


def test_what_was_looked_at_before_another_site_is_out_of_reach_too(
    opened: BrowserContext, site: str, other: Elsewhere
) -> None:
    page = opened.pages[0]
    look(page, site, other)
    look(page, site, other)
    by_shift(page)
    assert gone(page, other)
    assert len([url for url in entries(page)[0] if url.startswith(site)]) > 1
    assert seen_on_every_way(page, site) == []


def test_leaving_asks_us_for_one_page_at_most_and_tells_the_other_site_nothing(
    opened: BrowserContext, site: str, other: Elsewhere
) -> None:
    page = opened.pages[0]
    look(page, site, other)
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url) if request.url.startswith(site) else None)
    other.asked.clear()
    by_link(page)
    assert gone(page, other)
    assert len([url for url in asked if "/static/" not in url]) <= 1
    told = next(headers for path, headers in other.asked if path == "/")
    assert not {"Referer", "Cookie", "Origin"} & {*told}
    page.goto(f"{site}/now")
    asked.clear()
    by_link(page)
    assert gone(page, other)
    assert asked == []


def test_what_is_noted_is_one_flag_and_coming_back_forgets_it(
    opened: BrowserContext, site: str, other: Elsewhere
) -> None:
    page = opened.pages[0]
    look(page, site, other)
    by_shift(page)
    assert gone(page, other)
    state = opened.storage_state(indexed_db=True)
    assert (state["cookies"], [one for one in state["origins"] if one["origin"] == site]) == ([], [])
    assert page.evaluate("name") == ""
    kept: list[str] = []
    opened.expose_binding("tell", lambda _, told: kept.append(told))
    opened.add_init_script("tell(JSON.stringify([{...sessionStorage}, Object.keys(localStorage)]))")
    page.goto(f"{site}/talk")
    assert kept == ['[{"left":"1"},[]]']
    assert page.locator("h1").is_visible()
    assert page.evaluate("({...sessionStorage})") == {}
    page.reload()
    assert page.locator("h1").is_visible()


def test_every_open_tab_of_ours_leaves_too(opened: BrowserContext, site: str, other: Elsewhere) -> None:
    first, second = opened.pages[0], opened.new_page()
    look(second, site, other)
    look(first, site, other)
    by_link(first)
    assert gone(first, other)
    assert gone(second, other)
    assert seen_on_every_way(second, site) == []


def test_a_page_that_was_put_aside_comes_back_only_to_who_has_not_left(
    opened: BrowserContext, site: str, other: Elsewhere
) -> None:
    page = opened.pages[0]
    look(page, site, other)
    page.evaluate("addEventListener('pagehide', () => (window.shown = document.documentElement.checkVisibility()))")
    page.goto(f"{other.address}/{BEFORE}")
    step(page, -1)
    page.locator("article.service").wait_for()
    assert page.evaluate("shown") is False, "the copy that was put aside was not blank, or the page was loaded anew"
    page.goto(f"{site}/now")
    by_link(page)
    assert gone(page, other)
    assert seen_on_every_way(page, site) == []


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("no Navigation API", "Object.defineProperty(window, 'navigation', {value: undefined})"),
        (
            "no storage",
            "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('refused') }})",
        ),
        ("no channel", "delete window.BroadcastChannel"),
    ],
)
def test_a_browser_that_lacks_something_shows_nothing_that_was_looked_at(
    opened: BrowserContext, site: str, other: Elsewhere, name: str, lacking: str
) -> None:
    opened.add_init_script(lacking)
    page = opened.pages[0]
    look(page, site, other)
    by_link(page)
    assert gone(page, other)
    # Where it keeps no storage, the bare first page is all that Forward still leads to.
    assert {*seen_on_every_way(page, site)} <= ({f"{site}/"} if name == "no storage" else set())


def test_a_site_that_does_not_answer_holds_nobody(opened: BrowserContext, site: str, other: Elsewhere) -> None:
    page = opened.pages[0]
    look(page, site, other)
    opened.route(f"{site}/", lambda _: None)
    shown = page.evaluate("document.querySelector('a.exit').click(), document.documentElement.checkVisibility()")
    assert shown is False
    assert gone(page, other)
    opened.unroute_all(behavior="ignoreErrors")
    assert seen_on_every_way(page, site) == []


def test_other_keys_leave_nobody(opened: BrowserContext, site: str) -> None:
    page = opened.pages[0]
    page.goto(site)
    for keys in KEYS:
        page.locator("#words").focus()
        for key in keys.split():
            press(page, key)
        page.wait_for_timeout(200)
        assert (page.url, page.locator("h1").is_visible()) == (f"{site}/", True), keys
        page.locator("h1").click()


def press(page: Page, key: str) -> None:
    """Press a key, or do what stands among the keys."""
    if key == "wait":
        page.wait_for_timeout(1700)
    elif key == "click":
        page.locator("h1").click()
    elif key == "held":
        page.keyboard.down("Shift")
        page.keyboard.down("Shift")
        page.keyboard.up("Shift")
    else:
        page.keyboard.press(key)


def test_without_script_the_link_leaves_and_the_page_says_what_stays(
    browsers: BrowserType, site: str, other: Elsewhere, tmp_path: Path
) -> None:
    with profile(browsers, tmp_path / "profile", script=False) as context:
        page = context.pages[0]
        look(page, site, other)
        assert not page.locator(".keys").is_visible()
        by_shift(page)
        page.wait_for_timeout(300)
        assert page.url.startswith(site)
        with page.expect_navigation():
            page.locator("a.stays").click()
        said = page.locator("section[aria-labelledby=leaving]").inner_text()
        assert "If JavaScript is turned off in your browser, they still do: close the tab." in said
        by_link(page)
        assert gone(page, other)
        # What a plain link leaves behind, and what the test would catch where script does it.
        assert any("/find/" in url for url in seen_on_every_way(page, site))


def test_the_history_holds_neutral_addresses_and_titles_only(
    browsers: BrowserType, site: str, other: Elsewhere, tmp_path: Path
) -> None:
    with profile(browsers, tmp_path / "profile") as context:
        look(context.pages[0], site, other)
        by_link(context.pages[0])
        assert gone(context.pages[0], other)
    with closing(sqlite3.connect(tmp_path / "profile" / "Default" / "History")) as database:
        urls = database.execute("SELECT url, title FROM urls").fetchall()
    ours = [url.removeprefix(site) for url, _ in urls if url.startswith(site)]
    assert len(ours) == 3
    assert all(re.fullmatch(r"/|/find/[\w-]{100,}|/service/[0-9a-f-]{36}", url) for url in ours), ours
    assert {title for _, title in urls} <= neutral("en") | {TITLE}
