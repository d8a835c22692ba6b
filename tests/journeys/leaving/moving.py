"""What a person does with the pages in a tab: looks, leaves, and presses Back and Forward to their ends."""

from __future__ import annotations

from playwright.sync_api import Page, TimeoutError

from tests.journeys.leaving.elsewhere import Elsewhere

BEFORE = "before"


def look(page: Page, site: str, other: Elsewhere) -> None:
    """Come from another site, search, and read a service."""
    page.goto(f"{other.address}/{BEFORE}")
    page.goto(site)
    page.locator("#words").fill("narcan")
    page.locator("#near").fill("Bangor")
    with page.expect_navigation():
        page.locator("#near").press("Enter")
    with page.expect_navigation():
        page.locator("a[href*='/service/']").first.click()
    page.locator("article.service").wait_for()


def by_link(page: Page) -> None:
    page.locator("a.exit").click()


def by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def by_keyboard(page: Page) -> None:
    """The second stop of the Tab key."""
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def gone(page: Page, other: Elsewhere) -> bool:
    """Whether the page arrives at the exit address and stays there."""
    try:
        page.wait_for_url(f"{other.address}/", timeout=5000)
    except TimeoutError:
        return False
    page.wait_for_timeout(300)
    return page.url == f"{other.address}/"


def entries(page: Page) -> tuple[list[str], int]:
    """The addresses that Back and Forward lead to, and the place among them."""
    session = page.context.new_cdp_session(page)
    told = session.send("Page.getNavigationHistory")
    session.detach()
    return [entry["url"] for entry in told["entries"]], told["currentIndex"]


def step(page: Page, by: int) -> bool:
    """Press Back or Forward, if there is anywhere to go."""
    session = page.context.new_cdp_session(page)
    told = session.send("Page.getNavigationHistory")
    at = told["currentIndex"] + by
    if not 0 <= at < len(told["entries"]):
        return False
    session.send("Page.navigateToHistoryEntry", {"entryId": told["entries"][at]["id"]})
    session.detach()
    page.wait_for_timeout(200)
    return True


def seen_on_every_way(page: Page, site: str) -> list[str]:
    """The pages of ours that Back, pressed to the end, then Forward to the end, then Back again come to rest on."""
    seen = []
    for by in (-1, 1, -1):
        while step(page, by):
            for _ in range(20):
                if not page.url.startswith(site):
                    break
                page.wait_for_timeout(100)
            else:
                seen.append(page.url)
    return seen
