"""Reads a browser's profile as somebody would who looks for what was typed: every file, packed or not."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

SQLITE = b"SQLite format 3\x00"
TABLE = bytes.fromhex("57fb808b247547db")  # how LevelDB ends a table
PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
FOOTER = 48
PIECE, MOST = 16_384, 10_000_000


def found(profile: Path, words: Iterable[str]) -> dict[str, set[str]]:
    """The words that are in some file of the profile, in whatever form, by the file."""
    wanted = {word: spellings(word) for word in words}
    traces: dict[str, set[str]] = {}
    for path in sorted(path for path in profile.rglob("*") if path.is_file() and not path.is_symlink()):
        for reading in readings(path):
            lowered = reading.lower()
            for word, (folded, exact) in wanted.items():
                if any(one in lowered for one in folded) or any(one in reading for one in exact):
                    traces.setdefault(str(path.relative_to(profile)), set()).add(word)
    return traces


def spellings(word: str) -> tuple[set[bytes], set[bytes]]:
    """How a file may write a word: what is looked for in lower case, and what only as it stands."""
    word = word.lower()
    plain = word.encode()
    folded = {plain, word.encode("utf-16-le"), word.encode("utf-16-be"), quote(word).lower().encode()}
    folded |= {json.dumps(word)[1:-1].encode(), word.encode("latin-1", "ignore")}
    return folded, set(in_base64(plain))


def in_base64(plain: bytes) -> Iterator[bytes]:
    """The letters that stand for a word in base64 wherever it begins, without those that its neighbours change."""
    for before in range(3):
        code = base64.b64encode(b"\x00" * before + plain)
        sure = code[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]
        yield sure
        yield sure.translate(bytes.maketrans(b"+/", b"-_"))


def readings(path: Path) -> Iterator[bytes]:
    """A file as it stands, and everything that is packed in it."""
    raw = path.read_bytes()
    parts = [raw]
    if raw.startswith(SQLITE):
        parts += values(path)
    if raw.endswith(TABLE):
        parts += blocks(raw)
    for part in parts:
        yield part
        yield from unpacked(part)


def values(path: Path) -> Iterator[bytes]:
    """Every value of a database: one that is long is in pieces in the file."""
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
        for (table,) in tables.fetchall():
            for row in database.execute(f'SELECT * FROM "{table}"'):
                yield b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in row)


def unpacked(raw: bytes) -> Iterator[bytes]:
    """What gzip or zlib packed, wherever it begins: an answer that the browser kept, say."""
    for start in PACKED.finditer(raw):
        if whole := b"".join(_inflated(raw, start.start())):
            yield whole


def _inflated(raw: bytes, at: int) -> Iterator[bytes]:
    """As much as can be unpacked from here on, a piece at a time: most beginnings are none."""
    unpacking, size = zlib.decompressobj(wbits=47), 0
    while at < len(raw) and not unpacking.eof and size < MOST:
        try:
            piece = unpacking.decompress(raw[at : at + PIECE])
        except zlib.error:
            return
        size, at = size + len(piece), at + PIECE
        yield piece


def blocks(raw: bytes) -> Iterator[bytes]:
    """The blocks of a LevelDB table, unpacked. Keys share beginnings, so a block's index is no help to a reader."""
    footer = memoryview(raw)[-FOOTER:]
    _, after = varint(footer, 0)
    _, after = varint(footer, after)
    start, after = varint(footer, after)
    size, _ = varint(footer, after)
    for handle in entries(block(raw, start, size)):
        start, after = varint(handle, 0)
        size, _ = varint(handle, after)
        yield block(raw, start, size)


def block(raw: bytes, start: int, size: int) -> bytes:
    """One block: the byte after it says whether snappy packed it."""
    body = raw[start : start + size]
    return snappy(body) if raw[start + size] == 1 else body


def entries(index: bytes) -> Iterator[bytes]:
    """The values of a block, in order; its last numbers say where keys are whole again."""
    (restarts,) = struct.unpack("<I", index[-4:])
    at, end = 0, len(index) - 4 * (restarts + 1)
    while at < end:
        _, at = varint(index, at)
        own, at = varint(index, at)
        size, at = varint(index, at)
        at += own + size
        yield index[at - size : at]


def varint(raw: bytes | memoryview, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next thing begins."""
    number = shift = 0
    while True:
        number |= (raw[at] & 0x7F) << shift
        shift += 7
        at += 1
        if raw[at - 1] < 0x80:
            return number, at


def snappy(packed: bytes) -> bytes:
    """What snappy packed: runs of bytes, and copies of what came before."""
    _, at = varint(packed, 0)
    plain = bytearray()
    while at < len(packed):
        tag, at = packed[at], at + 1
        length, kind = (tag >> 2) + 1, tag & 3
        if kind == 0:
            extra = max(0, length - 60)
            if extra:
                length = int.from_bytes(packed[at : at + extra], "little") + 1
            at += extra
            plain += packed[at : at + length]
            at += length
            continue
        if kind == 1:
            length, back, at = (tag >> 2 & 7) + 4, (tag >> 5) << 8 | packed[at], at + 1
        else:
            wide = 2 if kind == 2 else 4
            back, at = int.from_bytes(packed[at : at + wide], "little"), at + wide
        for _ in range(length):
            plain.append(plain[-back])
    return bytes(plain)
