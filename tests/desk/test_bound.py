"""The lines of docs/how-to/bind-the-desk.md keep the desk from all networks but those they name, in every language."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "bind-the-desk.md"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
CLOSED = ["/desk", "/desk/", "/es/desk/enter", "/desk/join/x", "/%64esk/", "//desk/", "/find/../desk/"]
OPEN = ["/", "/about", "/talk", "/es/talk", "/now"]

pytestmark = pytest.mark.skipif(NGINX is None, reason="needs nginx (make setup-test installs it)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(params=["192.0.2.0/24", "127.0.0.0/8"], ids=["others", "ours"])
def front(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[int, bool]]:
    """A port of nginx with the lines of the page, and whether the network that they name is ours."""
    lines = re.findall(r"^```nginx\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)[0]
    port, behind = free_port(), free_port()
    lines = lines.replace("192.0.2.0/24", request.param).replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    folders = " ".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "conf").write_text(
        f"daemon off; master_process off; pid {tmp_path}/pid; error_log /dev/null crit; events {{}}\n"
        f"http {{ access_log off; {folders}\n"
        f"server {{ listen 127.0.0.1:{port};\nlocation / {{ return 200; }}\n{lines}}}\n"
        f"server {{ listen 127.0.0.1:{behind}; return 200; }} }}\n"
    )
    running = subprocess.Popen([str(NGINX), "-c", str(tmp_path / "conf")], stderr=subprocess.DEVNULL)
    try:
        yield port, request.param.startswith("127.")
    finally:
        running.terminate()
        running.wait(timeout=20)


def status(port: int, path: str) -> int:
    for _ in range(200):
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.05)
        finally:
            connection.close()
    pytest.fail("nginx did not start")


def test_the_desk_opens_to_the_networks_that_are_named_and_all_else_to_everybody(front: tuple[int, bool]) -> None:
    port, ours = front
    assert {path: status(port, path) for path in OPEN} == dict.fromkeys(OPEN, 200)
    assert {path: status(port, path) for path in CLOSED} == dict.fromkeys(CLOSED, 200 if ours else 403)
