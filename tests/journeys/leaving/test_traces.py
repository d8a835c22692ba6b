"""After a search and a service read, no file of the browser's profile holds what was typed; naive forms are caught."""

from __future__ import annotations

import gzip
import re
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page

from tests.journeys.leaving import traces
from tests.journeys.leaving.conftest import profile
from tests.journeys.leaving.elsewhere import TITLE, Elsewhere
from tests.web.checking import neutral

# Words that nothing but the person at the keyboard could have written; one needs more than one byte a letter.
ODD, TOWN, NOWHERE, LONG, KIND, TOLD, LEFT = (
    "zorvexqual", "meddybemps", "quibblethorpé", "zyxomphalor", "brindlewhack", "grelbinax", "wuthermuck",
)  # fmt: skip
TYPED = {ODD, TOWN, NOWHERE, LONG, KIND, TOLD, LEFT, "narcan"}
ADDRESS = re.compile(
    r"(/[a-z]{2})?(/|/now|/talk|/about|/list|/find(/[\w-]+)?|/service/[0-9a-f-]{36}(/wrong(/[\w-]+)?)?)"
)


def ask(page: Page, words: str, near: str = "") -> None:
    """Type a question letter by letter, and send it."""
    page.locator("#words").fill("")
    page.locator("#words").press_sequentially(words)
    page.locator("#near").fill("")
    page.locator("#near").press_sequentially(near)
    with page.expect_navigation():
        page.locator("#near").press("Enter")


def read_a_service(page: Page) -> set[str]:
    """Open the first service found, and go back and forth; what its page is called and whom it says to call."""
    with page.expect_navigation():
        page.locator("a[href*='/service/']").first.click()
    told = {page.locator("h1").inner_text(), *page.locator("main a.tel bdi").all_inner_texts()}
    # A page that the browser put aside comes back without being loaded.
    page.go_back(wait_until="commit")
    page.locator(".card").first.wait_for()
    page.go_forward(wait_until="commit")
    page.locator("article.service").wait_for()
    return {one for one in told if len(one) > 6}


def say_what_is_wrong(page: Page) -> None:
    """Report the service, at once as only a machine would, and again as a person."""
    page.goto(page.url.partition("?")[0] + "/wrong")
    page.locator("#what-hours").check()
    page.locator("#words").press_sequentially(TOLD)
    for seconds in (0, 2.2):
        page.wait_for_timeout(1000 * seconds)
        with page.expect_navigation():
            page.locator("form.wrong button").click()


def meet_errors(page: Page, home: str) -> None:
    """Every error that a question can meet."""
    page.goto(home)
    ask(page, "narcan", NOWHERE)
    assert page.locator(".problem").count() == 1
    page.locator("#words").evaluate("field => field.removeAttribute('maxlength')")
    page.locator("#words").fill(LONG * 250)
    with page.expect_navigation():
        page.locator("#words").press("Enter")
    assert page.locator(".problem").count() == 1
    page.locator("form.search").evaluate(
        "(form, kind) => form.append(Object.assign(document.createElement('input'), {name: 'category', value: kind}))",
        KIND,
    )
    ask(page, ODD, TOWN)
    assert page.locator(".problem").count() == 1
    page.goto(home.rstrip("/") + "/find/" + "A" * 200)
    ask(page, ODD, NOWHERE)
    page.goto(home.rstrip("/") + "/" + "nowhere")


def live(context: BrowserContext, home: str) -> set[str]:
    """All that a person may do and type; what their answers said is returned."""
    page = context.pages[0]
    page.goto(home)
    ask(page, f"narcan {ODD}", TOWN)
    told = read_a_service(page)
    say_what_is_wrong(page)
    meet_errors(page, home)
    page.goto(home)
    page.locator("#words").press_sequentially(LEFT)
    return told


def visited(folder: Path) -> list[tuple[str, str]]:
    """The addresses and titles of the browser's history."""
    with closing(sqlite3.connect(folder / "Default" / "History")) as database:
        return database.execute("SELECT url, title FROM urls").fetchall()


@pytest.mark.parametrize(("script", "language"), [(False, "en"), (True, "en"), (True, "es"), (False, "ar")])
def test_no_file_of_the_profile_holds_a_typed_word_or_an_answer(
    browsers: BrowserType, site: str, tmp_path: Path, script: bool, language: str
) -> None:
    folder = tmp_path / "profile"
    home = f"{site}/" if language == "en" else f"{site}/{language}/"
    with profile(browsers, folder, script=script) as context:
        told = live(context, home)
        assert context.cookies() == []
    assert len(told) > 1
    assert traces.found(folder, TYPED | told) == {}
    # Whoever reads the history finds that they were here, and neutral names.
    urls = visited(folder)
    assert any(re.search("/find/[\\w-]{100,}", url) for url, _ in urls)
    assert [
        url for url, _ in urls if not ADDRESS.fullmatch(url.removeprefix(site)) and not url.endswith("/nowhere")
    ] == []
    assert {title for _, title in urls} <= neutral(language)


@pytest.mark.parametrize("script", [False, True])
@pytest.mark.parametrize(
    ("form", "caught"),
    [("get", {"History", "Sessions", "Web Data", "Cache"}), ("post", {"Sessions", "Web Data", "Cache"})],
)
def test_a_naive_form_is_caught(
    browsers: BrowserType, other: Elsewhere, tmp_path: Path, script: bool, form: str, caught: set[str]
) -> None:
    with profile(browsers, tmp_path / "profile", script=script) as context:
        page = context.pages[0]
        page.goto(f"{other.address}/form/{form}")
        page.get_by_label("Words").press_sequentially(f"{ODD} {NOWHERE}")
        page.get_by_role("button").click()
        assert page.title() == TITLE
    found = traces.found(tmp_path / "profile", {ODD, NOWHERE})
    assert {words == {ODD, NOWHERE} for words in found.values()} == {True}
    assert caught <= {path.split("/")[1] for path in found}
    stored = {"Local Storage", "Session Storage"} & {path.split("/")[1] for path in found}
    assert bool(stored) is (script and form == "get")


def test_our_own_shareable_address_is_caught(browsers: BrowserType, site: str, tmp_path: Path) -> None:
    with profile(browsers, tmp_path / "profile") as context:
        context.pages[0].goto(f"{site}/find?q=narcan+{ODD}&near={TOWN}")
    assert traces.found(tmp_path / "profile", {ODD, TOWN})["Default/History"] == {ODD, TOWN}


def test_a_word_is_found_in_whatever_form_a_file_holds_it(tmp_path: Path) -> None:
    forms = {
        "plain": b"..ZorVexQual..",
        "utf-16": NOWHERE.encode("utf-16-le"),
        "percent": b"q=quibblethorp%C3%A9",
        "json": rb"quibblethorp\u00e9",
        "base64": b"eCB6b3J2ZXhxdWFsIHg=",  # "x zorvexqual x"
        "gzip": gzip.compress(ODD.encode()),
        "snappy": table(b"\x0e\x18vexqzor\x01\x07\x08ual"),
    }
    for name, raw in forms.items():
        (tmp_path / name).write_bytes(b"\x01\x02" + raw if name != "snappy" else raw)
    assert {*traces.found(tmp_path, {ODD, NOWHERE})} == {*forms}


def table(packed: bytes) -> bytes:
    """A LevelDB table with one block, packed by snappy."""
    handle = bytes([0, len(packed)])
    index = b"\x00\x01\x02k" + handle + struct.pack("<II", 0, 1)
    at = len(packed) + 5
    body = packed + b"\x01\x00\x00\x00\x00" + index + b"\x00\x00\x00\x00\x00"
    footer = b"\x00\x00" + bytes([at, len(index)])
    return body + footer.ljust(40, b"\x00") + traces.TABLE
