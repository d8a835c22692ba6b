"""A served Maine for all journeys, and a Chromium for each module of them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.data_folders import environment
from tests.journeys.enrolling import beside
from tests.journeys.staffed import PROGRAM, Staffed, staff


@pytest.fixture(autouse=True)
def a_served_site(programs: None) -> None:
    """Each of them looks at one."""


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[str]:
    """The address of a fresh `dooryard serve` with a data folder of its own."""
    server = subprocess.Popen(
        [PROGRAM, "serve", "--port", "0"],
        env=environment(folder, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            break
    else:
        pytest.fail("the server ended without saying where it serves")
    yield found.group(0)
    server.terminate()
    assert server.wait(timeout=20) == 0
    server.stdout.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, programs: None) -> Iterator[str]:
    """The address of the served place, one county of which has a liaison to write to."""
    folder = tmp_path_factory.mktemp("served")
    with served(folder) as address:
        beside(folder, "enrol")
        yield address


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    """A served site at whose desk somebody is signed in."""
    folder = tmp_path_factory.mktemp("staffed")
    with served(folder) as address:
        yield staff(folder, address)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for one module: while Playwright runs, so does an event loop, and Django then refuses the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-gpu"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page without script: everything public must work in it."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()
