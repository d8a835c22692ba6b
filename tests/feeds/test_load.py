"""Loading: everything or nothing, twice is once, bad rows are kept with their reason, confirmations survive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from django.apps import apps

from dooryard.desk.models import AuditEntry
from dooryard.directory import models as d
from dooryard.feeds.actions import load
from dooryard.feeds.models import HeldRow, ImportRun
from dooryard.feeds.report import Refused, Report

pytestmark = pytest.mark.django_db

Spoil = Callable[[str, str, str], Path]


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every table of the directory."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in apps.get_app_config("directory").get_models()
    }


def counts(report: Report) -> tuple[int, ...]:
    """added, changed, same, held, removed."""
    return report.added, report.changed, report.same, report.held, report.removed


def adds_up(report: Report) -> bool:
    """Whether every row read is accounted for."""
    return report.read == report.added + report.changed + report.same + report.held


def test_a_place_is_loaded_and_the_count_adds_up(testland: Path) -> None:
    report = load(str(testland), by="test")
    assert counts(report) == (10, 0, 0, 1, 0)
    assert (adds_up(report), report.faulty) == (True, 0)
    assert d.Service.objects.count() == 11


def test_the_report_says_what_was_held_back_and_why(testland: Path) -> None:
    held = {(problem.ref, problem.part) for problem in load(str(testland), by="test").problems}
    assert held == {("tl-04", ""), ("tl-14", "phone"), ("tl-14", "address"), ("tl-16", "phone")}
    assert set(HeldRow.objects.values_list("ref", "part")) == held
    assert not HeldRow.objects.filter(reason="").exists()


def test_loading_again_changes_nothing_but_adds_a_run(testland: Path) -> None:
    load(str(testland), by="test")
    before = everything()
    assert counts(load(str(testland), by="test")) == (0, 0, 10, 1, 0)
    assert everything() == before
    assert ImportRun.objects.count() == 2


def test_a_dry_run_changes_nothing(testland: Path, settings: object) -> None:
    report = load(str(testland), by="test", dry_run=True)
    assert counts(report) == (10, 0, 0, 1, 0)
    assert report.dry_run
    assert not d.Source.objects.exists()
    assert not ImportRun.objects.exists()
    assert not (testland.parent / "var").exists()


def test_the_run_is_written_to_the_audit_log_with_who_did_it(testland: Path) -> None:
    report = load(str(testland), by="steward:1")
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.action, entry.key) == ("steward:1", "load", "testland")
    assert entry.details["digest"] == report.digest == ImportRun.objects.get().digest


def test_raw_bytes_are_kept(testland: Path) -> None:
    report = load(str(testland), by="test")
    assert (testland.parent / "var" / "feeds" / f"{report.digest}.zip").is_file()


def test_a_changed_record_is_changed_and_nothing_else(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    before = set(d.Service.objects.values_list("pk", flat=True))
    spoil("services/all.yaml", "2 Made Up Street", "22 Made Up Street")
    assert counts(load(str(testland), by="test")) == (0, 1, 9, 1, 0)
    assert d.Address.objects.filter(address_1="22 Made Up Street").count() == 1
    assert not d.Address.objects.filter(address_1="2 Made Up Street").exists()
    assert set(d.Service.objects.values_list("pk", flat=True)) == before


def test_a_timeline_does_not_grow_when_its_record_is_loaded_again(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    before = sorted(d.ServiceStatus.objects.values_list("service", "state", "since"))
    spoil("services/all.yaml", "3 Made Up Street", "33 Made Up Street")
    assert load(str(testland), by="test").changed == 1
    assert sorted(d.ServiceStatus.objects.values_list("service", "state", "since")) == before


def test_what_a_record_no_longer_says_goes(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    spoil("services/all.yaml", "    cost: free\n", "")
    spoil("services/all.yaml", "    also_at:\n      - {town: Edgetest, county: Eastmade}\n", "")
    spoil("services/all.yaml", "    serves: [women, children]\n", "    serves: [women]\n")
    assert load(str(testland), by="test").changed == 3
    assert not d.CostOption.objects.filter(service__organization__name__startswith="Uppertest").exists()
    assert d.Location.objects.filter(organization__name__startswith="Two Town").count() == 1
    told = d.Attribute.objects.filter(link_id=d.Service.objects.get(organization__name__startswith="Quiet House").pk)
    assert list(told.filter(link_type__in=("population", "gender")).values_list("value", flat=True)) == ["women"]


def test_a_renamed_organization_leaves_no_empty_one_behind(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    spoil("services/all.yaml", "Middletest Syringe Services (synthetic)", "New Name (synthetic)")
    load(str(testland), by="test")
    assert not d.Organization.objects.filter(name__startswith="Middletest").exists()


def test_a_bad_row_is_kept_with_its_reason_and_the_old_record_stays(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    spoil("services/all.yaml", "at: [11.251, -30.149]", "at: [111.251, -30.149]")
    report = load(str(testland), by="test")
    assert counts(report) == (0, 0, 9, 2, 0)
    assert (adds_up(report), report.faulty) == (True, 1)
    [row] = HeldRow.objects.filter(reason__contains="impossible coordinates")
    assert (row.ref, row.file) == ("tl-11", "services/all.yaml")
    assert msgspec.json.decode(row.raw)["organization"] == "Uppertest Naloxone Table (synthetic)"
    assert d.Service.objects.filter(organization__name__startswith="Uppertest").exists()


def test_a_mass_removal_is_refused_unless_it_is_meant(testland: Path) -> None:
    load(str(testland), by="test")
    before = everything()
    (testland / "services" / "all.yaml").unlink()
    with pytest.raises(Refused, match="--yes-remove"):
        load(str(testland), by="test")
    assert everything() == before
    assert counts(load(str(testland), by="test", yes_remove=True)) == (0, 0, 3, 1, 7)
    assert d.Service.objects.count() == d.SourceRecord.objects.count() == 4
    assert not d.Location.objects.exists()


def test_an_empty_feed_is_refused_even_if_removal_is_meant(testland: Path) -> None:
    load(str(testland), by="test")
    for file in (testland / "services" / "all.yaml", testland / "hotlines.yaml"):
        file.write_text("services: []\n")
    with pytest.raises(Refused, match="no record"):
        load(str(testland), by="test", yes_remove=True)
    assert d.Service.objects.count() == 11


def test_an_error_half_way_leaves_everything_as_it_was(testland: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**values: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("dooryard.feeds.actions.desk.record", fails)
    with pytest.raises(RuntimeError):
        load(str(testland), by="test")
    assert not d.Service.objects.exists()
    assert not ImportRun.objects.exists()


def test_a_confirmation_survives_a_change_and_lifts_a_held_line(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    phone = d.Phone.objects.get(number="201-555-0104")
    d.Confirmation.objects.create(service=phone.service, phone=phone, when=date(2026, 11, 1), how="called", by="test")
    spoil("hotlines.yaml", "service: Testland Held Line (synthetic)", "service: Testland Line (synthetic)")
    report = load(str(testland), by="test")
    assert counts(report) == (0, 1, 10, 0, 0)
    assert d.Confirmation.objects.count() == 1


def test_a_confirmed_number_on_the_list_is_still_held(testland: Path) -> None:
    load(str(testland), by="test")
    phone = d.Phone.objects.get(number="201-555-0199")
    d.Confirmation.objects.create(service=phone.service, phone=phone, when=date(2026, 11, 1), how="called", by="test")
    held = {(problem.ref, problem.part) for problem in load(str(testland), by="test").problems}
    assert ("tl-14", "phone") in held


def test_two_organizations_at_one_address_stay_two(testland: Path, spoil: Spoil) -> None:
    spoil(
        "services/all.yaml",
        "address: 3 Made Up Street\n    town: Edgetest\n    county: Eastmade",
        "address: 2 Made Up Street\n    town: Middletest\n    county: Southmade",
    )
    load(str(testland), by="test")
    rows = d.Address.objects.filter(address_1="2 Made Up Street")
    assert rows.values("location__organization").distinct().count() == 2


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_second_place_is_refused_and_changes_nothing(testland: Path, dry_run: bool) -> None:
    load(str(testland), by="test")
    before = everything()
    with pytest.raises(Refused, match=r"serves one place; nothing was changed.*another data folder"):
        load(str(Path(__file__).resolve().parents[2] / "places" / "maine"), by="test", dry_run=dry_run)
    assert everything() == before
    assert ImportRun.objects.count() == 1


def test_the_report_becomes_json(testland: Path) -> None:
    assert msgspec.json.decode(msgspec.json.encode(load(str(testland), by="test")))["read"] == 11


def test_a_run_never_repeats_a_number_of_the_list(testland: Path, spoil: Spoil) -> None:
    spoil("services/all.yaml", "number: 201-555-0112", "number: 201-555-0199")
    spoil("services/all.yaml", "county: Southmade\n    phones", "county: 201-555-0199\n    phones")
    report = load(str(testland), by="test")
    assert "0199" not in str(report)
    assert not HeldRow.objects.filter(raw__contains="0199").exists()
    assert not HeldRow.objects.filter(reason__contains="0199").exists()
    assert "must never be shown" in HeldRow.objects.get(ref="tl-12", part="").reason


def test_a_record_that_points_at_nothing_is_held_back(testland: Path, spoil: Spoil) -> None:
    spoil("services/all.yaml", "instead: {refs: [tl-12]}", "instead: {refs: [tl-99]}")
    [problem] = [problem for problem in load(str(testland), by="test").problems if problem.ref == "tl-13"]
    assert "not here" in problem.reason


def test_a_place_may_have_words_of_its_own(testland: Path) -> None:
    (testland / "words.yaml").write_text("needs: {heating: cosy fund}\n")
    load(str(testland), by="test")
    assert d.ServedPlace.objects.get().words == {"needs": {"heating": "cosy fund"}}
    (testland / "words.yaml").unlink()
    load(str(testland), by="test")
    assert d.ServedPlace.objects.get().words == {}


def test_words_that_no_vocabulary_can_be_made_of_are_refused_before_anything_changes(testland: Path) -> None:
    (testland / "words.yaml").write_text("needs: {nosuch: a}\n")
    with pytest.raises(Refused) as refused:
        load(str(testland), by="test")
    assert [(problem.file, problem.reason) for problem in refused.value.problems] == [
        ("words.yaml", "needs: there is no nosuch to add words to")
    ]
    assert not d.Service.objects.exists()
