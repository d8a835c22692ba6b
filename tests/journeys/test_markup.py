"""The bytes of every public page in every language are valid HTML: html-validate has nothing to say."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from dooryard.directory import languages
from tests.journeys.addresses import ADDRESSES, Asking, reach

JUDGE = Path(__file__).with_name("html_validate.mjs")


def invalid(pages: list[tuple[str, str]]) -> dict[str, list[str]]:
    """What html-validate says of each page."""
    asked = json.dumps(pages)
    done = subprocess.run(["node", JUDGE], input=asked, capture_output=True, text=True, check=True, timeout=300)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_every_page_in_every_language_is_valid_html(site: str) -> None:
    pages = [
        (f"{one.name} in {language}", Asking(site, language).ask(reach(site, one.name, language)).body)
        for one in ADDRESSES
        for language in languages.LANGUAGES
    ]
    assert invalid(pages) == {}


def test_a_planted_fault_is_caught_and_a_good_page_is_not() -> None:
    good = '<!doctype html>\n<html lang="en"><head><title>Services</title></head><body><h1>Hi</h1></body></html>\n'
    bad = good.replace("</h1>", '</h1><p><div id="a"></div></p><div id="a"></div><input name="words">')
    found = invalid([("good", good), ("bad", bad)])
    assert list(found) == ["bad"]
    said = " ".join(found["bad"])
    for rule in ("close-order", "no-dup-id", "no-implicit-input-type"):
        assert rule in said
