"""The served place with an address to leave to on this machine, and browsers that write a profile like a person's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, sync_playwright

from tests.journeys.conftest import served
from tests.journeys.leaving.elsewhere import Elsewhere, elsewhere


@pytest.fixture(scope="session")
def other() -> Iterator[Elsewhere]:
    """Another site."""
    with elsewhere() as server:
        yield server


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, other: Elsewhere) -> Iterator[str]:
    """The served place; whoever leaves it goes to the other site."""
    with served(tmp_path_factory.mktemp("left"), DOORYARD_EXIT=f"{other.address}/") as address:
        yield address


@pytest.fixture(scope="module")
def browsers() -> Iterator[BrowserType]:
    """What starts a browser."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture
def opened(browsers: BrowserType, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser with script and a profile of its own."""
    with profile(browsers, tmp_path / "profile") as context:
        yield context


@contextmanager
def profile(browsers: BrowserType, folder: Path, *, script: bool = True) -> Iterator[BrowserContext]:
    """A browser that writes everything it would: nothing of what it keeps is encrypted, and it may put pages aside.

    With script off it is off in the browser's own settings, as a person turns it off.
    """
    if not script:
        settings = {"profile": {"default_content_setting_values": {"javascript": 2}}}
        (folder / "Default").mkdir(parents=True)
        (folder / "Default" / "Preferences").write_text(json.dumps(settings))
    context = browsers.launch_persistent_context(
        folder,
        executable_path="/usr/bin/chromium",
        args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-features=EncryptSessionStorage"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield context
    context.close()
