"""What is written to the data folder is for its owner only: a kept feed may hold what is never to be shown."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from tests.web.test_commands import dooryard

TESTLAND = Path(__file__).resolve().parents[2] / "places" / "testland"


@pytest.mark.usefixtures("programs")
def test_only_the_owner_may_read_the_data_folder(tmp_path: Path) -> None:
    data = tmp_path / "var"
    place = Path(shutil.copytree(TESTLAND, tmp_path / "testland"))
    for command in (("load", str(place)), ("compile",)):
        done = dooryard(data, *command)
        assert done.returncode == 0, done.stderr
    paths = [data, *data.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_file()} == {0o600}
