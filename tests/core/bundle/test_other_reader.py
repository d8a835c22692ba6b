"""A second reader, written from docs/reference/bundle.md alone with JSON and struct, sees the same bundle."""

from __future__ import annotations

import hashlib
import json
import math
import re
import struct
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bench.generate import corpus
from dooryard.core.bundle.format import SEGMENTS, Segment
from dooryard.core.documents import Question
from tests.core.bundle.making import MONDAY_TEN, ZONES, bundle, document, written

PAGE = (Path(__file__).parents[3] / "docs/reference/bundle.md").read_text()
DOCUMENTS = [
    *corpus(150, questions=0).documents,
    document("line", reach="phone", description="the and for"),
    document("liaison", reach="area", areas=("York",), also=("detox",)),
]
CODES = {"|u1": "B", "<u2": "H", "<u4": "I", "<u8": "Q", "<f4": "f", "<f8": "d"}


def arrays_of(body: bytes) -> dict[str, tuple[list[Any], list[int]]]:
    """Every array of a segment, flat, with its shape."""
    magic, version, length = struct.unpack_from("<8sII", body)
    assert (magic, version) == (b"DOORYARD", 1)
    data = -(-(16 + length) // 64) * 64
    found = {}
    for entry in json.loads(body[16 : 16 + length]):
        count = math.prod(entry["shape"])
        assert entry["offset"] % 64 == 0
        values = struct.unpack_from(f"<{count}{CODES[entry['dtype']]}", body, data + entry["offset"])
        found[entry["name"]] = (list(values), entry["shape"])
    return found


def pieces(arrays: dict[str, tuple[list[Any], list[int]]], name: str) -> list[Any]:
    """The pieces or lists of a name."""
    values, ends = arrays[name][0], arrays[f"{name}.ends"][0]
    found = [values[start:end] for start, end in pairwise(ends)]
    return [bytes(piece) for piece in found] if name in PIECES else found


PIECES = ("documents", "terms", "term_sets", "value_sets", "patterns", "fields", "cards", "records", "ids", "content")


def members(body: bytes) -> list[int]:
    """The members of a set in the portable Roaring format."""
    (cookie,) = struct.unpack_from("<I", body)
    if cookie & 0xFFFF == 12347:
        count, at = (cookie >> 16) + 1, 4
        flags = body[at : at + (count + 7) // 8]
        at += len(flags)
    else:
        assert cookie == 12346
        (count,), flags, at = struct.unpack_from("<I", body, 4), b"", 8
    heads = [struct.unpack_from("<HH", body, at + 4 * number) for number in range(count)]
    at += 4 * count + (4 * count if not flags or count >= 4 else 0)
    found = []
    for number, (key, size) in enumerate(heads):
        if flags and flags[number // 8] >> number % 8 & 1:
            (runs,) = struct.unpack_from("<H", body, at)
            pairs = struct.unpack_from(f"<{2 * runs}H", body, at + 2)
            low = [
                start + more
                for start, length in zip(pairs[::2], pairs[1::2], strict=True)
                for more in range(length + 1)
            ]
            at += 2 + 4 * runs
        elif size + 1 <= 4096:
            low = list(struct.unpack_from(f"<{size + 1}H", body, at))
            at += 2 * (size + 1)
        else:
            low = [bit for bit in range(65536) if body[at + bit // 8] >> bit % 8 & 1]
            at += 8192
        found += [(key << 16) + value for value in low]
    return found


@pytest.fixture(scope="module")
def segments() -> dict[str, bytes]:
    """A bundle of invented records."""
    return written(DOCUMENTS, place="Testland")


def test_lengths_and_digests_are_those_of_the_manifest(segments: dict[str, bytes]) -> None:
    manifest = json.loads(segments["manifest"])
    assert json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode() == segments["manifest"]
    for name in SEGMENTS:
        known = manifest["segments"][name]
        assert known == {"bytes": len(segments[name]), "sha256": hashlib.sha256(segments[name]).hexdigest()}


@pytest.mark.parametrize("name", SEGMENTS)
def test_every_array_is_read_alike_and_named_on_the_page(segments: dict[str, bytes], name: str) -> None:
    ours = Segment(name, segments[name])
    theirs = arrays_of(segments[name])
    assert set(ours) == set(theirs)
    for array, (values, shape) in theirs.items():
        assert list(ours[array].shape) == shape
        assert ours[array].ravel().tolist() == pytest.approx(values, nan_ok=True)
        assert re.search(rf"`{array.removesuffix('.ends')}`", PAGE), f"{array} is not on the page"


def test_terms_sets_and_impacts_belong_together(segments: dict[str, bytes]) -> None:
    arrays = arrays_of(segments["postings"])
    texts = [json.loads(text) for text in pieces(arrays_of(segments["texts"]), "documents")]
    terms = [term.decode() for term in pieces(arrays, "terms")]
    holders = [members(body) for body in pieces(arrays, "term_sets")]
    assert terms == sorted(terms)
    assert [len(found) for found in holders] == arrays["frequency"][0]
    assert [len(found) for found in pieces(arrays, "impacts")] == arrays["frequency"][0]
    the = holders[terms.index("the")]
    assert the == [n for n, text in enumerate(texts) if "the" in text.get("description", "").split()]


def test_values_by_document_and_documents_by_value_agree(segments: dict[str, bytes]) -> None:
    columns = arrays_of(segments["columns"])
    fields = json.loads(pieces(columns, "fields")[0])
    pairs = [(field["name"], value) for field in fields for value in field["values"]]
    sets = [members(body) for body in pieces(arrays_of(segments["postings"]), "value_sets")]
    counted = [number for number, (field, _) in enumerate(pairs) if field not in ("also", "area")]
    by_document = pieces(columns, "values")
    for number in counted:
        assert sets[number] == [at for at, values in enumerate(by_document) if number in values]
    made = bundle(DOCUMENTS)
    facets = made.find(Question(), MONDAY_TEN).facets
    assert {pairs[number]: len(sets[number]) for number in counted} == {
        (field, value): count for field, row in facets.items() if field != "open" for value, count in row.items()
    }


def test_ids_lead_to_documents_cards_and_records(segments: dict[str, bytes]) -> None:
    records, made = arrays_of(segments["records"]), bundle(DOCUMENTS)
    texts = pieces(arrays_of(segments["texts"]), "documents")
    cards = pieces(arrays_of(segments["cards"]), "cards")
    for id, number in zip(pieces(records, "ids"), records["ids.documents"][0], strict=True):
        assert json.loads(texts[number])["id"].encode() == id
        assert cards[number] == made.card(number) == b"card " + id
        assert pieces(records, "records")[number] == made.record(id.decode())


def test_hours_of_the_week_are_what_the_finder_says(segments: dict[str, bytes]) -> None:
    columns, made = arrays_of(segments["columns"]), bundle(DOCUMENTS)
    values, ends = columns["weekly"][0], columns["weekly.ends"][0]
    shifts = list(zip(values[::2], values[1::2], strict=True))
    minute = MONDAY_TEN.weekday() * 1440 + MONDAY_TEN.hour * 60 + MONDAY_TEN.minute
    for number, pattern in enumerate(columns["pattern"][0]):
        within = any(start <= minute < end for start, end in shifts[ends[pattern] : ends[pattern + 1]])
        state = {0: "unknown", 1: "open" if within else "closed"}[columns["pattern_kinds"][0][pattern]]
        assert made.state(number, MONDAY_TEN).state == state
    assert {json.loads(pattern)[0] for pattern in pieces(columns, "patterns")} <= {"", *ZONES}


def test_sites_stand_in_the_order_of_their_cells(segments: dict[str, bytes]) -> None:
    columns = arrays_of(segments["columns"])
    texts = [json.loads(text) for text in pieces(arrays_of(segments["texts"]), "documents")]
    cells = [math.floor((t["lat"] + 90) / 0.05) * 8192 + math.floor((t["lon"] + 180) / 0.05) for t in texts[:150]]
    starts = columns["cells.ends"][0]
    assert cells == sorted(cells) and starts[-1] == 150
    assert [cells[start] for start in starts[:-1]] == columns["cells"][0]


def test_all_kinds_of_roaring_container_are_read() -> None:
    from dooryard.core.bundle.values import stored

    for numbers in (
        [],
        [3],
        list(range(0, 20_000, 2)),
        list(range(70_000)),
        [5, 70_000, 140_000, 210_000, *range(300_000, 300_900)],
    ):
        assert members(stored(numbers)) == numbers
