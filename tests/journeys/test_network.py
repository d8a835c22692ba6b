"""Nobody but us is asked: what Chromium itself notes of every request, its own with them, over every page and a search.

Chromium's log of the network (NetLog) holds what no page sees: the icon, what is fetched ahead, and what the browser
asks its maker because of what stands on a page. Of that a plain page's worth is taken off: what it asks in any case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from dooryard.directory import languages
from tests.journeys.addresses import ADDRESSES, Asking, reach

Visit = Callable[[Page], object]
# No name is looked up: what is asked elsewhere is noted, and goes nowhere.
CLOSED = "--host-resolver-rules=EXCLUDE 127.0.0.1, MAP * ~NOTFOUND"


def asked(browser: Browser, log: Path, visit: Visit) -> set[str]:
    """The hosts that a fresh Chromium, with what it does for its maker by itself, asks for something."""
    fresh = browser.browser_type.launch(
        executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", CLOSED, f"--log-net-log={log}"]
    )
    page = fresh.new_page()
    visit(page)
    page.wait_for_timeout(1000)  # what is asked later than the page
    fresh.close()
    noted = json.loads(log.read_text(encoding="utf-8"))
    begun = noted["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    urls = [event.get("params", {}).get("url", "") for event in noted["events"] if event["type"] == begun]
    return {urlsplit(url).netloc for url in urls if url.startswith(("http://", "https://", "ws://", "wss://"))}


@pytest.fixture(scope="module")
def anyway(chromium: Browser, site: str, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What Chromium asks its maker whatever is open."""
    return asked(chromium, tmp_path_factory.mktemp("net") / "log", lambda page: page.goto(f"{site}/healthz"))


def search(page: Page, site: str) -> None:
    """From the door to a service, a list and a report, typing at every field."""
    page.goto(site)
    page.get_by_label("What do you need?").click()
    page.keyboard.type("narcan")
    page.get_by_label("Where").first.click()
    page.keyboard.type("Bangor")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/*")
    page.locator("input[name=keep]").first.check()
    page.locator("#keep button").click()
    page.wait_for_url("**/list/*")
    page.locator(".kept a").first.click()
    page.locator("a[href$='/wrong']").first.click()
    page.locator("input[name=what]").first.check()
    page.locator("textarea").click()
    page.keyboard.type("The door was locked.")
    page.wait_for_timeout(2100)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Received").wait_for()


def test_a_whole_search_asks_nobody_else(chromium: Browser, site: str, anyway: set[str], tmp_path: Path) -> None:
    found = asked(chromium, tmp_path / "log", lambda page: search(page, site))
    assert found - anyway == set()


def test_no_page_asks_anybody_else(chromium: Browser, site: str, anyway: set[str], tmp_path: Path) -> None:
    def visit(page: Page) -> None:
        for one in ADDRESSES:
            for language in ("en", "ar"):
                page.goto(site + reach(site, one.name, language))

    assert asked(chromium, tmp_path / "log", visit) - anyway == set()


PLANTED = {
    "an image": '<img src="https://elsewhere.example/x.png" alt="">',
    "a style": '<link rel="stylesheet" href="https://elsewhere.example/x.css">',
    "a ping": "<script>navigator.sendBeacon('https://elsewhere.example/')</script>",
    "a frame": '<iframe src="https://elsewhere.example/"></iframe>',
}


def test_whatever_is_planted_is_noted(chromium: Browser, site: str, anyway: set[str], tmp_path: Path) -> None:
    def plant(page: Page) -> None:
        body = "<!doctype html><title>Planted</title>" + "".join(
            html.replace("elsewhere", f"elsewhere-{at}") for at, html in enumerate(PLANTED.values())
        )
        page.route("**/planted", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(f"{site}/planted")

    expected = {f"elsewhere-{at}.example" for at in range(len(PLANTED))}
    assert asked(chromium, tmp_path / "log", plant) - anyway == expected


def test_what_the_browser_asks_its_maker_about_a_form_is_noted(
    chromium: Browser, site: str, anyway: set[str], tmp_path: Path
) -> None:
    form = '<form action="/find" autocomplete="off"><label>Planted <input name="planted" type="text"></label></form>'

    def plant(page: Page) -> None:
        page.route("**/planted", lambda route: route.fulfill(body=form, content_type="text/html"))
        page.goto(f"{site}/planted")
        page.wait_for_timeout(2000)

    found = asked(chromium, tmp_path / "log", plant) - anyway
    assert any("autofill" in host for host in found), found


class Reaching(HTMLParser):
    """What a page would have a browser fetch, or look up, without anybody asking for it."""

    LOADS = {"img": "src", "script": "src", "source": "src", "link": "href", "form": "action", "iframe": "src"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        to = told.get(self.LOADS.get(tag, ""), "")
        if to and not re.match(r"/(?!/)|\?|#", to):
            self.found.append(f"<{tag}> {to}")
        ahead = set(told.get("rel", "").split()) & {"dns-prefetch", "preconnect", "prefetch", "prerender", "preload"}
        # The style sheet says nothing about what somebody may look at next; a page would.
        if ahead and not (ahead == {"prefetch"} and to.startswith("/static/site.css?")):
            self.found.append(f"<{tag}> is fetched ahead")
        if "ping" in told or told.get("type") == "speculationrules" or told.get("http-equiv"):
            self.found.append(f"<{tag}> {told}")


def test_no_markup_fetches_or_looks_up_anything_elsewhere(site: str) -> None:
    for one in ADDRESSES:
        for language in languages.LANGUAGES:
            page = Asking(site, language).ask(reach(site, one.name, language)).body
            assert Reaching(page).found == [], one.name


@pytest.mark.parametrize(
    "planted",
    [
        '<img src="//elsewhere.example/x">',
        '<link rel="dns-prefetch" href="/x">',
        '<link rel="prefetch" href="/now">',
        '<link rel="preconnect prefetch" href="/static/site.css?v=1">',
        '<script type="speculationrules"></script>',
        '<a href="/" ping="/x">x</a>',
        '<meta http-equiv="refresh" content="0">',
        '<form action="https://elsewhere.example/"></form>',
    ],
)
def test_planted_markup_that_reaches_out_is_seen(planted: str) -> None:
    assert Reaching(planted).found
