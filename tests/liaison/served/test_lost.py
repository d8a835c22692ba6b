"""A real server that is killed, has no room, or whose answers never arrive: what it said it received is there, once."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from dooryard.liaison import threads
from dooryard.liaison.sealing import Code
from tests.desk.client import field
from tests.liaison.conftest import kept_in
from tests.liaison.seeker.writing import BACK, THREAD, WRITE, begun, filled, opened, page_of, says, words_of
from tests.liaison.served.site import COUNTY, Site, serving
from tests.liaison.served.staff import THREADS, Staff
from tests.web.wired import FORM, ServedClient, Wired

KILLS, WRITERS = 2, 4


def told(site: Site, words: str) -> list[str]:
    """What somebody reads who comes back, read beside the server."""
    code = Code.read(words)
    with kept_in(site.data):
        found = threads.read(code.key, code.lookup)
    return [letter.text for letter in found.letters] if found else []


def copied(site: Site) -> int:
    """How many conversations stand in the second copy."""
    return len(list(site.copy.glob("thread-*.sealed")))


class Writers:
    """People who write to a server without a pause, until it is gone; who was told "Received" is remembered."""

    def __init__(self, site: Site) -> None:
        self.site, self.received, self.open = site, dict[str, str](), dict[str, dict[str, Any]]()
        self._people = [threading.Thread(target=self._write, args=(number,)) for number in range(WRITERS)]

    def start(self) -> None:
        for one in self._people:
            one.start()

    def join(self) -> None:
        for one in self._people:
            one.join(30)
            assert not one.is_alive()

    def _write(self, person: int) -> None:
        client, number = Wired(self.site.port), 0
        while True:
            number += 1
            try:
                page = opened(client, COUNTY)
                words, form = words_of(page), filled(page, message=f"by {person}, number {number}")
                self.open[words] = form
                posted = client.post(WRITE, form)
                if posted["Location"].startswith("/talk/sent/"):
                    self.received[words] = form["message"]
                    del self.open[words]
            except (OSError, AssertionError, KeyError):
                return


def test_a_server_that_is_killed_while_people_write_has_all_that_it_said_it_received(site: Site) -> None:
    chance, received = random.Random(11), dict[str, str]()
    for _ in range(KILLS):
        site.start("--workers", "2")
        assert (site.data / "liaison.sqlite3-wal").stat().st_size == 0, (
            "what was read back is through before more comes"
        )
        writers = Writers(site)
        writers.start()
        time.sleep(chance.uniform(0.4, 1.5))
        site.kill()
        writers.join()
        received |= writers.received
        assert writers.received
    assert [words for words, text in received.items() if told(site, words) != [text]] == []
    assert copied(site) >= len(received)
    print(f"{KILLS} kills, {len(received)} received, 0 lost")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes, mounted for this test."""
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("only who may mount a disk can fill one; the test with a limit on files runs for everybody")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def filled_up(folder: Path) -> Path:
    """Fill a disk to its last byte; the file to remove for room again."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while file.write(b"\x01" * size) == size:
                    pass
            except OSError:
                continue
    return filler


@pytest.mark.parametrize("which", ["data", "copy"])
def test_a_disk_that_is_full_is_said_and_with_room_again_the_same_form_is_kept(
    site: Site, small: Path, which: str
) -> None:
    folder = small / which
    shutil.copytree(getattr(site, which), folder, ignore=shutil.ignore_patterns("bundle"))
    if which == "data":
        (folder / "bundle").symlink_to(site.data / "bundle")
    setattr(site, which, folder)
    with serving(site, "--workers", "2"):
        client = ServedClient(site.port)
        before = begun(client, "before", county=COUNTY)
        filler = filled_up(small)
        refused_then_received(site, client, lambda: filler.unlink())
        assert told(site, before) == ["before"]


def test_a_liaison_whose_disk_is_full_keeps_her_words_and_sends_them_with_room_again(
    site: Site, staff: Callable[[str, Site], Staff], small: Path
) -> None:
    folder = small / "data"
    shutil.copytree(site.data, folder, ignore=shutil.ignore_patterns("bundle"))
    (folder / "bundle").symlink_to(site.data / "bundle")
    site.data = folder
    with serving(site, "--workers", "2"):
        ann = staff("liaison", site)
        ann.opens_keys()
        words = begun(ServedClient(site.port), "before", county=COUNTY)
        [thread] = THREADS.findall(ann.get("/desk/liaison/").content.decode())
        once = field(ann.get(f"/desk/liaison/thread/{thread}"), "once")
        filler = filled_up(small)
        for number in range(100):
            where = ann.send(f"thread/{thread}/search", text=f"Come on Tuesday. {number}", once=once)
            if "said=unkept" in where:
                break
            once = field(ann.get(f"/desk/liaison/thread/{thread}"), "once")
        page = ann.get(where)
        assert "NOT kept" in page.content.decode() and f"Come on Tuesday. {number}" in page.content.decode()
        assert ann.get("/desk/liaison/").status_code == 200
        filler.unlink()
        for _ in range(2):
            where = ann.send(f"thread/{thread}/search", text=f"Come on Tuesday. {number}", once=field(page, "once"))
            assert where.endswith("said=answered")
        assert told(site, words) == ["before", *(f"Come on Tuesday. {one}" for one in range(number + 1))]


def refused_then_received(site: Site, client: ServedClient, mended: Any) -> None:
    """Write until something is refused: in words, with all that was typed; mended, the same form is taken, once."""
    sent = dict[str, str]()
    for number in range(200):
        page = opened(client, COUNTY)
        words, form = words_of(page), filled(page, message=f"number {number}")
        answer = client.get(client.post(WRITE, form)["Location"])
        if "NOT received" in says(answer):
            break
        assert "Received" in says(answer)
        sent[words] = form["message"]
    else:
        raise AssertionError("it was never full")
    assert answer.status_code == 503
    assert form["message"] in page_of(answer)
    assert told(site, words) == []
    assert client.get("/now").status_code == client.get("/find?q=naloxone").status_code == 200
    mended()
    for again in (form, filled(answer)):
        assert "Received" in says(client.get(client.post(WRITE, again)["Location"]))
    sent[words] = form["message"]
    assert [one for one, text in sent.items() if told(site, one) != [text]] == []
    begun(client, "after", county=COUNTY)


def test_a_file_that_may_not_grow_is_said_and_with_room_again_the_same_form_is_kept(site: Site) -> None:
    """For whoever may not mount a disk: the system refuses what goes beyond a size, as it refuses on a full one."""
    resource = pytest.importorskip("resource")
    with serving(site, "--workers", "1"):
        client = ServedClient(site.port)
        most = (site.data / "liaison.sqlite3-wal").stat().st_size + 200_000

        def limited(size: int) -> None:
            for pid in site.pids[1:]:
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

        limited(most)
        refused_then_received(site, client, lambda: limited(resource.RLIM_INFINITY))


@pytest.mark.parametrize("how", ["gone", "not to be written"])
def test_without_its_second_copy_nothing_is_received(site: Site, tmp_path: Path, how: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    with serving(site, "--workers", "2"):
        client = ServedClient(site.port)
        begun(client, "before", county=COUNTY)
        if how == "gone":
            site.copy.rename(elsewhere)
            refused_then_received(site, client, lambda: elsewhere.rename(site.copy))
            return
        if subprocess.run(["mount", "--bind", site.copy, site.copy], capture_output=True, check=False).returncode:
            if os.geteuid() == 0:
                pytest.skip("root writes whatever a folder's rights are, and may not mount here")
            site.copy.chmod(0o500)
            refused_then_received(site, client, lambda: site.copy.chmod(0o700))
            return
        try:
            mounted(site.copy, "ro")
            refused_then_received(site, client, lambda: mounted(site.copy, "rw"))
        finally:
            subprocess.run(["umount", "-l", site.copy], check=True)


def mounted(folder: Path, how: str) -> None:
    """A folder that is mounted onto itself, to be read only or written too."""
    subprocess.run(["mount", "-o", f"remount,bind,{how}", folder], check=True)


def test_a_reply_that_is_lost_on_the_way_repeats_and_loses_nothing(site: Site) -> None:
    with serving(site, "--workers", "2"):
        client = ServedClient(site.port)
        page = opened(client, COUNTY)
        words, form = words_of(page), filled(page, message="Did this arrive?")
        for _ in range(3):
            unheard(site.port, form)
        until = time.monotonic() + 10
        while told(site, words) == [] and time.monotonic() < until:
            time.sleep(0.05)
        assert told(site, words) == ["Did this arrive?"]
        assert "Received" in says(client.get(client.post(WRITE, form)["Location"]))
        assert told(site, words) == ["Did this arrive?"]


def unheard(port: int, form: dict[str, Any]) -> None:
    """Send a form and hang up before anything comes back."""
    body = urlencode(form, doseq=True).encode()
    head = f"POST {WRITE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body)


def test_what_is_far_too_much_is_answered_in_words(site: Site) -> None:
    """Over the wire, since a server that answers before all has come shows a browser nothing."""
    size = 12_000_000
    part = b'--b\r\nContent-Disposition: form-data; name="message"\r\n\r\n' + b"x" * size + b"\r\n--b--\r\n"
    with serving(site, "--workers", "1"):
        client = ServedClient(site.port)
        for body, of in ((b"message=" + b"x" * size, FORM), (part, "multipart/form-data; boundary=b")):
            for path in (WRITE, BACK, THREAD):
                answer = client.get(client.post(path, body, of)["Location"])
                assert answer.status_code in (400, 413)
                assert "Received" not in says(answer)
        begun(client, county=COUNTY)
