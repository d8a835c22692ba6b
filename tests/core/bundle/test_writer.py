"""The writer: the same records in any order are the same bytes, and what cannot be compiled is refused."""

from __future__ import annotations

import hashlib
from random import Random

import msgspec
import pytest

from bench.generate import corpus
from dooryard.core.documents import Brief, Confirmed
from tests.core.bundle.making import bundle, document, weekly, written


def test_any_order_of_the_same_records_gives_the_same_bytes() -> None:
    documents = [*corpus(60, questions=0).documents, document("nowhere"), document("line", reach="phone")]
    shuffled = list(documents)
    Random(7).shuffle(shuffled)
    sources = [{"name": "b", "seen": "2026-11-02"}, {"name": "a", "seen": "2026-11-01"}]
    first = written(documents, sources=sources, place="Testland")
    assert first == written(shuffled, sources=sources[::-1], place="Testland")


def test_the_digest_is_that_of_a_canonical_manifest() -> None:
    segments = written([document("a", facets={"language": ("English",)})], place="Testland")
    manifest = msgspec.json.decode(segments["manifest"])
    assert msgspec.json.encode(manifest, order="sorted") == segments["manifest"]
    assert manifest["place"] == "Testland" and manifest["documents"] == 1
    assert manifest["facets"] == ["category", "county", "status", "reach", "language", "open"]
    assert manifest["segments"]["texts"]["sha256"] == hashlib.sha256(segments["texts"]).hexdigest()


def test_a_document_comes_back_equal_but_for_the_ids_of_its_schedules() -> None:
    sent = document(
        "a",
        lat=44.8,
        lon=-68.7,
        areas=("York",),
        schedules=weekly("MO", "09:00", "17:00"),
        zone="America/New_York",
        minimum_age=18.0,
        confirmed=Confirmed(when="2026-11-01", how="called"),
        facets={"language": ("French", "English"), "cost": ()},
        sources=3,
    )
    assert bundle([sent]).document(0) == sent
    brief = bundle([sent]).brief(0)
    assert type(brief) is Brief
    assert {name: getattr(brief, name) for name in Brief.__struct_fields__} == {
        name: getattr(sent, name) for name in Brief.__struct_fields__
    }


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"lat": 44.0}, "half a pair"),
        ({"lat": 91.0, "lon": 0.0}, "not on the globe"),
        ({"lat": float("nan"), "lon": 0.0}, "not on the globe"),
        ({"facets": {"county": ("York",)}}, "a facet cannot be called county"),
        ({"facets": {"many": tuple(map(str, range(70_000)))}}, "facet values are more than"),
    ],
)
def test_what_cannot_be_compiled_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        written([document("a", **fields)])


def test_two_documents_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two documents have the id a"):
        written([document("a"), document("a", service="Other")])


def test_a_bundle_of_nothing_opens_and_finds_nothing() -> None:
    empty = bundle([])
    assert empty.count == 0 and list(empty.ids()) == [] and empty.record("a") is None
