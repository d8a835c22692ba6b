"""What judges a page in a browser: axe, and the plain things that every page of ours must have.

Script is switched off for the page, not for the judge: a page is loaded without it, then the judge's own may run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page

NPM = Path(__file__).resolve().parents[2] / "node_modules"
AXE = (NPM / "axe-core" / "axe.min.js").read_text(encoding="utf-8") if NPM.is_dir() else ""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# What a page is made of once it stands, its scripts done.
MADE_OF = """() => {
  const ids = [...document.querySelectorAll("[id]")].map(one => one.id);
  const named = one => one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.labels?.length
    || (one.matches("button") && one.textContent.trim());
  const controls = [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, output")];
  const fields = controls.filter(one => !["checkbox", "radio", "submit", "button"].includes(one.type))
    .map(one => `${[...document.forms].indexOf(one.form)} ${one.name || one.id}`);
  const led = ["for", "aria-labelledby", "aria-describedby", "form"].flatMap(name =>
    [...document.querySelectorAll(`[${name}]`)].flatMap(one => one.getAttribute(name).split(" ")));
  return {
    headings: [...document.querySelectorAll("h1")].map(one => one.textContent.trim()),
    title: document.title,
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    again: fields.filter((one, at) => fields.indexOf(one) !== at),
    twice: ids.filter((one, at) => ids.indexOf(one) !== at),
    unnamed: controls.filter(one => !named(one)).map(one => one.outerHTML.slice(0, 120)),
    nowhere: led.filter(one => one && !ids.includes(one)),
    width: document.documentElement.scrollWidth - innerWidth,
  };
}"""


class Judge:
    """One page of a browser, used again and again; `console` is what the page now open complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.console: list[str] = []
        self._protocol = page.context.new_cdp_session(page)
        page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        # The status of the page itself is not a complaint about it.
        if message.type == "error" and "responded with a status of 4" not in message.text:
            self.console.append(message.text)

    def open(self, address: str, *, script: bool = True, width: int = 1280) -> None:
        """Go to an address with the page's own scripts or without."""
        self._protocol.send("Emulation.setScriptExecutionDisabled", {"value": not script})
        self.page.set_viewport_size({"width": width, "height": 800})
        self.console.clear()
        self.page.goto(address)
        self._protocol.send("Emulation.setScriptExecutionDisabled", {"value": False})

    def show(self, html: str) -> None:
        """A page of the test's own, under no policy of the site."""
        self.page.goto("about:blank")
        self.page.set_content(html)

    def barriers(self) -> list[str]:
        """What axe finds: WCAG 2.2 to AA, and best practice."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]

    def faults(self, *, title: str, language: str, direction: str) -> list[str]:
        """What is wrong with how a page is made."""
        made: dict[str, Any] = self.page.evaluate(MADE_OF)
        found = [f"console: {said}" for said in self.console]
        found += [f"headings {made['headings']}"] * (len(made["headings"]) != 1 or not all(made["headings"]))
        found += [f"title {made['title']!r}, not {title!r}"] * (made["title"] != title)
        spoken = (made["lang"], made["dir"])
        found += [f"language {spoken}"] * (spoken != (language, direction))
        found += [f"id {one} twice" for one in made["twice"]]
        found += [f"field {one} again" for one in made["again"]]
        found += [f"no label: {one}" for one in made["unnamed"]]
        found += [f"leads nowhere: {one}" for one in made["nowhere"]]
        found += [f"{made['width']} pixels too wide"] * (made["width"] > 0)
        return found


@contextmanager
def judging(browser: Browser, **how: Any) -> Iterator[Judge]:
    """A judge with a fresh context: the policy of the site holds for the page as it does for a visitor."""
    context = browser.new_context(**how)
    yield Judge(context.new_page())
    context.close()
