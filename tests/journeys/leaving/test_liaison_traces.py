"""After a conversation with a liaison no file of the browser's profile holds a word of it, or of its code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page

from tests.journeys.conftest import served
from tests.journeys.enrolling import COUNTY, beside
from tests.journeys.leaving import traces
from tests.journeys.leaving.conftest import profile
from tests.journeys.leaving.elsewhere import Elsewhere
from tests.journeys.leaving.moving import by_link, gone, step
from tests.journeys.leaving.test_traces import visited
from tests.web.checking import neutral

FIRST, REPLY, ANSWER, REFUSED, LEFT, SECRET, PLACE = (
    "zorvexqual", "quibblethorpé", "grelbinax", "zyxomphalor", "wuthermuck", "brindlewhack", "meddybemps",
)  # fmt: skip
TYPED = {FIRST, REPLY, ANSWER, REFUSED, LEFT, SECRET, PLACE}


class Place(NamedTuple):
    """A served site with a liaison, and its data folder."""

    address: str
    folder: Path


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory, other: Elsewhere) -> Iterator[Place]:
    """A site where a county has a liaison; whoever leaves it goes to the other site."""
    folder = tmp_path_factory.mktemp("staffed")
    with served(folder, DOORYARD_EXIT=f"{other.address}/") as address:
        beside(folder, "enrol")
        yield Place(address, folder)


def press(page: Page, name: str) -> None:
    """Press a button, and wait for what it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def converse(context: BrowserContext, site: Place) -> set[str]:
    """Write, be refused, write again, be answered, come back with wrong and right words, reply; the seven words."""
    page = context.pages[0]
    page.goto(f"{site.address}/talk")
    page.locator("#county").select_option(COUNTY)
    press(page, "Write to a liaison")
    words = page.locator("ol.large li").all_inner_texts()
    page.locator("#message").press_sequentially(f"{FIRST} {REFUSED}")
    page.locator("#how-meet").check()
    page.locator("summary").first.click()
    page.locator("#word").press_sequentially(SECRET)
    press(page, "Send")
    assert page.locator(".problem").count() == 1
    page.locator("#place").press_sequentially(PLACE)
    page.locator("#our_word").press_sequentially(f"{SECRET}s")
    press(page, "Send")
    assert page.locator("h1").inner_text() == "Received"
    beside(site.folder, "answer", ANSWER)
    for typed in (words[:6], words):
        page.goto(f"{site.address}/talk/back")
        page.locator("#words").press_sequentially(" ".join(typed))
        press(page, "Open")
    assert ANSWER in page.content()
    page.locator("#message").press_sequentially(REPLY)
    press(page, "Send")
    page.go_back(wait_until="commit")
    page.go_forward(wait_until="commit")
    page.locator("#message").press_sequentially(LEFT)
    return {one for one in words if len(one) > 6}


@pytest.mark.parametrize("script", [False, True])
def test_no_file_of_the_profile_holds_a_word_of_a_conversation_or_of_its_code(
    browsers: BrowserType, staffed: Place, tmp_path: Path, script: bool
) -> None:
    folder = tmp_path / "profile"
    with profile(browsers, folder, script=script) as context:
        words = converse(context, staffed)
        assert context.cookies() == []
    # A word of the list may stand in the browser's own files; seven of a code do not stand together.
    found = traces.found(folder, TYPED | words)
    assert {path: told & TYPED for path, told in found.items() if told & TYPED} == {}
    assert [path for path, told in found.items() if len(told & words) > 1] == []
    assert {title for _, title in visited(folder)} <= neutral("en")


def test_leaving_a_conversation_leaves_nothing_of_it_to_go_back_to(
    browsers: BrowserType, staffed: Place, other: Elsewhere, tmp_path: Path
) -> None:
    with profile(browsers, tmp_path / "profile") as context:
        converse(context, staffed)
        page = context.pages[0]
        by_link(page)
        assert gone(page, other)
        for by in (-1, -1, -1, 1, 1, 1):
            if step(page, by):
                assert not [word for word in TYPED if word in page.content()]
