"""A steward confirms: it is written whole, with who did it, and a confirmed number is shown as such from then on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.utils import timezone

from dooryard.desk.models import AuditEntry
from dooryard.directory import models as d
from dooryard.directory.actions import CannotConfirm, confirm
from dooryard.directory.compiling import Compiled, compile_all
from dooryard.directory.going_live import go_live
from dooryard.feeds.actions import load

pytestmark = pytest.mark.django_db

TESTLAND = Path(__file__).resolve().parents[2] / "places" / "testland"
DAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def testland(tmp_path: Path, settings: Any) -> None:
    """The made-up place, loaded."""
    settings.DATA = tmp_path
    load(str(TESTLAND), by="test")


def compiled() -> Compiled:
    return compile_all(now=datetime(2026, 11, 23, 12, tzinfo=UTC), mentions=lambda text: ())


def phone(number: str) -> d.Phone:
    return d.Phone.objects.get(number=number)


def service(ref: str) -> d.Service:
    return d.SourceRecord.objects.get(ref=ref).service


def tiers(ref: str) -> list[str]:
    """The tiers of a record's numbers, as the next compile has them."""
    return [row.tier for document, _ in compiled().documents if document.ref == ref for row in document.phones]


def provenance(ref: str) -> list[dict[str, Any]]:
    [record] = [record for document, record in compiled().documents if document.ref == ref]
    told: list[dict[str, Any]] = msgspec.json.decode(record)["dooryard"]["provenance"]
    return told


def test_a_confirmed_number_changes_tier_at_the_next_compile_and_need_not_be_called() -> None:
    number = phone("201-555-0112")
    assert tiers("tl-12") == ["C"]
    assert "tl-12" in {call.ref for call in go_live(compiled())}
    confirm(number.service, phone=number, by="steward:17", how="called", when=DAY)
    assert tiers("tl-12") == ["A"]
    assert "tl-12" not in {call.ref for call in go_live(compiled())}


def test_a_confirmation_says_which_field_who_how_and_when() -> None:
    number = phone("201-555-0112")
    made = confirm(number.service, phone=number, by=" steward:17 ", how="own page", when=DAY)
    assert (made.field, made.by, made.how, made.when) == ("phone", "steward:17", "own page", DAY)
    [told] = [row for row in provenance("tl-12") if row.get("how")]
    assert (told["field"], told["value"], told["publisher"]) == ("phone", "201-555-0112", "Dooryard")
    assert (told["how"], told["seen"]) == ("own page", "2026-11-01")


def test_it_is_in_the_audit_log() -> None:
    number = phone("201-555-0112")
    made = confirm(number.service, phone=number, by="steward:17", how="called", when=DAY)
    entry = AuditEntry.objects.get(action="confirm")
    assert (entry.by, entry.table, entry.key) == ("steward:17", "phone", str(number.pk))
    assert entry.details == {"field": "phone", "how": "called", "when": "2026-11-01", "confirmation": made.pk}


def test_a_whole_record_and_a_field_of_it_are_confirmed_too() -> None:
    found = service("tl-17")
    confirm(found, by="steward:17", how="visited", field="address")
    [document] = [document for document, _ in compiled().documents if document.ref == "tl-17"]
    assert document.confirmed is None, "of one field the whole is not said"
    assert "tl-17" in {call.ref for call in go_live(compiled())}
    made = confirm(found, by="steward:17", how="visited")
    assert (made.field, made.when) == ("", timezone.localdate())
    [document] = [document for document, _ in compiled().documents if document.ref == "tl-17"]
    assert document.confirmed is not None
    assert document.sources == 1, "to confirm is not to be a source"
    assert "tl-17" not in {call.ref for call in go_live(compiled())}


def test_a_confirmation_outlives_an_import_that_changes_the_record(tmp_path: Path) -> None:
    number = phone("201-555-0112")
    confirm(number.service, phone=number, by="steward:17", how="called", when=DAY)
    files = (path for path in TESTLAND.rglob("*") if path.is_file())
    for path in files:
        copy = tmp_path / "changed" / path.relative_to(TESTLAND)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text().replace("2 Made Up Street", "22 Made Up Street"))
    assert load(str(tmp_path / "changed"), by="test").changed == 1
    assert tiers("tl-12") == ["A"]
    assert [row["how"] for row in provenance("tl-12") if row.get("how")] == ["called"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by": "  "}, "who confirmed it"),
        ({"by": "x" * 81}, "who confirmed it"),
        ({"how": "guessed"}, "not a way to confirm. There are: called, visited, own page, peer"),
        ({"how": ""}, "not a way to confirm"),
        ({"when": timezone.localdate() + timedelta(days=1)}, "has not come yet"),
        ({"field": "colour"}, "cannot be confirmed. What can: phone, address"),
        ({"field": "phone"}, "which number was confirmed"),
        ({"field": "address", "phone": "201-555-0112"}, "no other field"),
        ({"phone": "201-555-0111"}, "not one of this service"),
    ],
)
def test_what_cannot_be_confirmed_is_refused_in_words_and_writes_nothing(changes: dict[str, Any], said: str) -> None:
    told = {"by": "steward:17", "how": "called"} | changes
    if "phone" in told:
        told["phone"] = phone(told["phone"])
    with pytest.raises(CannotConfirm, match=said):
        confirm(service("tl-12"), **told)
    assert not d.Confirmation.objects.exists()
    assert not d.Provenance.objects.exclude(how="").exists()
    assert not AuditEntry.objects.filter(action="confirm").exists()


def test_a_number_never_to_be_shown_is_not_confirmed() -> None:
    number = phone("201-555-0199")
    with pytest.raises(CannotConfirm, match="must never be shown"):
        confirm(number.service, phone=number, by="steward:17", how="called")


def test_without_its_audit_row_nothing_is_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**values: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("dooryard.directory.actions.desk.record", fails)
    number = phone("201-555-0112")
    with pytest.raises(RuntimeError):
        confirm(number.service, phone=number, by="steward:17", how="called")
    assert not d.Confirmation.objects.exists()
    assert not d.Provenance.objects.exclude(how="").exists()
