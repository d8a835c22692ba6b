"""Reports of what is wrong: what is kept of them, how they are closed, when their words go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dooryard.desk.models import AuditEntry
from dooryard.directory import actions
from dooryard.directory import models as d
from dooryard.directory.actions import About, NoSuchReport, TooMany, handle_report, report
from dooryard.directory.compiling import compile_all
from dooryard.directory.reported import WEIGHED, open_reports, waiting
from dooryard.feeds.actions import load

pytestmark = pytest.mark.django_db

TESTLAND = Path(__file__).resolve().parents[2] / "places" / "testland"


@pytest.fixture
def testland(tmp_path: Path, settings: Any) -> None:
    """The made-up place, loaded."""
    settings.DATA = tmp_path
    load(str(TESTLAND), by="test")


def about(ref: str) -> About:
    return About(service_id=str(d.SourceRecord.objects.get(ref=ref).service_id), ref=ref)


def made(what: str = "number", words: str = "", *, service: str = "a") -> d.Report:
    return report(About(service_id=service), what=what, words=words, by="public")


def test_a_report_names_its_service_by_text_so_that_no_import_can_take_it_away(testland: None) -> None:
    report(about("tl-12"), what="moved", words="Round the corner.", by="public")
    d.SourceRecord.objects.get(ref="tl-12").service.delete()
    [told] = open_reports(compile_all(now=datetime(2026, 11, 23, 12, tzinfo=UTC), mentions=lambda text: ()))
    assert (told.ref, told.service, told.what, told.words) == ("tl-12", "", "moved", "Round the corner.")
    assert not [field for field in d.Report._meta.get_fields() if field.is_relation]


def test_nothing_of_who_sent_it_has_a_column() -> None:
    assert {field.name for field in d.Report._meta.get_fields()} == {
        "id", "service_id", "service_at_location_id", "ref", "what", "words", "times", "received_on", "last_on",
        "bundle", "state", "handled_on",
    }  # fmt: skip


def test_the_most_harmful_come_first_then_what_most_people_say_then_what_waited_longest(testland: None) -> None:
    for ref, times in (("tl-15", 3), ("tl-11", 1), ("tl-12", 2), ("tl-01", 1), ("tl-11", 1)):
        for _ in range(times):
            report(about(ref), what="number", words="", by="public")
    report(About(service_id="gone", ref="xx"), what="closed", words="", by="public")
    report(about("tl-12"), what="closed", words="", by="public")
    told = open_reports(compile_all(now=datetime(2026, 11, 23, 12, tzinfo=UTC), mentions=lambda text: ()))
    assert [(one.harm, one.ref, one.times) for one in told][1:] == [
        (2, "tl-11", 2), (2, "tl-12", 2), (2, "tl-12", 1), (5, "tl-15", 3), (5, "xx", 1)
    ]  # fmt: skip
    assert told[0].ref == "tl-01"
    assert told[0].harm < 2


def test_a_flood_moves_a_report_up_only_so_far(testland: None) -> None:
    for ref in ("tl-11", "tl-12", "tl-15"):
        report(about(ref), what="number", words="", by="public")
    d.Report.objects.filter(ref="tl-11").update(times=WEIGHED)
    d.Report.objects.filter(ref="tl-12").update(times=900)
    d.Report.objects.filter(ref="tl-15").update(times=999)
    told = open_reports(compile_all(now=datetime(2026, 11, 23, 12, tzinfo=UTC), mentions=lambda text: ()))
    assert [one.ref for one in told] == ["tl-11", "tl-12", "tl-15"], "what waits longest, and the worse before both"


def test_a_line_that_is_held_back_is_named_all_the_same(testland: None) -> None:
    report(about("tl-14"), what="number", words="", by="public")
    [told] = open_reports(compile_all(now=datetime(2026, 11, 23, 12, tzinfo=UTC), mentions=lambda text: ()))
    assert told.organization == "Quiet House (synthetic)"


def test_a_report_counted_again_keeps_its_first_day_and_tells_its_last() -> None:
    first = made()
    d.Report.objects.update(received_on="2026-01-01", last_on="2026-01-01")
    made()
    first.refresh_from_db()
    assert first.times == 2
    assert (first.received_on.isoformat(), first.last_on) == ("2026-01-01", timezone.localdate())


def test_further_sites_are_reported_apart() -> None:
    made()
    report(About(service_id="a", service_at_location_id="b"), what="number", words="", by="public")
    assert d.Report.objects.count() == 2


def test_a_handled_report_has_no_words_and_is_in_the_audit_log() -> None:
    one = made("treatment", "They laughed.")
    handle_report(one.pk, by="steward:17")
    one.refresh_from_db()
    assert (one.state, one.words, one.what, one.handled_on) == ("handled", "", "treatment", timezone.localdate())
    assert waiting() == 0
    entry = AuditEntry.objects.get(action="handle")
    assert (entry.by, entry.table, entry.key, entry.details) == ("steward:17", "report", str(one.pk), {})


def test_the_same_said_again_after_it_was_handled_is_a_new_report() -> None:
    handle_report(made().pk, by="steward:17")
    assert made().state == "open"
    assert d.Report.objects.count() == 2


@pytest.mark.parametrize("number", [0, 7, 2**40])
def test_a_report_that_is_none_cannot_be_handled(number: int) -> None:
    with pytest.raises(NoSuchReport, match="There is no open report"):
        handle_report(number, by="steward:17")
    handled = made().pk
    handle_report(handled, by="steward:17")
    with pytest.raises(NoSuchReport):
        handle_report(handled, by="steward:17")
    assert AuditEntry.objects.filter(action="handle").count() == 1


def test_words_that_nobody_handled_go_after_half_a_year() -> None:
    old, young = made("other", "old"), made("other", "young")
    day = timezone.localdate() - actions.WORDS_KEPT
    d.Report.objects.filter(pk=old.pk).update(received_on=day - timedelta(days=1))
    d.Report.objects.filter(pk=young.pk).update(received_on=day)
    assert actions.forget_old_words(by="test") == 1
    assert actions.forget_old_words(by="test") == 0
    assert list(d.Report.objects.values_list("words", "state")) == [("", "open"), ("young", "open")]
    assert AuditEntry.objects.get(action="forget").details == {"reports": 1}


def test_each_new_report_sees_to_it_too() -> None:
    old = made("other", "old")
    d.Report.objects.update(received_on="2020-01-01")
    made()
    old.refresh_from_db()
    assert old.words == ""


def test_reports_in_words_of_one_service_and_of_one_day_have_their_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "OF_A_SERVICE", 1)
    monkeypatch.setattr(actions, "OF_A_DAY", 2)
    made(words="one")
    with pytest.raises(TooMany, match="service"):
        made(words="two")
    made(words="two", service="b")
    with pytest.raises(TooMany, match="day"):
        made(words="three", service="c")
    assert d.Report.objects.count() == 2
    assert AuditEntry.objects.count() == 2


def test_what_has_no_words_is_bounded_by_what_can_be_said() -> None:
    for _ in range(30):
        made("closed")
    assert d.Report.objects.count() == 1


@pytest.mark.parametrize(
    "spoiled", [{"what": "colour"}, {"state": "gone"}, {"state": "handled", "words": "still here"}]
)
def test_the_database_refuses_what_no_report_can_be(spoiled: dict[str, str]) -> None:
    day = timezone.localdate()
    given = {"service_id": "a", "what": "number", "received_on": day, "last_on": day} | spoiled
    with pytest.raises(IntegrityError), transaction.atomic():
        d.Report.objects.create(**given)


def test_without_its_audit_row_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**values: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("dooryard.directory.actions.desk.record", fails)
    with pytest.raises(RuntimeError):
        made()
    assert not d.Report.objects.exists()
