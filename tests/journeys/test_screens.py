"""The pictures in docs/screens are of the pages as they are: every page, phone and desk, light and dark, right to left.

`make screens` takes them anew. Otherwise each is compared with the page as it is now: what differs in a date, an hour
or a holiday is let pass, another layout, brightness or direction is not.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.test_public_pages import first_service

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
TAKE = os.environ.get("SCREENS") == "take"
SIZES = {"phone": (375, 812), "desk": (1280, 900)}
LONGEST = 1800
"""Pixels of a long page that are shown: what lies below is more of the same."""

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

# How far two pictures are apart: the mean difference of their greys, 0 to 255, in a grid of 24 by 48.
DIFFERENCE = """async ([one, other]) => {
  const greys = async source => {
    const image = new Image();
    image.src = "data:image/jpeg;base64," + source;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [24, 48];
    const brush = canvas.getContext("2d");
    brush.drawImage(image, 0, 0, 24, 48);
    const data = brush.getImageData(0, 0, 24, 48).data;
    return Array.from({length: 24 * 48}, (_, at) => (data[4 * at] + data[4 * at + 1] + data[4 * at + 2]) / 3);
  };
  const [first, second] = [await greys(one), await greys(other)];
  return first.reduce((sum, grey, at) => sum + Math.abs(grey - second[at]), 0) / first.length;
}"""
ALIKE = 6.0


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
    page.add_style_tag(content=".note.box { display: none }")  # a holiday comes and goes
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), LONGEST)
    width = int(page.evaluate("innerWidth"))
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    return page.screenshot(type="jpeg", quality=50, full_page=True, clip=clip)  # type: ignore[arg-type]


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


def apart(page: Page, one: bytes, other: bytes) -> float:
    """How far two pictures are apart."""
    encoded = [base64.b64encode(picture).decode() for picture in (one, other)]
    return float(page.evaluate(DIFFERENCE, encoded))


@pytest.mark.parametrize(("name", "language", "size", "scheme"), SHOTS)
def test_the_picture_is_of_the_page_as_it_is(
    screens: dict[tuple[str, str], Page], site: str, name: str, language: str, size: str, scheme: str
) -> None:
    page = screens[size, scheme]
    picture = taken(page, site, name, language)
    path = SCREENS / f"{name}-{language}-{size}-{scheme}.jpg"
    if TAKE:
        SCREENS.mkdir(exist_ok=True)
        path.write_bytes(picture)
    assert path.is_file(), "no picture yet: make screens"
    page.goto("about:blank")
    assert apart(page, picture, path.read_bytes()) < ALIKE, "the page has changed: make screens, and look at them"


def test_another_page_would_be_noticed(screens: dict[tuple[str, str], Page], site: str) -> None:
    page = screens["phone", "light"]
    home, now, left = (taken(page, site, *one) for one in (("home", "en"), ("now", "en"), ("home", "ar")))
    dark = taken(screens["phone", "dark"], site, "home", "en")
    page.goto("about:blank")
    assert apart(page, home, home) == 0
    assert min(apart(page, home, other) for other in (now, left, dark)) > ALIKE


def test_no_picture_is_left_of_a_page_that_is_gone() -> None:
    kept = {path.stem for path in SCREENS.glob("*.jpg")}
    assert kept == {"-".join(shot) for shot in SHOTS}
