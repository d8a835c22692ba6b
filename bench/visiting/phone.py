"""A visit by somebody with a slow phone: when the answer can be read, and what came over the line until then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

ROUND_TRIP, RATE, SLOWER = 0.4, 400_000 / 8, 4
"""Seconds, bytes a second, and how many times slower the phone is than this machine."""
PHONE = {"width": 360, "height": 640}

# Notes when the answer first stands on the screen: in the frame after the one in which it was laid out.
WATCH = """selector => {
  const look = () => {
    const found = document.querySelector(selector);
    const box = found && getComputedStyle(document.documentElement).display !== "none" && found.getBoundingClientRect();
    if (box && box.height > 0) requestAnimationFrame(() => { window.readable ??= performance.now(); });
    else requestAnimationFrame(look);
  };
  if (self === top) requestAnimationFrame(look);
}"""


class Visit(NamedTuple):
    """One visit: milliseconds until the answer can be read, and bytes over the line by what they are."""

    readable: float
    bytes: dict[str, int]


class Line(NamedTuple):
    """How the line is slowed: by DevTools or by a proxy, and where the site is then."""

    name: str
    site: str
    devtools: bool


@contextmanager
def browsing() -> Iterator[Browser]:
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright  # only this benchmark needs it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser, line: Line, selector: str) -> Iterator[tuple[Page, CDPSession, dict[str, int]]]:
    """A phone that was never here: slow, its cache cold; the last is what it has received so far."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    context.add_init_script(f"({WATCH})({selector!r})")
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    received: dict[str, int] = {}
    kinds: dict[str, str] = {}
    protocol.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: _kind(told)}))
    protocol.on("Network.loadingFinished", lambda told: _add(received, kinds, told))
    yield page, protocol, received
    context.close()


def slow_down(protocol: CDPSession, line: Line) -> None:
    """From now on the phone and its line are slow."""
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    if line.devtools:
        slow = {"latency": ROUND_TRIP * 1000, "downloadThroughput": RATE, "uploadThroughput": RATE, "offline": False}
        protocol.send("Network.emulateNetworkConditions", slow)


def readable(page: Page) -> float:
    """Milliseconds from the beginning of the way to the page until its answer stands there."""
    for _ in range(600):
        if at := page.evaluate("window.readable"):
            return float(at)
        page.wait_for_timeout(100)
    raise TimeoutError("the answer never stood on the page")


def first_visit(browser: Browser, line: Line, path: str, selector: str) -> Visit:
    """A page that somebody opens who was never here."""
    with visitor(browser, line, selector) as (page, protocol, received):
        slow_down(protocol, line)
        page.goto(line.site + path, wait_until="load")
        at = readable(page)
        page.wait_for_timeout(100)
        return Visit(at, dict(received))


def first_search(browser: Browser, line: Line, words: str, near: str, selector: str) -> Visit:
    """The answer to the first question that somebody asks, from the press of the button on the first page."""
    with visitor(browser, line, selector) as (page, protocol, received):
        page.goto(f"{line.site}/")
        page.locator("input[name=words]").fill(words)
        page.locator("input[name=near]").fill(near)
        slow_down(protocol, line)
        received.clear()
        with page.expect_navigation(wait_until="load", timeout=60_000):
            page.locator("form.search button[type=submit]").first.tap()
        at = readable(page)
        page.wait_for_timeout(100)
        return Visit(at, dict(received))


def _kind(told: dict[str, Any]) -> str:
    return "icon" if urlsplit(told["response"]["url"]).path.endswith(".svg") else str(told["type"]).lower()


def _add(received: dict[str, int], kinds: dict[str, str], told: dict[str, Any]) -> None:
    kind = kinds.get(told["requestId"], "other")
    received[kind] = received.get(kind, 0) + int(told["encodedDataLength"])
