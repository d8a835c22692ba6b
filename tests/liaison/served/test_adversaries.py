"""The network, a subpoena, whoever runs the machine, and we who wrote it: what each gets of what people write.

Each is tried on a served site, and each try is shown to find what there is to find.
"""

from __future__ import annotations

import datetime
import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.data_folders import environment
from tests.journeys.tls_front import front
from tests.liaison.searching import forms_of, memory, on_disk, present
from tests.liaison.seeker.writing import WRITE, come_back, opened, says, words_of
from tests.liaison.served.site import COUNTY, Site, serving
from tests.liaison.served.staff import THREADS, Staff
from tests.liaison.served.test_secrets import secret, spelled, written
from tests.liaison.served.wires import Tape, calls, ends, far, tapped, watched
from tests.web.wired import Wired, _address, _headers

ADDRESS, BROWSER = "203.0.113.77", "PlantedBrowser/7.1"


class Through(Wired):
    """A visitor whose bytes go over a wire that somebody taps, with TLS or without."""

    def __init__(self, tape: Tape, certificate: Path | None) -> None:
        super().__init__(tape.port)
        self._tls = ssl.create_default_context(cafile=str(certificate)) if certificate else None

    def request(self, **request: Any) -> Any:
        asked = self._base_environ(**request)
        connection: http.client.HTTPConnection = (
            http.client.HTTPSConnection("localhost", self.port, timeout=30, context=self._tls)
            if self._tls
            else http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        )
        connection.request(asked["REQUEST_METHOD"], _address(asked), asked["wsgi.input"].read(), _headers(asked))
        try:
            return self._answer(connection.getresponse())
        finally:
            connection.close()


def heard(port: int, certificate: Path | None) -> tuple[bytes, list[str]]:
    """What somebody on the wire hears while a person writes and comes back, and what they could look for in it."""
    with tapped(port) as tape:
        visitor = Through(tape, certificate)
        planted = written(visitor)
        assert planted.secret in says(come_back(visitor, planted.words))
        looked_for = [planted.secret, planted.words.replace(" ", "+"), COUNTY, "/talk/write", "/talk/sent", "nonce"]
        return tape.heard(), looked_for


def test_who_listens_on_the_network_hears_the_name_of_the_site_and_how_much_and_no_word(
    site: Site, tmp_path: Path
) -> None:
    with serving(site), front(f"http://127.0.0.1:{site.port}", tmp_path) as (name, certificate):
        tape, looked_for = heard(int(name.partition(":")[2]), certificate)
        plainly, in_the_open = heard(site.port, None)
    assert len(tape) > 20_000 and b"localhost" in tape, "the name and the size are heard"
    assert [one for one in looked_for if one.encode() in tape] == []
    assert [one for one in in_the_open if one.encode() not in plainly] == [], "without TLS all of it is heard"


def planted_visit(site: Site) -> list[str]:
    """Somebody writes with an address and a browser that a log would show; what must not be handed over."""
    visitor = Wired(site.port, headers={"User-Agent": BROWSER, "X-Forwarded-For": ADDRESS, "Accept-Language": "fr-XQ"})
    planted = written(visitor)
    come_back(visitor, planted.words)
    return [planted.secret, *spelled(planted.words), ADDRESS, BROWSER]


HOUR = re.compile(rb"\b\d\d:\d\d:\d\d")


def backed_up(site: Site) -> Path:
    """The folder of a backup that is made now."""
    folder = site.root / "backup"
    folder.mkdir(exist_ok=True)
    program = "import sys; from dooryard.web.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "liaison", "backup", str(folder)]
    subprocess.run(command, env=environment(site.data), check=True, capture_output=True)
    return folder


def of_the_room(site: Site) -> bytes:
    """What the room keeps, wherever it does, and the logs."""
    files = b"".join(one.read_bytes() for one in site.data.glob("liaison.sqlite3*"))
    return on_disk(site.copy, backed_up(site), site.logs) + files


def test_all_that_can_be_handed_over_names_no_writer_and_no_hour(site: Site) -> None:
    """A subpoena gets what the operator has: both databases with desk.key, the second copy, the logs, a backup."""
    with serving(site):
        before = set(HOUR.findall(of_the_room(site)))  # when the tables were made
        wanted = planted_visit(site)
        room, everything = of_the_room(site), on_disk(*site.folders, site.root / "backup")
    assert present(forms_of(one.encode() for one in wanted), everything) == []
    assert set(HOUR.findall(room)) <= before and before, "an hour would be found"
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    assert today.encode() in room and COUNTY.encode() in room, "the day and the county are handed over"


@pytest.mark.skipif(os.geteuid() != 0, reason="looks into the memory of another process, as root may")
def test_who_is_root_while_it_serves_reads_what_passes(site: Site) -> None:
    """What the threat model says we cannot do, shown: memory holds what the disk does not."""
    with serving(site, "--workers", "1"):
        visitor = Wired(site.port)
        for _ in range(20):
            planted = written(visitor)
            come_back(visitor, planted.words)
            wanted = {planted.secret.encode()}
            assert present(wanted, on_disk(*site.folders)) == []
            if any(present(wanted, memory(pid)) for pid in site.pids):
                return
    pytest.fail("root read nothing: the threat model promises too little")


def test_the_program_calls_nobody_while_people_write_and_are_answered(
    site: Site, staff: Callable[[str, Site], Staff], tmp_path: Path
) -> None:
    """No telemetry, no update, no look-up: we who wrote it hear of nothing."""
    site.settings |= watched(tmp_path / "watch")
    with serving(site):
        visitor, reached = Wired(site.port), ends(site.pids)
        written(visitor)
        ann = staff("liaison", site)
        ann.opens_keys()
        for thread in THREADS.findall(ann.get("/desk/liaison/").content.decode()):
            assert ann.answers(int(thread), secret()).endswith("said=answered")
        for path in ("/", "/find?q=narcan", "/now", "/talk", "/about", "/desk/account", "/healthz"):
            visitor.get(path)
            reached |= ends(site.pids)
        assert opened(visitor, COUNTY).status_code == 200 and words_of(opened(visitor, COUNTY))
        assert visitor.post(WRITE, {}).status_code == 303
    assert (calls(tmp_path / "watch"), far(reached)) == ([], set())


def test_a_call_would_have_been_noted(tmp_path: Path) -> None:
    """Nothing is sent: a name that is an address already is not looked up, and no datagram is begun."""
    call = "import socket; socket.getaddrinfo('192.0.2.7', 9); socket.socket(2, 2).connect_ex(('192.0.2.7', 9))"
    subprocess.run([sys.executable, "-c", call], env=os.environ | watched(tmp_path / "watch"), check=True)
    noted = [line.split()[:2] for line in calls(tmp_path / "watch")]
    assert noted == [["socket.getaddrinfo", "['192.0.2.7',"], ["socket.connect", "[('192.0.2.7',"]]


def test_the_other_end_of_a_socket_is_seen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert "127.0.0.1" in ends([os.getpid()])
    assert far({"127.0.0.1", "0.0.0.0", "192.0.2.7", "2001:db8::1", "::1"}) == {"192.0.2.7", "2001:db8::1"}  # noqa: S104
