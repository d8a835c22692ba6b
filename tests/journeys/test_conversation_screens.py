"""The pictures in docs/screens of a conversation, from both its sides, are of the pages as they are.

One conversation, written, read and answered; each page of it is taken at phone and desk width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import served
from tests.journeys.picturing import SIZES, differs, picture
from tests.journeys.test_desk import dooryard
from tests.journeys.test_liaison_desk import begins_a_team, joins, makes_a_key

COUNTY = "York"
SEEKER = ("write", "stop", "received", "back", "wrong-words", "thread", "delete")
DESK = ("desk-enter", "desk-join", "desk", "desk-inbox", "desk-thread", "desk-keys", "desk-shifts", "desk-teams")
NAMES = [f"{name}-en-{size}-light" for name in SEEKER + DESK for size in SIZES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the served site."""
    return tmp_path_factory.mktemp("conversation")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """The address of a served site, with hours nobody has put down."""
    with served(folder) as address:
        yield address.replace("127.0.0.1", "localhost")


class Shots:
    """Looks at a page at each width, and remembers whose picture is another one."""

    def __init__(self, blank: Page) -> None:
        self.blank, self.seen, self.wrong = blank, set[str](), list[str]()

    def look(self, page: Page, name: str) -> None:
        """Take the page as it stands, phone and desk."""
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            self.seen.add(f"{name}-en-{size}-light")
            if why := differs(self.blank, picture(page), f"{name}-en-{size}-light"):
                self.wrong.append(why)


@pytest.fixture(scope="module")
def somebody(chromium: Browser) -> Iterator[Callable[[], Page]]:
    """Browsers, each of one person."""
    contexts = []

    def comes() -> Page:
        contexts.append(chromium.new_context(reduced_motion="reduce", bypass_csp=True))
        return contexts[-1].new_page()

    yield comes
    for context in contexts:
        context.close()


def test_the_pictures_of_a_conversation_are_of_the_pages_as_they_are(
    folder: Path, site: str, somebody: Callable[[], Page]
) -> None:
    person, liaison, shots = somebody(), somebody(), Shots(somebody())
    at_the_desk_before(liaison, folder, site, shots)
    words = writes(person, site, shots)
    reads_and_answers(liaison, site, shots)
    comes_back(person, site, words, shots)
    assert (shots.wrong, sorted(shots.seen)) == ([], sorted(NAMES))


def at_the_desk_before(page: Page, folder: Path, site: str, shots: Shots) -> None:
    """A liaison signs in, makes a key, begins a team."""
    page.goto(f"{site}/desk/enter")
    shots.look(page, "desk-enter")
    page.goto(dooryard(folder, "invite", "Zoe", "--site", site, "--role", "liaison").strip())
    shots.look(page, "desk-join")
    joins(page, folder, site, "Ann")
    shots.look(page, "desk")
    makes_a_key(page, site)
    begins_a_team(page, folder, site, "Ann", COUNTY)
    for name in ("keys", "shifts", "teams"):
        page.goto(f"{site}/desk/liaison/{name}")
        shots.look(page, f"desk-{name}")


def writes(page: Page, site: str, shots: Shots) -> str:
    """A person writes, is stopped, sends; the seven words."""
    page.goto(f"{site}/talk")
    page.locator("#county").select_option(COUNTY)
    page.get_by_role("button", name="Write to a liaison").click()
    words = " ".join(page.locator("ol.large li").all_inner_texts())
    shots.look(page, "write")
    page.locator("#message").fill("I do not want to live any more.")
    page.get_by_role("button", name="Send").click()
    shots.look(page, "stop")
    page.get_by_role("button", name="Send it now").first.click()
    shots.look(page, "received")
    return words


def reads_and_answers(page: Page, site: str, shots: Shots) -> None:
    """The liaison sees that somebody wrote, reads and answers."""
    page.goto(f"{site}/desk/liaison/")
    shots.look(page, "desk-inbox")
    page.get_by_role("link", name=f"{COUNTY} County").click()
    shots.look(page, "desk-thread")
    page.get_by_label("Your answer").fill("I am glad that you wrote. Shall we talk today?")
    page.get_by_role("button", name="Keep this answer").click()


def comes_back(page: Page, site: str, words: str, shots: Shots) -> None:
    """The person comes back with the words, wrong ones first."""
    page.goto(f"{site}/talk/back")
    shots.look(page, "back")
    page.locator("#words").fill("one two three")
    page.get_by_role("button", name="Open").click()
    shots.look(page, "wrong-words")
    page.locator("#words").fill(words)
    page.get_by_role("button", name="Open").click()
    shots.look(page, "thread")
    page.get_by_role("button", name="Delete everything now").click()
    shots.look(page, "delete")
