"""A conversation in the browser, script on and off: write, be answered, come back, reply, delete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import served
from tests.journeys.enrolling import COUNTY, beside
from tests.journeys.judging import judging

MESSAGE = "I would like to talk.\nTuesdays are good."


class Site(NamedTuple):
    """A served site and its data folder."""

    address: str
    folder: Path


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of these tests alone: what they do to its conversations, they do to all of them."""
    folder = tmp_path_factory.mktemp("liaison")
    with served(folder) as address:
        beside(folder, "enrol")
        yield Site(address, folder)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def reader(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A phone's page, with script and without."""
    context = chromium.new_context(java_script_enabled=request.param, viewport={"width": 320, "height": 700})
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def written(page: Page, site: Site, message: str = MESSAGE) -> str:
    """Write a message as a person does; the seven words."""
    page.goto(f"{site.address}/talk")
    page.locator("#county").select_option(COUNTY)
    page.get_by_role("button", name="Write to a liaison").click()
    words = page.locator("ol.large li").all_inner_texts()
    assert len(words) == 7
    page.locator("#message").fill(message)
    page.get_by_role("button", name="Send").click()
    return " ".join(words)


def returned(page: Page, site: Site, words: str) -> None:
    """Come back with the words."""
    page.goto(f"{site.address}/talk/back")
    page.locator("#words").fill(words)
    page.get_by_role("button", name="Open").click()


def heading(page: Page) -> str:
    """What the page is."""
    return page.get_by_role("heading", level=1).inner_text()


def test_write_be_answered_return_reply_and_delete(own: Site, reader: Page) -> None:
    words = written(reader, own)
    assert heading(reader) == "Received"
    assert "We do not know when somebody reads here" in reader.content()
    assert not [word for word in words.split() if word in reader.url]
    beside(own.folder, "answer", "Thank you. Tuesday at the library?")
    returned(reader, own, words.upper())
    assert heading(reader) == "Your conversation"
    assert "Tuesday at the library?" in reader.content()
    reader.locator("#message").fill("Yes, at ten.")
    reader.get_by_role("button", name="Send").click()
    assert "Received" in reader.get_by_role("status").first.inner_text()
    assert "Yes, at ten." in reader.content()
    reader.get_by_role("button", name="Delete everything now").click()
    assert heading(reader) == "Delete everything now?"
    reader.get_by_role("button", name="Yes, delete everything now").click()
    assert heading(reader) == "Deleted"
    returned(reader, own, words)
    assert "These words open nothing" in reader.get_by_role("alert").inner_text()


def test_danger_comes_before_the_button_and_one_press_sends_it(own: Site, reader: Page) -> None:
    words = written(reader, own, "i want to die")
    assert "Not sent yet" in reader.get_by_role("alert").inner_text()
    crisis, send = reader.locator("#crisis"), reader.get_by_role("button", name="Send it now").first
    assert crisis.bounding_box()["y"] < send.bounding_box()["y"]  # type: ignore[index]
    assert reader.locator("#message").input_value() == "i want to die"
    send.click()
    assert heading(reader) == "Received"
    returned(reader, own, words)
    assert "i want to die" in reader.content()


def test_how_to_be_reached_is_asked_again_until_it_is_whole_and_can_be_changed(own: Site, reader: Page) -> None:
    reader.goto(f"{own.address}/talk")
    reader.locator("#county").select_option(COUNTY)
    reader.get_by_role("button", name="Write to a liaison").click()
    words = " ".join(reader.locator("ol.large li").all_inner_texts())
    reader.locator("#message").fill(MESSAGE)
    reader.get_by_label("They may text me").check()
    reader.locator("summary").first.click()
    for label, typed in (
        ("Phone number", "207-555-0142"),
        ("The same number again", "207-555-0143"),
        ("Your secret word", "heron"),
        ("Their secret word", "maple"),
    ):
        reader.get_by_label(label).fill(typed)
    reader.get_by_role("button", name="Send").click()
    assert "not the same" in reader.get_by_role("alert").inner_text()
    assert reader.locator("#message").input_value() == MESSAGE
    reader.get_by_label("The same number again").fill("207 555 0142")
    reader.get_by_role("button", name="Send").click()
    assert heading(reader) == "Received"
    returned(reader, own, words)
    assert reader.get_by_label("Phone number").input_value() == "207-555-0142"
    reader.get_by_label("How long should all this be kept?").select_option("7")
    reader.get_by_role("button", name="Keep these choices").click()
    assert "Changed" in reader.get_by_role("status").first.inner_text()


def test_wrong_words_and_an_expired_conversation_meet_the_same_answer(own: Site, reader: Page) -> None:
    words = written(reader, own)
    returned(reader, own, " ".join(reversed(words.split())))
    wrong = reader.locator("main").inner_text()
    beside(own.folder, "expire")
    returned(reader, own, words)
    assert reader.locator("main").inner_text() == wrong
    assert reader.locator("#words").input_value() == ""


def test_who_is_on_shift_and_that_nobody_is_is_said_before_the_form(own: Site, reader: Page) -> None:
    for done, told in (("shift", "Somebody reads messages now."), ("away", "Nobody reads messages now.")):
        beside(own.folder, done)
        reader.goto(f"{own.address}/talk")
        reader.locator("#county").select_option(COUNTY)
        reader.get_by_role("button", name="Write to a liaison").click()
        said, line, form = reader.get_by_text(told), reader.get_by_text("2-1-1").first, reader.locator("#message")
        heights = [one.bounding_box()["y"] for one in (said, line, form)]  # type: ignore[index]
        assert heights == sorted(heights), "first who reads, then who answers now, then the form"
    beside(own.folder, "off")


def test_nothing_is_wrong_with_an_answered_conversation(own: Site, chromium: Browser) -> None:
    with judging(chromium) as judge:
        words = written(judge.page, own)
        beside(own.folder, "answer", "A long answer " + "without a space" * 20)
        returned(judge.page, own, words)
        address = judge.page.url
        for script, width in ((True, 320), (False, 1280)):
            judge.open(address, script=script, width=width)
            assert judge.faults(title="Talk to someone", language="en", direction="ltr") == []
            assert judge.barriers() == []
