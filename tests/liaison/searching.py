"""Looks for planted secrets as somebody would who has the machine: in every file, packed or not, and in its processes.

A secret is looked for in each way in which a program could have written it down.
"""

from __future__ import annotations

import base64
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy

from tests.journeys.leaving.traces import in_base64, readings, unpacked

SHORTEST = 8
"""Bytes of what can be looked for: shorter ones stand everywhere by chance."""
BITS, AT_ONCE = 22, 1 << 18
PIECE = 1 << 16
"""Bytes of memory that are left out where all of them are zero: most of what a process may write to it never did."""


def forms(secret: bytes) -> set[bytes]:
    """The ways in which a program could have written a secret down, besides packing it."""
    percent = "".join(f"%{byte:02x}" for byte in secret)
    plain = {secret, secret[::-1], secret.hex().encode(), secret.hex().upper().encode(), *in_base64(secret)}
    plain |= {percent.encode(), percent.upper().encode(), base64.b32encode(secret).rstrip(b"=")[:-1]}
    if secret.isascii():
        text = secret.decode()
        plain |= {text.upper().encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("utf-32-le")}
        plain |= {quote(text, safe="").encode(), "".join(f"\\u{ord(one):04x}" for one in text).encode()}
    return {one for one in plain if len(one) >= SHORTEST}


def forms_of(secrets: Iterable[bytes]) -> set[bytes]:
    """The same for many."""
    return set().union(*map(forms, secrets))


def present(wanted: Iterable[bytes], content: bytes) -> list[bytes]:
    """Which of many forms stand in the bytes: by their first eight at every position, then in full."""
    content += bytes(SHORTEST)
    by_start: dict[int, list[bytes]] = {}
    for one in wanted:
        by_start.setdefault(int.from_bytes(one[:8], "little"), []).append(one)
    starts = numpy.fromiter(by_start, dtype="<u8", count=len(by_start))
    likely = numpy.zeros(1 << BITS, dtype=bool)
    likely[_mixed(starts)] = True
    found: dict[bytes, None] = {}
    for shift in range(8):
        eights = numpy.frombuffer(content, dtype="<u8", offset=shift, count=(len(content) - shift) // 8)
        for first in range(0, len(eights), AT_ONCE):
            piece = eights[first : first + AT_ONCE]
            maybe = numpy.nonzero(likely[_mixed(piece)])[0]
            for at in maybe[numpy.isin(piece[maybe], starts)]:
                where = shift + 8 * (first + int(at))
                found |= dict.fromkeys(one for one in by_start[int(piece[at])] if content.startswith(one, where))
    return list(found)


def _mixed(eights: Any) -> Any:
    """A small number for each eight bytes: few of those that are not looked for share one with those that are."""
    return (eights * numpy.uint64(0x9E3779B97F4A7C15)) >> numpy.uint64(64 - BITS)


def on_disk(*folders: Path) -> bytes:
    """All files in these folders with their names, as they stand, unpacked, and tables by their values."""
    found = []
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        found.append(str(path).encode())
        if path.is_file() and not path.is_symlink():
            found += readings(path)
    return b"\n".join(found)


def shown(pids: Iterable[int]) -> bytes:
    """What processes show to others, and what they have open: also files whose names are gone."""
    found = []
    for pid in pids:
        home = Path(f"/proc/{pid}")
        found += [(home / name).read_bytes() for name in ("cmdline", "environ", "comm", "maps")]
        for handle in (home / "fd").iterdir():
            with suppress(OSError):
                found += [str(handle.readlink()).encode(), *_opened(handle)]
    return b"\n".join(found)


def _opened(handle: Path) -> Iterator[bytes]:
    if stat.S_ISREG(handle.stat().st_mode):
        raw = handle.read_bytes()
        yield raw
        yield from unpacked(raw)


def memory(pid: int) -> bytes:
    """All that a process could write to in its memory: what a core file of it would hold."""
    found = []
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as mem:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *rest = line.split()
            if not rights.startswith("rw") or rest[-1] == "[vvar]":
                continue
            start, end = (int(one, 16) for one in span.split("-"))
            mem.seek(start)
            with suppress(OSError):
                while mem.tell() < end and (piece := mem.read(min(PIECE, end - mem.tell()))):
                    found.append(piece if piece.count(0) < len(piece) else b"")
    return b"".join(found)
