"""The pictures in docs/screens are of the pages as they are: every page, phone and desk, light and dark, right to left.

`make screens` takes them anew. Otherwise each is compared with the page as it is now: what differs in a date, an hour
or a holiday is let pass, another layout, brightness or direction is not.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import test_conversation_screens
from tests.journeys.picturing import ALIKE, SCREENS, SIZES, apart, differs, picture
from tests.journeys.test_public_pages import first_service

PAGES = {
    "home": "/",
    "now": "/now",
    "talk": "/talk",
    "about": "/about",
    "style": "/style",
    "found": "/find?q=detox&near=Hampden",
    "emergency": "/find?q=he+wont+wake+up+in+bangor",
    "unmet": "/find?q=heating+oil",
    "ask": "/find",
    "expired": "/find/old",
    "missing": "/nowhere",
    "service": "service",
    "wrong": "service/wrong",
    "list": "list",
}
LEFT = ("home", "now", "found", "service")
"""Pages that are shown from right to left too."""

SHOTS = [
    *((page, "en", size, scheme) for page in PAGES for size in SIZES for scheme in ("light", "dark")),
    *((page, "ar", size, "light") for page in LEFT for size in SIZES),
    *((page, language, "phone", "light") for page in ("home", "now") for language in ("es", "fr")),
]


def taken(page: Page, site: str, name: str, language: str) -> bytes:
    """A picture of a page in a language."""
    prefix = "" if language == "en" else f"/{language}"
    address = PAGES[name]
    if name in ("service", "wrong"):
        address = first_service(page, site) + ("/wrong" if name == "wrong" else "")
    if name == "list":
        page.goto(f"{site}{prefix}/find?q=detox&near=Hampden")
        for box in page.locator("input[name=keep]").all()[:2]:
            box.check()
        page.locator("button[form=keep], form#keep button").first.click()
    else:
        page.goto(site + prefix + address)
    return picture(page)


@pytest.fixture(scope="module")
def screens(chromium: Browser) -> Iterator[dict[tuple[str, str], Page]]:
    """A page for each size and scheme, used again and again."""
    contexts = {
        (size, scheme): chromium.new_context(
            viewport={"width": SIZES[size][0], "height": SIZES[size][1]},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            bypass_csp=True,
        )
        for size in SIZES
        for scheme in ("light", "dark")
    }
    yield {key: context.new_page() for key, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize(("name", "language", "size", "scheme"), SHOTS)
def test_the_picture_is_of_the_page_as_it_is(
    screens: dict[tuple[str, str], Page], site: str, name: str, language: str, size: str, scheme: str
) -> None:
    page = screens[size, scheme]
    shot = taken(page, site, name, language)
    page.goto("about:blank")
    assert differs(page, shot, f"{name}-{language}-{size}-{scheme}") == ""


def test_another_page_would_be_noticed(screens: dict[tuple[str, str], Page], site: str) -> None:
    page = screens["phone", "light"]
    home, now, left = (taken(page, site, *one) for one in (("home", "en"), ("now", "en"), ("home", "ar")))
    dark = taken(screens["phone", "dark"], site, "home", "en")
    page.goto("about:blank")
    assert apart(page, home, home) == 0
    assert min(apart(page, home, other) for other in (now, left, dark)) > ALIKE


def test_no_picture_is_left_of_a_page_that_is_gone() -> None:
    kept = {path.stem for path in SCREENS.glob("*.jpg")}
    assert kept == {"-".join(shot) for shot in SHOTS} | set(test_conversation_screens.NAMES)
