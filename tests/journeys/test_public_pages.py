"""The way of most people, in a browser without script: a search leaves nothing behind, and an emergency comes first."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, Request


def first_service(page: Page, site: str) -> str:
    page.goto(f"{site}/find?q=narcan&near=Bangor")
    return page.locator("a[href^='/service/']").first.get_attribute("href") or ""


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


def test_someone_not_waking_up_meets_the_overdose_steps_first(page: Page, site: str) -> None:
    page.goto(site + "/find?q=my+friend+is+not+breathing")
    first = page.locator("main section, main article").first.inner_text()
    assert "911" in first
