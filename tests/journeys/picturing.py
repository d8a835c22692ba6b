"""Pictures of pages, and how far two of them are apart: those in docs/screens are held to the pages as they are."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from playwright.sync_api import Page

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
TAKE = os.environ.get("SCREENS") == "take"
SIZES = {"phone": (375, 812), "desk": (1280, 900)}
LONGEST = 1800
"""Pixels of a long page that are shown: what lies below is more of the same."""

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


def picture(page: Page) -> bytes:
    """The page as it is, from its top."""
    page.add_style_tag(content=".note.box { display: none }")  # a holiday comes and goes
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), LONGEST)
    width = int(page.evaluate("innerWidth"))
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    return page.screenshot(type="jpeg", quality=50, full_page=True, clip=clip)  # type: ignore[arg-type]


def differs(blank: Page, taken: bytes, name: str) -> str:
    """Why the picture of that name is not this one, "" where it is; `make screens` puts it there."""
    path = SCREENS / f"{name}.jpg"
    if TAKE:
        SCREENS.mkdir(exist_ok=True)
        path.write_bytes(taken)
    if not path.is_file():
        return f"{name}: no picture yet: make screens"
    if apart(blank, taken, path.read_bytes()) >= ALIKE:
        return f"{name}: the page has changed: make screens, and look at them"
    return ""


def apart(page: Page, one: bytes, other: bytes) -> float:
    """How far two pictures are apart."""
    encoded = [base64.b64encode(picture).decode() for picture in (one, other)]
    return float(page.evaluate(DIFFERENCE, encoded))
