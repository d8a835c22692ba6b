"""A person with a keyboard alone: every step must show where it is, hide it behind nothing, and lead on."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

# Everything that the Tab key should stop at, in the order of the page; of radio buttons of one name it stops at one.
STOPS = """() => {
  const able = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  return [...able].filter(one => {
    if (one.disabled || one.tabIndex < 0 || one.type === "hidden" || !one.checkVisibility({visibilityProperty: true}))
      return false;
    if (one.type !== "radio") return true;
    const group = [...document.querySelectorAll(`input[type=radio][name="${one.name}"]`)];
    return one === (group.find(other => other.checked) ?? group[0]);
  });
}"""
# What has the focus: a name for messages, where it stands, and what a person would miss there.
FOCUS = f"""() => {{
  const one = document.activeElement, stops = ({STOPS})();
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), boxes = [...one.getClientRects()], labels = [...one.labels ?? []];
  const shown = style.outlineStyle === "auto" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const free = boxes.some(box => {{
    const at = document.elementFromPoint(box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 1));
    return [one, ...labels].some(part => part.contains(at));
  }});
  return {{
    tag: one.outerHTML.slice(0, 110),
    number: stops.indexOf(one),
    wrong: [!shown && "no outline", !free && "behind something"].filter(Boolean),
  }};
}}"""


class Keys:
    """The keyboard of a page; a step that hides where it is fails the test."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def _focus(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.page.evaluate(FOCUS)
        return found

    def tab(self, key: str = "Tab") -> dict[str, Any] | None:
        """One step; None where it leaves the page."""
        self.page.keyboard.press(key)
        found = self._focus()
        assert not (found and found["wrong"]), f"{found['wrong']}: {found['tag']}"
        return found

    def to(self, selector: str, most: int = 250) -> None:
        """Tab until what is meant has the focus."""
        for _ in range(most):
            self.tab()
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached by keyboard on {self.page.url}")

    def enter(self, key: str = "Enter") -> None:
        """Press what has the focus, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def follow(self, selector: str) -> None:
        """Tab to a link or a button and press it."""
        self.to(selector)
        self.enter()

    def stops(self) -> int:
        """How many things the Tab key should stop at."""
        return int(self.page.evaluate(f"({STOPS})().length"))

    def walk(self, key: str = "Tab") -> list[int]:
        """The stops of a whole round through the page, by their number in the order of the page."""
        found = []
        for _ in range(self.stops() + 1):
            stop = self.tab(key)
            if stop is None:
                break
            found.append(stop["number"])
        return found
