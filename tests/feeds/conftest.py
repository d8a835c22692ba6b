"""A made-up place to load, and ways to spoil it. Every number in it is 555-01xx."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dooryard.feeds.check import Known
from dooryard.feeds.readers import place
from dooryard.feeds.sources import fetch

TESTLAND = Path(__file__).resolve().parents[2] / "places" / "testland"


@pytest.fixture
def testland(tmp_path: Path, settings: Any) -> Path:
    """A copy of the made-up place that a test may change; raw bytes are kept beside it."""
    settings.DATA = tmp_path / "var"
    return Path(shutil.copytree(TESTLAND, tmp_path / "testland"))


@pytest.fixture
def spoil(testland: Path) -> Callable[[str, str, str], Path]:
    """Replace a text in one of its files; a text that is not there would prove nothing."""

    def replace(file: str, old: str, new: str) -> Path:
        path = testland / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        return testland

    return replace


@pytest.fixture
def known(testland: Path) -> Known:
    """What rows of the made-up place are checked against, on a day of 2026."""
    from datetime import date

    feed = place.read(fetch(str(testland)).files)
    return Known(feed.settings, feed.places, feed.sources, date(2026, 11, 23))
