"""What a source says stays beside what stewards and other sources say: a re-import overrides neither."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dooryard.directory import models as d
from dooryard.directory.compiling import compile_all
from dooryard.directory.standing import in_order
from dooryard.feeds.actions import load
from dooryard.feeds.check import Known, check
from dooryard.feeds.entry import Entry
from dooryard.feeds.said import provenance
from tests.feeds.test_check import row

Spoil = Callable[[str, str, str], Path]
Said = Callable[..., list[d.Provenance]]

RECORDED = datetime(2026, 11, 20, 12, tzinfo=UTC)


def service(ref: str) -> d.Service:
    return d.SourceRecord.objects.get(ref=ref).service


def last(ref: str) -> tuple[str, str]:
    """How a record is told: the state of its document, and of its whole record in the standard's words."""
    compiled = compile_all(now=datetime.now(UTC), mentions=lambda text: ())
    [(document, record)] = [found for found in compiled.documents if found[0].ref == ref]
    return document.status, msgspec.json.decode(record)["status"]


def closed_by_a_steward(ref: str) -> None:
    d.ServiceStatus.objects.create(service=service(ref), state="closed", recorded_at=datetime.now(UTC), note="seen")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2 Made Up Street", "22 Made Up Street"),
        ('"2026-01-15"\n    status: [{state: open}]', '"2026-01-15"\n    status: [{state: open, why: Reworded.}]'),
        ('"2026-01-15"\n    status: [{state: open}]', '"2026-01-15"\n    status: [{state: open, since: "2024"}]'),
        ('"2026-01-15"\n    status: [{state: open}]', '"2026-01-15"\n    status: [{state: paused}, {state: open}]'),
    ],
)
def test_what_a_steward_recorded_stays_last_when_a_source_is_loaded_again(
    old: str, new: str, testland: Path, spoil: Spoil
) -> None:
    load(str(testland), by="test")
    closed_by_a_steward("tl-12")
    assert last("tl-12") == ("closed", "defunct")
    spoil("services/all.yaml", old, new)
    assert load(str(testland), by="test").changed == 1
    assert last("tl-12") == ("closed", "defunct")


@pytest.mark.django_db
def test_an_unchanged_point_keeps_the_moment_it_was_recorded(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    d.ServiceStatus.objects.update(recorded_at=RECORDED)
    spoil("services/all.yaml", '- {state: open, since: "2024"}', '- {state: open, since: "2023"}')
    load(str(testland), by="test")
    first, second = d.ServiceStatus.objects.filter(service=service("tl-13")).order_by("position")
    assert (first.since, second.since) == ("2023", "2026-02")
    assert first.recorded_at > second.recorded_at == RECORDED


def points(*told: tuple[str, str, int]) -> list[str]:
    """A timeline in order, of who ("source" or "steward") said it, since when, and on which day of November."""
    rows = [
        d.ServiceStatus(
            source_id=1 if who == "source" else None,
            position=place,
            state=f"{who} {since}".strip(),
            since=since,
            recorded_at=RECORDED.replace(day=day),
        )
        for place, (who, since, day) in enumerate(told)
    ]
    return [row.state for row in in_order(sorted(rows, key=lambda row: row.recorded_at))]


@pytest.mark.parametrize(
    ("told", "order"),
    [
        ([("source", "", 1), ("steward", "", 5)], ["source", "steward"]),
        ([("steward", "", 5), ("source", "", 9)], ["source", "steward"]),
        ([("steward", "", 5), ("source", "2026-10", 9)], ["source 2026-10", "steward"]),
        ([("steward", "", 5), ("source", "2026-11", 9)], ["source 2026-11", "steward"]),
        ([("steward", "", 5), ("source", "2026-11-05", 9)], ["source 2026-11-05", "steward"]),
        ([("steward", "", 5), ("source", "2026-11-06", 9)], ["steward", "source 2026-11-06"]),
        ([("steward", "", 5), ("source", "2027", 9)], ["source 2027", "steward"]),
        (
            [("source", "2026-11-02", 9), ("source", "2026-11-07", 9), ("steward", "", 5), ("steward", "", 8)],
            ["source 2026-11-02", "steward", "source 2026-11-07", "steward"],
        ),
    ],
)
def test_a_source_has_the_last_word_only_with_something_of_a_later_day(
    told: list[tuple[str, str, int]], order: list[str]
) -> None:
    assert points(*told)[-1].split()[0] == order[-1].split()[0]
    if len(told) == 2:
        assert points(*told) == order


@pytest.mark.django_db
def test_what_a_source_says_new_and_later_holds(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    closed_by_a_steward("tl-12")
    d.ServiceStatus.objects.filter(note="seen").update(recorded_at=datetime.now(UTC) - timedelta(days=30))
    today = datetime.now(UTC).date().isoformat()
    spoil(
        "services/all.yaml",
        '"2026-01-15"\n    status: [{state: open}]',
        f'"2026-01-15"\n    status: [{{state: open}}, {{state: open, since: "{today}"}}]',
    )
    load(str(testland), by="test")
    assert last("tl-12") == ("open", "active")


@pytest.mark.django_db
def test_one_sources_import_deletes_nothing_that_others_say(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    found = service("tl-12")
    other = d.Source.objects.create(key="other", name="Another feed (synthetic)")
    common = {"service": found, "resource_type": "service", "resource_id": found.pk}
    d.Provenance.objects.create(source=other, publisher="Other (synthetic)", **common)
    d.Provenance.objects.create(publisher="Dooryard", how="visited", field="address", **common)
    d.ServiceStatus.objects.create(service=found, source=other, state="open", recorded_at=RECORDED)
    before = d.Provenance.objects.filter(service=found).count()
    spoil("services/all.yaml", "2 Made Up Street", "22 Made Up Street")
    load(str(testland), by="test")
    rows = d.Provenance.objects.filter(service=found)
    assert set(rows.exclude(source__key="testland").values_list("publisher", flat=True)) == {
        "Other (synthetic)",
        "Dooryard",
    }
    assert rows.count() == before
    assert d.ServiceStatus.objects.filter(service=found, source=other).exists()


@pytest.mark.django_db
def test_what_a_source_said_of_a_record_goes_with_it(testland: Path) -> None:
    load(str(testland), by="test")
    (testland / "services" / "all.yaml").unlink()
    load(str(testland), by="test", yes_remove=True)
    assert set(d.Provenance.objects.values_list("service", flat=True)) == set(
        d.Service.objects.values_list("pk", flat=True)
    )


@pytest.fixture
def said(known: Known) -> Said:
    """What is written of who said a field of a made-up record."""

    def rows(field: str, **changes: Any) -> list[d.Provenance]:
        entry = check(row(**changes), known)
        assert isinstance(entry, Entry), entry
        return [one for one in provenance(entry, d.Source(pk=1, key="testland")) if one.field == field]

    return rows


def test_the_only_publisher_of_a_record_says_each_field_of_it(said: Said) -> None:
    changes = {"address": "1 Made Up Street", "place_agreement": 1}
    [phone], [address], [status], [category] = (said(f, **changes) for f in ("phone", "address", "status", "category"))
    assert {row.publisher for row in (phone, address, status, category)} == {"Nobody (synthetic)"}
    assert (phone.value, phone.resource_type) == ("201-555-0190", "phone")
    assert (address.value, status.value, category.value) == ("1 Made Up Street, Uppertest", "open", "naloxone")
    assert {row.seen for row in (phone, address)} == {said("")[0].seen}


def test_where_all_agree_all_of_them_say_it(said: Said) -> None:
    rows = said("phone", sources=["made-up", "made-up-too"], phones=[{"number": "201-555-0190", "agreement": 2}])
    assert len({row.publisher for row in rows}) == 2
    assert {row.agreement for row in rows} == {2}


def test_who_of_several_says_it_is_not_invented(said: Said) -> None:
    both = ["made-up", "made-up-too"]
    phones = [{"number": "201-555-0190", "agreement": 1, "seen": "2026-01"}]
    [phone] = said("phone", sources=both, phones=phones)
    assert (phone.publisher, phone.agreement, phone.seen) == ("", 1, "2026-01")
    assert said("status", sources=both) == []
    assert said("category", sources=both) == []
    assert said("address", sources=both) == []
    assert (
        said("address", conflicts=[{"field": "address", "state": "open", "reason": "Made up."}], place_agreement=1)
        == []
    )


def test_a_publisher_that_is_named_says_it(said: Said) -> None:
    phones = [{"number": "201-555-0190", "agreement": 1, "by": ["Nobody (synthetic)"]}]
    [phone] = said("phone", sources=["made-up", "made-up-too"], phones=phones)
    assert phone.publisher == "Nobody (synthetic)"
    status = [{"state": "closed", "by": ["Nobody (synthetic)"]}]
    [closed] = said("status", sources=["made-up", "made-up-too"], status=status)
    assert (closed.publisher, closed.value) == ("Nobody (synthetic)", "closed")


def test_a_publisher_with_two_pages_is_named_without_one(said: Said) -> None:
    pages = [{"publisher": "Nobody (synthetic)", "title": title, "seen": "2026"} for title in ("One", "Two")]
    [phone] = said("phone", sources=pages)
    assert (phone.publisher, phone.title, phone.seen) == ("Nobody (synthetic)", "", "undated")


def test_the_street_of_a_confidential_place_is_said_by_nobody(said: Said) -> None:
    assert said("address", confidential="true", at=None, zip=None, place_agreement=1) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"phones": [{"number": "201-555-0190", "by": ["Somebody"]}]}, "not a publisher of its sources"),
        ({"status": [{"state": "open", "by": ["Somebody"]}]}, "not a publisher of its sources"),
        (
            {"phones": [{"number": "201-555-0190", "agreement": 2, "by": ["Nobody (synthetic)"]}]},
            "as many publishers as agreement",
        ),
    ],
)
def test_who_says_it_is_one_of_the_sources(changes: dict[str, Any], reason: str, known: Known) -> None:
    problem = check(row(**changes), known)
    assert not isinstance(problem, Entry)
    assert reason in problem.reason


@pytest.mark.django_db
def test_a_number_that_is_held_back_is_in_no_provenance(testland: Path) -> None:
    load(str(testland), by="test")
    compiled = compile_all(now=datetime(2026, 11, 23, tzinfo=UTC), mentions=lambda text: ())
    told = {
        document.ref: msgspec.json.decode(record)["dooryard"]["provenance"] for document, record in compiled.documents
    }
    assert [row["value"] for row in told["tl-11"] if row.get("field") == "phone"] == ["201-555-0111 ext. 7"] * 2
    for ref in ("tl-13", "tl-14", "tl-16"):
        assert d.Provenance.objects.filter(service=service(ref), field="phone").exists()
        assert not [row for row in told[ref] if row.get("field") == "phone"]
