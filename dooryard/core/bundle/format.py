"""The container of a bundle: aligned arrays in segments, and a manifest that says what they must be.

docs/reference/bundle.md tells the same to a reader in another language.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

MAGIC = b"DOORYARD"
VERSION = 1
ALIGNMENT = 64
SEGMENTS = ("columns", "texts", "postings", "cards", "records", "vocabulary", "gazetteer")
MANIFEST = "manifest"

_HEAD = struct.Struct("<8sII")
_DTYPES = ("|u1", "<u2", "<u4", "<u8", "<f4", "<f8")

Array: TypeAlias = NDArray[Any]
Buffer: TypeAlias = "bytes | memoryview"


class BundleError(Exception):
    """A bundle that cannot be trusted; the message names the segment and what is wrong with it."""


class SegmentInfo(msgspec.Struct, frozen=True):
    """What the manifest says of a segment: its length and its SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle is made of. `sources` are plain rows (name, date); `facets` the facets that are counted.

    `region` is the ISO 3166-2 code of the place served (US-ME), by which its public holidays are known.
    """

    format: str = "dooryard-bundle"
    version: int = VERSION
    documents: int
    place: str = ""
    region: str = ""
    sources: list[dict[str, str]] = []
    facets: list[str] = []
    segments: dict[str, SegmentInfo]

    def encode(self) -> bytes:
        """Canonical JSON: keys sorted, no white space, UTF-8. Its SHA-256 is the bundle's digest."""
        return msgspec.json.encode(self, order="sorted")


class _Entry(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    shape: list[int]
    offset: int


class _Version(msgspec.Struct):
    format: str
    version: int


def digest(buffer: Buffer) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(buffer).hexdigest()


def _aligned(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT


def pack(arrays: Mapping[str, Array]) -> bytes:
    """A segment: magic, version and length of the table, the table as JSON, then each array at a multiple of 64."""
    entries, parts, offset = [], [], 0
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        if little.dtype.str not in _DTYPES:
            raise ValueError(f"array {name} has dtype {little.dtype.str}, which the format does not know")
        entries.append(_Entry(name, little.dtype.str, list(array.shape), offset))
        body = little.tobytes()
        parts.append(body.ljust(_aligned(len(body)), b"\0"))
        offset += len(parts[-1])
    table = msgspec.json.encode(entries)
    head = _HEAD.pack(MAGIC, VERSION, len(table)) + table
    return head.ljust(_aligned(len(head)), b"\0") + b"".join(parts)


class Segment(Mapping[str, Array]):
    """The arrays of one segment as views of its buffer, without copies; a missing one is a BundleError."""

    def __init__(self, name: str, buffer: Buffer) -> None:
        self.name = name
        self._arrays = {entry.name: self._view(buffer, entry, start) for start, entry in self._entries(buffer)}

    def _entries(self, buffer: Buffer) -> Iterator[tuple[int, _Entry]]:
        if len(buffer) < _HEAD.size:
            raise BundleError(f"segment {self.name} is cut: {len(buffer)} bytes")
        magic, version, length = _HEAD.unpack_from(buffer)
        if magic != MAGIC:
            raise BundleError(f"segment {self.name} does not begin like a segment")
        if version != VERSION:
            raise BundleError(f"segment {self.name} has format version {version}; this reader knows {VERSION}")
        try:
            entries = msgspec.json.decode(buffer[_HEAD.size : _HEAD.size + length], type=list[_Entry])
        except msgspec.MsgspecError as error:
            raise BundleError(f"segment {self.name} has no readable table: {error}") from error
        start = _aligned(_HEAD.size + length)
        return ((start, entry) for entry in entries)

    def _view(self, buffer: Buffer, entry: _Entry, start: int) -> Array:
        if entry.dtype not in _DTYPES:
            raise BundleError(f"segment {self.name}: array {entry.name} has unknown dtype {entry.dtype}")
        try:
            flat = np.frombuffer(buffer, entry.dtype, int(np.prod(entry.shape)), start + entry.offset)
        except ValueError as error:
            raise BundleError(f"segment {self.name}: array {entry.name} lies outside the segment") from error
        return flat.reshape(entry.shape)

    def __getitem__(self, name: str) -> Array:
        try:
            return self._arrays[name]
        except KeyError:
            raise BundleError(f"segment {self.name} holds no array {name}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)


def pieces(name: str, items: Iterable[bytes]) -> dict[str, Array]:
    """Byte strings as two arrays: `name`, all of them joined, and `name.ends`, where each begins and the last ends."""
    kept = list(items)
    ends = np.zeros(len(kept) + 1, "<u8")
    np.cumsum([len(item) for item in kept], out=ends[1:])
    return {name: np.frombuffer(b"".join(kept), np.uint8), f"{name}.ends": ends}


class Pieces:
    """The byte strings that `pieces` packed, read one at a time."""

    def __init__(self, segment: Segment, name: str) -> None:
        # A memoryview gives plain ints and slices, several times quicker than numpy gives its own.
        self._bytes: memoryview[int] = segment[name].data
        self._ends: memoryview[int] = segment[f"{name}.ends"].data

    def __len__(self) -> int:
        return len(self._ends) - 1

    def view(self, index: int) -> memoryview:
        """The bytes of one item without a copy."""
        return self._bytes[self._ends[index] : self._ends[index + 1]]

    def __getitem__(self, index: int) -> bytes:
        return bytes(self.view(index))

    def __iter__(self) -> Iterator[bytes]:
        return (self[index] for index in range(len(self)))


def read_manifest(buffer: Buffer) -> Manifest:
    """The manifest, or a BundleError that says why it is none."""
    try:
        version = msgspec.json.decode(buffer, type=_Version)
        if version.format != "dooryard-bundle" or version.version != VERSION:
            raise BundleError(
                f"manifest: {version.format} version {version.version}; this reader knows dooryard-bundle {VERSION}"
            )
        return msgspec.json.decode(buffer, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BundleError(f"manifest is not readable: {error}") from error


def read_segments(manifest: Manifest, buffers: Mapping[str, Buffer]) -> dict[str, Segment]:
    """Every segment, checked against the manifest; a missing, cut or changed one is a BundleError."""
    return {name: _checked(name, manifest.segments.get(name), buffers.get(name)) for name in SEGMENTS}


def _checked(name: str, info: SegmentInfo | None, buffer: Buffer | None) -> Segment:
    if info is None or buffer is None:
        raise BundleError(f"segment {name} is missing")
    if len(buffer) != info.bytes:
        raise BundleError(f"segment {name} is cut: {len(buffer)} bytes instead of {info.bytes}")
    if digest(buffer) != info.sha256:
        raise BundleError(f"segment {name} is damaged: its SHA-256 is not the manifest's")
    return Segment(name, buffer)
