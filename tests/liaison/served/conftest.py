"""A place that is compiled once, a site with a team of liaisons on a copy of it, and a visitor."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.liaison.served.site import COUNTY, Site
from tests.liaison.served.staff import Staff, cookies


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of a site with the made-up place, and the team of a county whose liaison made their own key."""
    root = tmp_path_factory.mktemp("compiled")
    data = root / "data"
    site = Site(root, data, root / "copy")
    site.start("--workers", "1")
    try:
        (root / "cookie").write_text(cookies(data)["liaison"])
        ann = Staff(site.port, (root / "cookie").read_text())
        ann.opens_keys()
        assert ann.send("teams/enrol", county=COUNTY).endswith("said=enrolled")
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


@pytest.fixture
def ann(site: Site, compiled: Path) -> Staff:
    """The liaison of the county, still signed in, on a site that was started."""
    return Staff(site.port, (compiled / "cookie").read_text())
