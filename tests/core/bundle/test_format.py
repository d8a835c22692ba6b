"""The container: what is packed comes back, what is not a segment is refused by name."""

from __future__ import annotations

import struct

import msgspec
import numpy as np
import pytest

from dooryard.core.bundle.format import BundleError, Pieces, Segment, pack, pieces, read_manifest


def test_arrays_come_back_as_views_at_multiples_of_64() -> None:
    arrays = {"b": np.arange(7, dtype=np.uint16), "a": np.arange(6, dtype=np.float32).reshape(2, 3)}
    body = pack(arrays)
    segment = Segment("columns", body)
    assert sorted(segment) == ["a", "b"] and len(segment) == 2
    for name, array in arrays.items():
        assert np.array_equal(segment[name], array)
        assert not segment[name].flags.owndata
    assert len(body) % 64 == 0


def test_big_endian_arrays_are_stored_little_endian() -> None:
    assert pack({"a": np.arange(3, dtype=">u4")}) == pack({"a": np.arange(3, dtype="<u4")})


def test_empty_arrays_and_empty_pieces_come_back() -> None:
    segment = Segment("texts", pack(pieces("words", []) | {"none": np.zeros((0, 3), np.float32)}))
    assert list(Pieces(segment, "words")) == [] and segment["none"].shape == (0, 3)


def test_pieces_are_read_one_at_a_time() -> None:
    words = Pieces(Segment("texts", pack(pieces("words", [b"a", b"", "né".encode()]))), "words")
    assert list(words) == [b"a", b"", "né".encode()] and len(words) == 3
    assert words.view(2) == "né".encode()


def test_a_dtype_that_the_format_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="array a has dtype <c16"):
        pack({"a": np.zeros(2, complex)})


def _segment(table: bytes, magic: bytes = b"DOORYARD", version: int = 1) -> bytes:
    return (struct.pack("<8sII", magic, version, len(table)) + table).ljust(128, b"\0")


def _entry(**changes: object) -> bytes:
    return msgspec.json.encode([{"name": "a", "dtype": "|u1", "shape": [4], "offset": 0} | changes])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"DOOR", "segment cards is cut: 4 bytes"),
        (_segment(b"[]", magic=b"NOTADOOR"), "does not begin like a segment"),
        (_segment(b"[]", version=9), "format version 9; this reader knows 1"),
        (_segment(b"{nonsense"), "no readable table"),
        (_segment(_entry(dtype="<c8")), "array a has unknown dtype <c8"),
        (_segment(_entry(shape=[4000])), "array a lies outside the segment"),
    ],
)
def test_what_is_no_segment_is_refused_by_name(body: bytes, message: str) -> None:
    with pytest.raises(BundleError, match=message):
        Segment("cards", body)


def test_an_array_that_is_not_there_is_named() -> None:
    with pytest.raises(BundleError, match="segment cards holds no array b"):
        Segment("cards", pack({"a": np.zeros(1, np.uint8)}))["b"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "manifest is not readable"),
        (b"\xff\xfe", "manifest is not readable"),
        (b"not json", "manifest is not readable"),
        (b'{"format":"dooryard-bundle","version":1}', "manifest is not readable"),
        (b'{"format":"dooryard-bundle","version":2}', "version 2; this reader knows dooryard-bundle 1"),
        (b'{"format":"tar","version":1}', "manifest: tar version 1"),
    ],
)
def test_a_manifest_that_cannot_be_read_says_why(body: bytes, message: str) -> None:
    with pytest.raises(BundleError, match=message):
        read_manifest(body)
