"""A list in a browser: the whole way by keyboard without script, and on this device only where somebody says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

KEYS = "Object.keys(localStorage).length + Object.keys(sessionStorage).length"


@pytest.fixture
def scripted(chromium: Browser) -> Iterator[Page]:
    """A page with script, and a profile of its own."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def boxes(page: Page) -> Any:
    return page.locator("input[name=keep][type=checkbox]")


def make_list(page: Page, site: str, words: str = "detox", count: int = 3, language: str = "") -> list[str]:
    """The ids of a list made from the first results."""
    page.goto(f"{site}{language}/find?q={words}&near=Bangor")
    for number in range(count):
        boxes(page).nth(number).check()
    page.locator("#keep button").click()
    page.wait_for_url("**/list/**")
    return ids_of(page)


def ids_of(page: Page) -> list[str]:
    return [one.get_attribute("value") or "" for one in page.locator("#list input[name=keep]").all()]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def test_the_whole_way_by_keyboard_without_script(page: Page, site: str) -> None:
    page.goto(f"{site}/find?q=detox&near=Bangor")
    for _ in range(2):
        tab_to(page, "input[name=keep]")
        page.keyboard.press("Space")
    tab_to(page, "#keep button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/list/**")
    first, second = ids_of(page)
    tab_to(page, f"button[value='down:{first}']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/list/**#n2")
    assert ids_of(page) == [second, first]
    tab_to(page, f"button[value='up:{first}']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/list/**#n1")
    tab_to(page, "input[name=words]")
    page.keyboard.type("narcan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/**")
    tab_to(page, "input[name=keep]")
    page.keyboard.press("Space")
    tab_to(page, "#keep button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/list/**")
    assert len(ids_of(page)) == 3
    tab_to(page, f"button[value='remove:{second}']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/list/**#n*")
    assert second not in ids_of(page)
    assert first in ids_of(page)
    page.locator("#language").focus()
    page.keyboard.type("Fran")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".sheet").get_attribute("lang") == "fr"
    assert page.context.cookies() == []


def test_without_script_nothing_is_offered_that_needs_it(page: Page, site: str) -> None:
    make_list(page, site)
    assert not page.locator("#device").is_visible()
    assert not page.locator("[data-print]").is_visible()


def test_a_service_page_adds_itself_to_the_list_that_came_along(page: Page, site: str) -> None:
    [first] = make_list(page, site, count=1)
    page.goto(f"{site}/find?q=narcan&near=Bangor")
    other = page.locator("a[href^='/service/']").first.get_attribute("href")
    page.go_back()
    token = page.url.rpartition("/")[2].partition("#")[0]
    page.goto(f"{site}{other}?list={token}")
    page.get_by_role("button", name="Keep on my list").click()
    page.wait_for_url("**/list/**")
    assert ids_of(page) == [first, (other or "").removeprefix("/service/")]


def test_an_open_page_still_works_when_its_address_has_expired(page: Page, site: str) -> None:
    kept = make_list(page, site)
    address = page.url
    page.evaluate("history.replaceState(null, '', '/list/expired')")
    page.locator(f"button[value='remove:{kept[0]}']").click()
    page.wait_for_url("**/list/**#n1")
    assert ids_of(page) == kept[1:]
    assert page.url != address


def test_nothing_is_on_the_device_where_nobody_said_so(scripted: Page, site: str) -> None:
    make_list(scripted, site)
    box = scripted.get_by_label("Keep on this device")
    expect(box).to_be_visible()
    assert not box.is_checked()
    assert scripted.evaluate(KEYS) == 0
    scripted.locator("button[name=change]").first.click()
    scripted.wait_for_url("**/list/**#n*")
    scripted.goto(f"{site}/list")
    expect(scripted.locator("#device")).to_be_hidden()
    assert scripted.evaluate(KEYS) == 0


def test_a_list_kept_on_the_device_comes_back_and_is_forgotten_when_told(scripted: Page, site: str) -> None:
    kept = make_list(scripted, site)
    scripted.get_by_label("Keep on this device").check()
    expect(scripted.locator("#device-said")).to_have_text("The list is kept on this device.")
    assert scripted.evaluate("Object.entries(localStorage)") == [["kept", " ".join(kept)]]
    scripted.goto(f"{site}/list")
    scripted.get_by_role("button", name="Show the list kept on this device").click()
    scripted.wait_for_url("**/list/**")
    assert ids_of(scripted) == kept
    expect(scripted.get_by_label("Keep on this device")).to_be_checked()
    scripted.get_by_role("button", name="Forget on this device").click()
    expect(scripted.locator("#device-said")).to_have_text("The list is no longer kept on this device.")
    assert scripted.evaluate(KEYS) == 0
    assert not scripted.get_by_label("Keep on this device").is_checked()
    scripted.reload()
    assert scripted.evaluate(KEYS) == 0


def test_the_list_on_the_device_follows_the_page(scripted: Page, site: str) -> None:
    kept = make_list(scripted, site)
    scripted.get_by_label("Keep on this device").check()
    scripted.locator(f"button[value='remove:{kept[0]}']").click()
    scripted.wait_for_url("**/list/**#n1")
    assert scripted.evaluate("localStorage.kept") == " ".join(kept[1:])
    scripted.get_by_label("Keep on this device").uncheck()
    assert scripted.evaluate(KEYS) == 0


def go_from_elsewhere(page: Page, address: str) -> None:
    """Follow a link on a page of another site."""
    elsewhere = "http://elsewhere.test/"
    page.route(elsewhere, lambda route: route.fulfill(content_type="text/html", body=f'<a href="{address}">Win</a>'))
    page.goto(elsewhere)
    page.get_by_role("link", name="Win").click()
    page.wait_for_url("**/list/**")


def test_a_link_on_another_site_takes_nothing_from_the_list_of_the_device(
    scripted: Page, page: Page, site: str
) -> None:
    theirs = make_list(page, site, words="narcan", count=2)
    other = page.url
    page.locator(f"button[value='remove:{theirs[0]}']").click()
    page.locator(f"button[value='remove:{theirs[1]}']").click()
    expect(page.locator("#list")).to_have_count(0)
    none = page.url
    kept = make_list(scripted, site)
    scripted.get_by_label("Keep on this device").check()
    go_from_elsewhere(scripted, none)
    assert scripted.evaluate("localStorage.kept") == " ".join(kept)
    go_from_elsewhere(scripted, other)
    assert ids_of(scripted) == theirs
    expect(scripted.get_by_role("button", name="Forget on this device")).to_be_visible()
    assert not scripted.get_by_label("Keep on this device").is_checked()
    scripted.locator(f"button[value='down:{theirs[0]}']").click()
    scripted.wait_for_url("**/list/**#n2")
    assert scripted.evaluate("localStorage.kept") == " ".join(kept)
    scripted.get_by_label("Keep on this device").check()
    assert scripted.evaluate("localStorage.kept") == " ".join(ids_of(scripted))


def test_the_device_keeps_what_the_server_makes_of_every_change(scripted: Page, site: str) -> None:
    first, second, third = make_list(scripted, site)
    scripted.get_by_label("Keep on this device").check()
    for change, order in (
        (f"down:{first}", [second, first, third]),
        (f"up:{third}", [second, third, first]),
        (f"remove:{third}", [second, first]),
    ):
        with scripted.expect_navigation():
            scripted.locator(f"button[value='{change}']").click()
        assert ids_of(scripted) == order
        assert scripted.evaluate("localStorage.kept") == " ".join(order)
        expect(scripted.get_by_label("Keep on this device")).to_be_checked()
    scripted.goto(f"{site}/find?q=narcan&near=Bangor")
    for number in range(12):
        boxes(scripted).nth(number % boxes(scripted).count()).check()
    scripted.locator("#keep button").click()
    scripted.wait_for_url("**/list/**")
    assert scripted.evaluate("localStorage.kept") == " ".join(ids_of(scripted))


def test_results_and_services_bring_the_list_of_the_device(scripted: Page, site: str) -> None:
    kept = make_list(scripted, site)
    scripted.get_by_label("Keep on this device").check()
    scripted.goto(f"{site}/find?q=detox&near=Bangor")
    assert [boxes(scripted).nth(number).is_checked() for number in range(4)] == [True, True, True, False]
    scripted.goto(f"{site}/find?q=narcan&near=Bangor")
    boxes(scripted).first.check()
    scripted.locator("#keep button").click()
    scripted.wait_for_url("**/list/**")
    assert ids_of(scripted)[:3] == kept
    assert len(ids_of(scripted)) == 4
    assert scripted.evaluate("localStorage.kept") == " ".join(ids_of(scripted))


def test_emptied_it_stays_empty(scripted: Page, site: str) -> None:
    [only] = make_list(scripted, site, count=1)
    scripted.get_by_label("Keep on this device").check()
    scripted.locator(f"button[value='remove:{only}']").click()
    scripted.wait_for_url("**/list/**")
    scripted.goto(f"{site}/list")
    expect(scripted.get_by_role("button", name="Show the list kept on this device")).to_be_hidden()
    scripted.get_by_role("button", name="Forget on this device").click()
    assert scripted.evaluate(KEYS) == 0


def test_with_script_asking_again_takes_along_what_was_ticked(scripted: Page, site: str) -> None:
    scripted.goto(f"{site}/find?q=detox&near=Bangor")
    boxes(scripted).first.check()
    ticked = boxes(scripted).first.get_attribute("value")
    scripted.locator("input[name=words]").fill("narcan")
    scripted.locator("form.search button[type=submit]").first.click()
    scripted.wait_for_url("**/find/**")
    assert scripted.locator("#keep input[name=keep]").first.get_attribute("value") == ticked


def test_a_browser_that_keeps_nothing_is_told_so(chromium: Browser, site: str) -> None:
    context = chromium.new_context()
    context.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full'); }")
    page = context.new_page()
    make_list(page, site)
    page.get_by_label("Keep on this device").click()
    expect(page.locator("#device-said")).to_have_text("This browser does not let us keep the list.")
    assert not page.get_by_label("Keep on this device").is_checked()
    context.close()
