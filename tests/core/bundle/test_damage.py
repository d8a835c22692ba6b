"""A bundle that was cut, changed or is of another version is refused, and the message names the segment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dooryard.core.bundle.format import SEGMENTS, BundleError
from dooryard.core.bundle.reader import Bundle
from tests.core.bundle.making import ZONES, document, weekly, written

WHOLE = written([document("a", lat=44.8, lon=-68.7, schedules=weekly("MO", "09:00", "17:00")), document("b")])


def opened(segments: dict[str, bytes]) -> Bundle:
    return Bundle(segments.get("manifest", b""), segments, ZONES)


def test_the_whole_bundle_opens() -> None:
    assert opened(WHOLE).count == 2


@given(name=st.sampled_from(SEGMENTS), where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_single_changed_bit_is_noticed(name: str, where: float, bit: int) -> None:
    body = bytearray(WHOLE[name])
    body[int(where * len(body))] ^= 1 << bit
    with pytest.raises(BundleError, match=f"segment {name} is damaged"):
        opened(WHOLE | {name: bytes(body)})


@given(name=st.sampled_from(SEGMENTS), where=st.floats(0, 1, exclude_max=True))
def test_a_cut_segment_is_noticed(name: str, where: float) -> None:
    with pytest.raises(BundleError, match=f"segment {name} is cut"):
        opened(WHOLE | {name: WHOLE[name][: int(where * len(WHOLE[name]))]})


@pytest.mark.parametrize("name", SEGMENTS)
def test_a_missing_segment_is_noticed(name: str) -> None:
    with pytest.raises(BundleError, match=f"segment {name} is missing"):
        opened({other: body for other, body in WHOLE.items() if other != name})


def test_a_segment_that_the_manifest_does_not_list_is_missing() -> None:
    manifest = WHOLE["manifest"].replace(b'"cards"', b'"cords"')
    with pytest.raises(BundleError, match="segment cards is missing"):
        opened(WHOLE | {"manifest": manifest})


@given(where=st.floats(0, 1, exclude_max=True))
def test_a_cut_manifest_is_noticed(where: float) -> None:
    manifest = WHOLE["manifest"]
    with pytest.raises(BundleError, match="manifest"):
        opened(WHOLE | {"manifest": manifest[: int(where * len(manifest))]})


def test_a_manifest_that_counts_other_documents_is_noticed() -> None:
    manifest = WHOLE["manifest"].replace(b'"documents":2', b'"documents":3')
    with pytest.raises(BundleError, match="the manifest counts 3 documents, the columns 2"):
        opened(WHOLE | {"manifest": manifest})
