"""The real server: workers share one key, the address is printed, a taken port is refused, it stops cleanly."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from dooryard.directory import bundles
from tests.data_folders import environment
from tests.web.conftest import segments
from tests.web.test_commands import PROGRAM, dooryard

pytestmark = pytest.mark.usefixtures("programs")

PLACE = Path(__file__).resolve().parents[2] / "places" / "testland"


@contextmanager
def serving(
    data: Path, *arguments: str, first: str = "", **settings: str
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server on a free port, stopped at the end with whatever it left behind; `first` is what it says before."""
    process = subprocess.Popen(
        [PROGRAM, "serve", "--port", "0", *arguments],
        env=environment(data, DOORYARD_PLACE=str(PLACE), **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        assert not first or first in process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline())
        assert found, process.stdout.read()
        yield process, int(found.group(1))
    finally:
        process.terminate()  # killed at once it would leave its workers behind
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.stdout.close()


def fetch(port: int, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
    """One request on a connection of its own, so that either worker may take it: status, Location, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    connection.request(method, path, urlencode(form) if form else None, headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, answer.headers.get("Location", ""), body


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


def test_a_whole_serving(data: Path) -> None:
    with serving(data, "--workers", "2") as (process, port):
        assert process.stdout is not None
        assert fetch(port, "GET", "/healthz")[0] == 200
        for _ in range(12):
            status, address, _ = fetch(port, "POST", "/find", {"words": "xyzzyword", "near": "Plughtown"})
            assert status == 303
            assert [fetch(port, "GET", address)[0] for _ in range(4)] == [400] * 4  # the place is unknown
        assert fetch(port, "GET", "/static/site.css")[0] == 200
        assert fetch(port, "GET", "/xyzzyword")[0] == 404
        taken = dooryard(data, "serve", "--port", str(port))
        assert taken.returncode == 2
        assert f"port {port}" in taken.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        said = process.stdout.read()
    assert "xyzzyword" not in said
    assert "Traceback" not in said
    kept = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert b"xyzzyword" not in kept
    assert b"Plughtown" not in kept
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", port))


def test_ctrl_c_stops_it_cleanly_and_a_start_after_it_is_quick(data: Path) -> None:
    with serving(data) as (process, port):
        assert fetch(port, "GET", "/")[0] == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0


def cut(folder: Path) -> None:
    """A copy that stopped half way."""
    path = folder / "records.segment"
    path.write_bytes(path.read_bytes()[:-100])


def flip(folder: Path) -> None:
    """One bit that a disk lost."""
    path = folder / "texts.segment"
    body = path.read_bytes()
    path.write_bytes(body[:-70] + bytes([body[-70] ^ 1]) + body[-69:])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "segment texts is damaged: its SHA-256 is not the manifest's": flip,
    "segment records is cut": cut,
    "segment cards cannot be read: it is empty": lambda folder: (folder / "cards.segment").write_bytes(b""),
    "segment columns cannot be read: it is missing": lambda folder: (folder / "columns.segment").unlink(),
    "manifest is damaged": lambda folder: (folder / "manifest.json").write_text("{}"),
    "manifest cannot be read: it is missing": shutil.rmtree,
}


def health(port: int) -> set[tuple[int, str, str]]:
    """What /healthz answers when each worker has been asked: status, body, and the header of what was refused."""
    said = set()
    for _ in range(12):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        said.add((answer.status, answer.read().decode().strip(), answer.headers.get("Dooryard-Refused", "")))
        connection.close()
    return said


def test_a_damaged_newer_bundle_is_refused_aloud_and_the_last_good_one_serves(tmp_path: Path) -> None:
    newer = bundles.publish(segments(), tmp_path / "newer")
    whole, folder = tmp_path / "newer" / newer, tmp_path / "data" / "bundle"
    with serving(tmp_path / "data", "--workers", "2") as (process, port):
        assert process.stdout is not None
        good = (folder / "CURRENT").read_text()
        # Nothing was asked yet, so each worker begins beside a bundle that is damaged already.
        for why, hurt in DAMAGE.items():
            shutil.copytree(whole, folder / newer)
            hurt(folder / newer)
            (folder / "CURRENT").write_text(newer)
            told = health(port)
            assert {(status, digest) for status, digest, _ in told} == {(200, good)}
            assert all(refused.startswith(why) for _, _, refused in told)
            assert fetch(port, "GET", "/")[0] == 200
            shutil.copytree(whole, folder / newer, dirs_exist_ok=True)
            assert health(port) == {(200, newer, "")}
            (folder / "CURRENT").write_text(good)
            assert health(port) == {(200, good, "")}
            shutil.rmtree(folder / newer)
        # Damage under the bundle that is being served.
        shutil.copytree(whole, folder / newer)
        (folder / "CURRENT").write_text(newer)
        assert health(port) == {(200, newer, "")}
        flip(folder / newer)
        time.sleep(bundles.LOOK_AGAIN + 0.1)
        assert {(status, digest) for status, digest, _ in health(port)} == {(200, good)}
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        said = process.stdout.read()
    lines = [line for line in said.splitlines() if "damaged" in line]
    assert len(lines) == len(DAMAGE) + 1, said
    for line, why in zip(lines, [*DAMAGE, next(iter(DAMAGE))], strict=True):
        assert line.startswith(f"The directory on disk is damaged: {why}")
        assert line.endswith("; the last good one goes on serving.")
    assert "Traceback" not in said


def test_serve_says_what_it_found_damaged_and_serves_what_it_built_again(data: Path) -> None:
    folder = data / "bundle"
    assert dooryard(data, "load", str(PLACE)).returncode == 0
    assert dooryard(data, "compile").returncode == 0
    flip(folder / (folder / "CURRENT").read_text())
    process = subprocess.Popen(
        [PROGRAM, "serve", "--port", "0"],
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    port = int(process.stdout.readline().partition("127.0.0.1:")[2].partition(" ")[0])
    assert health(port) == {(200, (folder / "CURRENT").read_text(), "")}
    process.send_signal(signal.SIGTERM)
    why = next(iter(DAMAGE))
    assert process.communicate(timeout=20)[1] == (
        f"The directory on disk is damaged: {why}; building it again from the records.\n"
    )


def test_what_lies_ready_is_served_where_nothing_can_be_prepared(data: Path, tmp_path: Path) -> None:
    unready = tmp_path / "unready"
    assert dooryard(data, "compile").returncode == 0
    shutil.copytree(data, unready, ignore=shutil.ignore_patterns(".preparing"))
    (unready / ".preparing").mkdir()  # a lock that cannot be taken, as on a disk that is read-only
    with serving(unready, first="The last good one on disk answers.") as (_, port):
        assert health(port) == {(200, (unready / "bundle" / "CURRENT").read_text(), "")}
        assert fetch(port, "GET", "/now")[0] == 200
