"""Compiling the made-up place: nothing held back, confidential or forbidden gets past, and everything else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from django.utils import timezone

from dooryard.core.documents import Document
from dooryard.directory import actions, presenters
from dooryard.directory import models as d
from dooryard.directory.compiling import Compiled, compile_all
from dooryard.directory.going_live import go_live
from dooryard.feeds.actions import load

pytestmark = pytest.mark.django_db

TESTLAND = Path(__file__).resolve().parents[2] / "places" / "testland"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def testland(tmp_path: Path, settings: Any) -> None:
    """The made-up place, loaded."""
    settings.DATA = tmp_path
    load(str(TESTLAND), by="test")


def compiled(*, now: datetime = NOW, mentions: Callable[[str], tuple[str, ...]] = lambda text: ()) -> Compiled:
    return compile_all(now=now, mentions=mentions)


def documents(ref: str, **options: Any) -> list[Document]:
    return [document for document, _ in compiled(**options).documents if document.ref == ref]


def document(ref: str, **options: Any) -> Document:
    """The one document of a record."""
    [found] = documents(ref, **options)
    return found


def record(ref: str) -> dict[str, Any]:
    """The record that goes with it."""
    [found] = [record for document, record in compiled().documents if document.ref == ref]
    return msgspec.json.decode(found)


def confirm(number: str) -> None:
    phone = d.Phone.objects.get(number=number)
    actions.confirm(phone.service, phone=phone, when=date(2026, 11, 1), how="called", by="test")


def service(ref: str) -> d.Service:
    return d.SourceRecord.objects.get(ref=ref).service


def test_a_record_becomes_a_document() -> None:
    found = document("tl-11")
    assert (found.service, found.town, found.county, found.zip) == ("Naloxone", "Uppertest", "Northmade", "00001")
    assert (found.lat, found.lon, found.approximate) == (11.251, -30.149, False)
    assert (found.status, found.status_since, found.seen, found.sources) == ("open", "2025-03", "2026-02", 2)
    assert found.facets == {
        "cost": ("free",),
        "language": ("english", "spanish"),
        "intake": ("walk-in",),
        "accessible": ("wheelchair",),
    }
    assert found.zone == "America/Chicago"
    assert [(row.byday, row.opens_at) for row in found.schedules] == [("MO,TU,WE,TH,FR", "09:00")]
    [phone] = found.phones
    assert (phone.number, phone.tel, phone.tier) == ("201-555-0111 ext. 7", "tel:+12015550111;ext=7", "B")


def test_the_same_database_gives_the_same_bytes() -> None:
    assert compiled() == compiled()


def test_a_text_route_is_a_text_and_languages_have_names() -> None:
    found = document("tl-02")
    told = [(phone.tel, phone.text) for phone in found.phones]
    assert told[1] == ("sms:+12015550101?body=HELP", "text HELP to 201-555-0101")
    assert found.facets["language"] == ("english", "spanish")


def test_what_a_record_says_of_itself_becomes_facets_at_each_of_its_sites() -> None:
    said = {
        "cost": ("sliding-scale", "fee"),
        "payer": ("medicaid", "medicare", "private-insurance"),
        "gender": ("women", "men", "all-genders"),
        "population": ("adults",),
        "language": ("english", "french", "interpreters"),
        "intake": ("appointment", "referral"),
        "accessible": ("hearing",),
        "medication": ("methadone", "buprenorphine", "naltrexone"),
        "tribe": ("tribal-members",),
    }
    assert [found.facets for found in documents("tl-15")] == [said, said]


def test_a_confidential_site_and_a_line_say_what_helps_with_a_disability_too() -> None:
    assert document("tl-14").facets == {
        "gender": ("women",),
        "population": ("children",),
        "accessible": ("wheelchair",),
    }
    assert document("tl-02").facets["accessible"] == ("tty",)


def test_facets_stand_where_the_standard_has_a_place_for_them() -> None:
    told = msgspec.json.decode(next(told for found, told in compiled().documents if found.ref == "tl-15"))
    assert [row["option"] for row in told["cost_options"]] == ["Sliding scale", "Fee"]
    assert told["interpretation_services"] == "Interpreters"
    [access] = told["service_at_locations"][0]["location"]["accessibility"]
    assert access["description"] == "Help for people who are deaf or hard of hearing"


def test_what_the_table_does_not_know_is_told_and_not_counted() -> None:
    d.CostOption.objects.filter(service=service("tl-11")).update(option="Under 18s and Over 60s")
    d.Language.objects.filter(service=service("tl-11"), code="es").update(code="", name="Somali")
    assert document("tl-11").facets["language"] == ("english", "somali")
    assert "cost" not in document("tl-11").facets


def test_a_town_without_coordinates_takes_its_centre_and_says_so() -> None:
    found = document("tl-12")
    assert (found.lat, found.lon, found.approximate) == (10.15, -30.05, True)


def test_a_service_in_two_towns_is_two_documents_with_one_record() -> None:
    found = documents("tl-15")
    assert [row.town for row in found] == ["Uppertest", "Edgetest"]
    assert len({row.id for row in found}) == 2
    assert found[0].id == str(service("tl-15").pk)
    assert found[0].category_assumed


def test_a_line_held_back_is_not_compiled_and_says_why() -> None:
    [held] = compiled().held
    assert held.document.ref == "tl-04"
    assert "Made up, to be held back." in held.reason
    assert "201-555-0104" not in str(compiled().documents)


def test_a_confirmed_number_is_lifted_to_the_first_tier() -> None:
    confirm("201-555-0104")
    confirm("201-555-0112")
    assert [phone.tier for phone in document("tl-04").phones] == ["A"]
    found = document("tl-12")
    assert [phone.tier for phone in found.phones] == ["A"]
    assert found.confirmed is not None
    assert (found.confirmed.when, found.confirmed.how) == ("2026-11-01", "called")


def test_a_number_on_the_list_is_held_even_when_confirmed() -> None:
    phone = d.Phone.objects.get(number="201-555-0199")
    d.Confirmation.objects.create(service=phone.service, phone=phone, when=date(2026, 11, 1), how="called", by="test")
    assert document("tl-14").phones == ()
    assert "0199" not in str(compiled().documents)


def test_a_number_is_held_after_its_last_day() -> None:
    assert document("tl-16").phones == ()
    assert len(document("tl-16", now=datetime(2026, 6, 30, tzinfo=UTC)).phones) == 1


def test_a_disagreement_that_was_resolved_keeps_a_number_to_its_own_page() -> None:
    assert [phone.tier for phone in documents("tl-15")[0].phones] == ["C"]


def test_a_closed_service_has_no_number_anywhere_and_says_what_to_use() -> None:
    found = document("tl-13")
    assert (found.status, found.status_since, found.phones) == ("closed", "2026-02", ())
    assert found.instead == "Middletest Syringe Services (synthetic) (Middletest)"
    assert "201-555-0113" not in str(record("tl-13"))
    assert record("tl-13")["dooryard"]["timeline"][-1]["instead"][0]["id"] == str(service("tl-12").pk)


def test_a_pause_is_shown_as_closed_and_told_in_the_timeline() -> None:
    told = {"service": service("tl-12"), "recorded_at": timezone.now(), "note": "a steward"}
    d.ServiceStatus.objects.create(state="paused", since="2026-11-20", instead="Ask at the town office.", **told)
    found = document("tl-12")
    assert (found.status, found.instead) == ("closed", "Ask at the town office.")
    assert record("tl-12")["dooryard"]["timeline"][-1]["state"] == "paused"


def test_a_confidential_place_gives_away_nothing_even_if_the_database_knows_it() -> None:
    site = d.Location.objects.get(privacy__confidential=True)
    d.Location.objects.filter(pk=site.pk).update(latitude=10.777, longitude=-30.777, name="17 Hidden Lane")
    d.Address.objects.filter(location=site).update(address_1="17 Hidden Lane", postal_code="00003")
    told = {"service": service("tl-14"), "resource_type": "service", "resource_id": service("tl-14").pk}
    d.Provenance.objects.create(**told, field="address", value="17 Hidden Lane", publisher="Somebody")
    found = document("tl-14")
    assert (found.address, found.zip, found.town) == ("", "", "Middletest")
    assert (found.lat, found.lon, found.approximate) == (10.15, -30.05, True)
    written = msgspec.json.encode([found, record("tl-14")]).decode()
    assert not [secret for secret in ("Hidden", "10.777", "30.777", "00003") if secret in written]


@pytest.mark.parametrize("written", ["201-555-0199", "(201) 555 0199", "call 2015550199!", "1.201.555.0199"])
def test_a_text_that_holds_a_number_of_the_list_keeps_its_record_back(written: str) -> None:
    d.Service.objects.filter(pk=service("tl-11").pk).update(description=f"Free kits. {written}")
    found = compiled()
    assert [row.reason for row in found.held if row.document.ref == "tl-11"] == [
        "One of its texts holds a number that must never be shown."
    ]
    assert not documents("tl-11")


@pytest.mark.parametrize("table", [d.Organization, d.Provenance])
def test_a_number_of_the_list_that_only_the_whole_record_holds_keeps_it_back_too(table: Any) -> None:
    """Neither an organization's description nor a source's title stands in a document."""
    found = service("tl-11")
    if table is d.Organization:
        d.Organization.objects.filter(pk=found.organization_id).update(description="Call 201-555-0199.")
    else:
        d.Provenance.objects.filter(resource_id=found.pk).update(title="Call 201-555-0199.")
    assert [row.document.ref for row in compiled().held if "One of its texts" in row.reason] == ["tl-11"]
    assert "0199" not in str(compiled().documents)


def test_what_the_words_of_a_record_mention_is_kept_beside_its_main_job() -> None:
    found = document("tl-11", mentions=lambda text: ("naloxone", "test-strips") if "Naloxone" in text else ())
    assert (found.categories, found.also) == (("naloxone",), ("test-strips",))


def test_a_record_tells_who_said_it_and_how_far_to_trust_each_number() -> None:
    beside = record("tl-12")["dooryard"]
    assert {row["publisher"] for row in beside["provenance"]} == {"Nobody (synthetic)"}
    assert [row.get("field", "") for row in beside["provenance"]] == ["", "phone", "status", "category"]
    [phone] = beside["phones"]
    assert phone["number"] == "201-555-0112"
    assert phone["tier"] == "C"
    assert (phone["publishers"], phone["disagreement"]) == (1, "")
    assert beside["fallback"] == "Testland information line (synthetic)"
    [said] = presenters.number_trust(document("tl-12"), record("tl-12"))
    assert said.endswith("it may have changed. Testland information line (synthetic) can check.")


def test_a_record_that_nobody_gave_a_status_is_unconfirmed() -> None:
    d.ServiceStatus.objects.all().delete()
    assert {row.status for row, _ in compiled().documents} == {"unconfirmed"}


def test_what_remains_to_be_called_shrinks_with_each_confirmation() -> None:
    before = go_live(compiled())
    confirm("833-555-TEST")
    after = go_live(compiled())
    assert before[0].ref == "tl-03"
    assert [call.ref for call in before if call not in after] == ["tl-03"]
    assert {call.ref for call in after if not call.number and call.tier == ""} == {"tl-14", "tl-16", "tl-17"}


def test_one_number_at_two_sites_is_called_once() -> None:
    assert [call.number for call in go_live(compiled()) if call.ref == "tl-15"] == ["201-555-0115"]


def test_the_number_of_queries_does_not_grow_with_the_records(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(75):
        compiled()


PAGE = "https://quiet.example/find-us"


def test_a_confidential_place_leads_to_no_page_that_may_print_its_street() -> None:
    quiet = service("tl-14")
    d.Service.objects.filter(pk=quiet.pk).update(url=PAGE, email="house@quiet.example")
    d.Organization.objects.filter(pk=quiet.organization_id).update(website=PAGE, email="house@quiet.example")
    d.Url.objects.create(id=uuid4(), service=quiet, url=PAGE, label="Find us")
    assert "quiet.example" not in msgspec.json.encode([document("tl-14"), record("tl-14")]).decode()
    d.LocationPrivacy.objects.all().delete()
    assert record("tl-14")["url"] == record("tl-14")["organization"]["website"] == PAGE


@pytest.mark.parametrize("text", ["It is at 14 Made Up Street.", "Write to Middletest 00002."])
def test_a_confidential_place_whose_words_tell_its_street_is_held_back(text: str) -> None:
    d.Service.objects.filter(pk=service("tl-14").pk).update(description=text)
    assert not documents("tl-14")
    [held] = [held for held in compiled().held if held.document.ref == "tl-14"]
    assert "reads like a street" in held.reason and text not in held.reason
    d.LocationPrivacy.objects.all().delete()
    assert document("tl-14").description == text
