"""Bodies that trickle in: the nginx of docs/how-to/tls.md takes them off us; without a front they hold every place."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.liaison.seeker.writing import begun, come_back, says
from tests.liaison.served.site import COUNTY, Site, serving
from tests.web.wired import Wired

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "tls.md"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="needs nginx (make setup-test installs it)")
OF_TLS = re.compile(r"^ *(listen|ssl_\w+|server_name)\b.*\n", re.M)
SLOW = 40
"""Connections that send one letter: five times as many as two workers have places for at the desk and in public."""
ENTER, WRITE = "/desk/enter/search", "/talk/write/search"


def lines() -> str:
    """The lines of the page for the server that speaks TLS, but for its names and its certificate."""
    servers = re.findall(r"^server \{\n(.*?)^\}", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    return OF_TLS.sub("", next(one for one in servers if "proxy_pass" in one))


@contextmanager
def nginx(onward: int, folder: Path) -> Iterator[int]:
    """The port of an nginx with the lines of the page."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log /dev/null crit; events {{}}\n"
        f"http {{ {folders} server {{ listen 127.0.0.1:{port};\n"
        f"{lines().replace('127.0.0.1:8000', f'127.0.0.1:{onward}')} }} }}\n"
    )
    running = subprocess.Popen([str(NGINX), "-c", str(folder / "conf")], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=20)


@contextmanager
def slow(port: int, path: str) -> Iterator[None]:
    """Many who send the first letter of a body and then nothing."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 5000\r\n"
    with ExitStack() as stack:
        for _ in range(SLOW):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            one.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\na".encode())
        time.sleep(1.0)
        yield


def enters(port: int) -> bool:
    """Whether who tries to sign in is heard: told that it did not fit, and not that there is no place."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    sent = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Host": "localhost"}
    connection.request("POST", ENTER, "name=nobody&passphrase=x&code=1", sent)
    where = connection.getresponse().headers["Location"]
    connection.close()
    return where == "/desk/enter?said=wrong"


@needs_nginx
def test_behind_the_nginx_of_the_page_slow_bodies_keep_nobody_out(site: Site, tmp_path: Path) -> None:
    with serving(site, "--workers", "2"), nginx(site.port, tmp_path) as port, slow(port, ENTER), slow(port, WRITE):
        assert enters(port)
        visitor = Wired(port)
        words = begun(visitor, "hello", county=COUNTY)
        assert "hello" in says(come_back(visitor, words))


def test_without_a_front_they_hold_every_place_until_they_hang_up(site: Site) -> None:
    """What tls.md says the front is for; pages that are only read are there all the same."""
    with serving(site, "--workers", "2"):
        with slow(site.port, ENTER):
            assert [enters(site.port) for _ in range(6)] == [False] * 6
            assert Wired(site.port).get("/now").status_code == 200
        until = time.monotonic() + 30
        while not enters(site.port):
            assert time.monotonic() < until, "they have hung up"
            time.sleep(0.5)
