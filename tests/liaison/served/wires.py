"""What goes over a wire, and whom a program calls: a relay that records, and a program's own list of its calls."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

# Python tells whoever asks of each socket that it makes, binds, connects or sends to, and of each program it starts.
WATCH = """
import os, sys
told = os.open({path!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
def watch(event, given):
    if event.startswith(("socket.", "subprocess.", "urllib.", "http.", "smtplib.", "ftplib.")):
        said = [one for one in given if isinstance(one, (str, bytes, int, tuple, list))]
        os.write(told, (event + " " + ascii(said)[:200] + "\\n").encode())
sys.addaudithook(watch)
"""
QUIET = ("socket.__new__", "socket.bind", "socket.listen", "socket.gethostname")
"""What calls nobody."""
ITSELF = ("socket.getaddrinfo ['127.0.0.1', ", "socket.getaddrinfo ['localhost', ", "socket.connect [('127.0.0.1', ")
"""Whether it serves already, it asks itself."""


def watched(folder: Path) -> dict[str, str]:
    """The environment of a Python that writes down in `folder` whom it calls."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WATCH.format(path=str(folder / "calls")))
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH", ""))))}


def calls(folder: Path) -> list[str]:
    """The calls that were written down, without those that call nobody else."""
    found = (folder / "calls").read_text().splitlines()
    assert any(line.startswith("socket.") for line in found), "nothing was watched"
    return [line for line in found if not line.startswith((*QUIET, *ITSELF))]


def ends(pids: Iterable[int]) -> set[str]:
    """The addresses at the other ends of the sockets of processes, whoever in them opened these."""
    there = {}
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            cells = line.split()
            there[f"socket:[{cells[9]}]"] = str(_address(cells[2].partition(":")[0]))
    found = set()
    for pid in pids:
        with suppress(OSError):
            for handle in Path(f"/proc/{pid}/fd").iterdir():
                with suppress(OSError):
                    found.add(there.get(str(handle.readlink()), ""))
    return found - {""}


def far(addresses: set[str]) -> set[str]:
    """Those that are not this machine."""
    return {one for one in addresses if not (ip_address(one).is_loopback or ip_address(one).is_unspecified)}


def _address(digits: str) -> IPv4Address | IPv6Address:
    """An address as the kernel's tables have it, in words of four bytes turned around."""
    raw = bytes.fromhex(digits)
    found = ip_address(b"".join(raw[at : at + 4][::-1] for at in range(0, len(raw), 4)))
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


class Tape:
    """All bytes that went over a wire, both ways, as who sits on it has them."""

    def __init__(self, onward: int) -> None:
        self.onward = onward
        self._kept: list[bytes] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def heard(self) -> bytes:
        """What was heard so far."""
        return b"".join(self._kept)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", self.onward)) as far:
            back = threading.Thread(target=self._copy, args=(far, near), daemon=True)
            back.start()
            self._copy(near, far)
            back.join()

    def _copy(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(65_536):
                self._kept.append(piece)
                other.sendall(piece)
            other.shutdown(socket.SHUT_WR)

    def end(self) -> None:
        """Hear nothing more."""
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()


@contextmanager
def tapped(onward: int) -> Iterator[Tape]:
    """A wire to a port of this machine that somebody listens to."""
    tape = Tape(onward)
    try:
        yield tape
    finally:
        tape.end()
