"""Every public page in a browser: axe finds no barrier, nothing is asked elsewhere, kept, or cut off at 320 px."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PATHS = (
    "/",
    "/now",
    "/talk",
    "/find?q=narcan&near=Bangor",
    "/find?q=he+wont+wake+up",
    "/find?q=heating+oil",
    "/nowhere",
)
WIDTHS = (320, 1280)


def barriers(browser: Browser, address: str, width: int, html: str | None = None, **how: Any) -> list[str]:
    """What axe finds on a page at a width; the site's policy forbids scripts, so axe is let in past it."""
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, **how)
    page = context.new_page()
    page.goto(address)
    if html is not None:
        page.set_content(html)
    page.add_script_tag(path=AXE)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    context.close()
    return [f"{violation['id']}: {violation['nodes'][0]['html'][:120]}" for violation in found]


def first_service(page: Page, site: str) -> str:
    page.goto(f"{site}/find?q=narcan&near=Bangor")
    return page.locator("a[href^='/service/']").first.get_attribute("href") or ""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_no_barrier(chromium: Browser, site: str, path: str, width: int) -> None:
    assert barriers(chromium, site + path, width) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_barrier_on_a_service(chromium: Browser, page: Page, site: str, width: int) -> None:
    assert barriers(chromium, site + first_service(page, site), width) == []


def test_axe_catches_a_planted_barrier(chromium: Browser, site: str) -> None:
    bad = "<html lang=en><title>Bad</title><main><h1>Bad</h1><input><img src=x></main></html>"
    found = " ".join(barriers(chromium, site + "/", 1280, html=bad))
    assert "label" in found
    assert "image-alt" in found


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_off_on_a_small_phone(chromium: Browser, site: str, path: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = context.new_page()
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_a_search_without_script_leaves_no_words_no_cookie_and_asks_nobody_else(page: Page, site: str) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(site + "/")
    page.get_by_label("What do you need?").fill("narcan")
    page.get_by_label("Where").fill("Bangor")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_role("heading", level=1).count() == 1
    assert "Bangor Public Health" in page.content()
    assert "narcan" not in page.url.lower()
    assert "bangor" not in (page.url + page.title()).lower()
    assert page.context.cookies() == []
    assert {urlsplit(request.url).netloc for request in asked} == {urlsplit(site).netloc}


def test_the_whole_way_from_the_door_to_a_service_by_keyboard(page: Page, site: str) -> None:
    page.goto(site + "/")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator("input[name=words]:focus").count():
            break
    page.keyboard.type("methadone")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator("a[href^='/service/']:focus").count():
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/service/**")
    assert page.get_by_role("heading", level=1).count() == 1


def test_someone_not_waking_up_meets_the_overdose_steps_first(page: Page, site: str) -> None:
    page.goto(site + "/find?q=my+friend+is+not+breathing")
    first = page.locator("main section, main article").first.inner_text()
    assert "911" in first
