"""A place that is compiled once, a site with a team of liaisons on a copy of it, and a visitor."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import data_folders
from tests.liaison.served.site import COUNTY, Site
from tests.liaison.served.staff import Staff, beside


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory, programs: None) -> Path:
    """The folders of a site with the made-up place, and the team of a county whose liaison made their own key."""
    if data_folders.ON_POSTGRESQL:
        pytest.skip("looks into SQLite's own files")
    root = tmp_path_factory.mktemp("compiled")
    data = root / "data"
    site = Site(root, data, root / "copy")
    site.start("--workers", "1")
    try:
        (root / "cookies.json").write_text(beside(data, "sign-in"))
        staff_of(root)("liaison", site).opens_keys()
        beside(data, "enrol", COUNTY)
    finally:
        site.stop()
    return root


@pytest.fixture
def site(compiled: Path, tmp_path: Path) -> Iterator[Site]:
    """A site of its own for a test, not yet started; what is left running is ended."""
    root = tmp_path / "site"
    shutil.copytree(compiled, root, ignore=shutil.ignore_patterns("logs", "tmp", "here"))
    made = Site(root, root / "data", root / "copy")
    yield made
    made.stop()


def staff_of(compiled: Path) -> Callable[[str, Site], Staff]:
    """Browsers of who is signed in, by their role."""
    cookies = json.loads((compiled / "cookies.json").read_text())
    return lambda role, site: Staff(site.port, cookies[role])


@pytest.fixture
def staff(compiled: Path) -> Callable[[str, Site], Staff]:
    """The browser of somebody with a role, at a site that was started."""
    return staff_of(compiled)
