"""What one import may not undo by itself: bans stay, and a change of many records must be meant."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from dooryard.directory import models as d
from dooryard.directory.compiling import compile_all
from dooryard.feeds.actions import load
from dooryard.feeds.models import HeldRow
from dooryard.feeds.report import Refused
from tests.feeds.test_sources import zipped

pytestmark = pytest.mark.django_db

Spoil = Callable[[str, str, str], Path]


def test_a_feed_without_a_list_keeps_the_numbers_never_to_be_shown(testland: Path) -> None:
    load(str(testland), by="test")
    (testland / "never_publish.yaml").unlink()
    held = {(problem.ref, problem.part) for problem in load(str(testland), by="test").problems}
    assert d.NeverPublish.objects.count() == 1
    assert ("tl-14", "phone") in held


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_shorter_list_is_refused_unless_it_is_meant(testland: Path, dry_run: bool) -> None:
    load(str(testland), by="test")
    (testland / "never_publish.yaml").write_text("never_publish: []\n")
    with pytest.raises(Refused, match=r"allow 1 of.*--yes-remove"):
        load(str(testland), by="test", dry_run=dry_run)
    assert d.NeverPublish.objects.count() == 1
    load(str(testland), by="test", yes_remove=True)
    assert not d.NeverPublish.objects.exists()


def test_what_was_banned_before_is_not_repeated_by_a_run_without_the_list(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    (testland / "never_publish.yaml").unlink()
    spoil("services/all.yaml", "county: Southmade\n    phones", "county: 201-555-0199\n    phones")
    assert "0199" not in str(load(str(testland), by="test"))
    assert not HeldRow.objects.filter(raw__contains="0199").exists()


@pytest.mark.parametrize("old", ["33a3ffdb1bfeed2b5a7d8e907d7dcc0e236ddf5b5a60b25d6dd7a079bf323154", "digest: 33"])
def test_a_number_in_place_of_its_digest_is_refused_and_not_repeated(old: str, spoil: Spoil) -> None:
    folder = spoil("never_publish.yaml", old, "201-555-0199" + ": 33" * ("digest" in old))
    with pytest.raises(Refused, match="64 hex digits") as refused:
        load(str(folder), by="test")
    assert "0199" not in str(refused.value)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("place.yaml", "publisher: ", "publisher: 201, then 555, then 0199 "),
        ("towns.csv", "Edgetest,", "2O1.555.OI99,"),
        ("counties.csv", "Eastmade County", "Eastmade 201-555-0199"),
        ("never_publish.yaml", "Made up", "201-555-0199 is made up"),
        ("words.yaml", "cosy fund", "201 555 0199"),
    ],
)
def test_a_place_whose_own_texts_hold_a_banned_number_is_refused(
    file: str, old: str, new: str, testland: Path, spoil: Spoil
) -> None:
    (testland / "words.yaml").write_text("needs: {heating: cosy fund}\n")
    spoil(file, old, new)
    with pytest.raises(Refused, match="must never be shown") as refused:
        load(str(testland), by="test")
    assert file in str(refused.value)
    assert "0199" not in str(refused.value)
    assert not d.Service.objects.exists()


def test_an_address_that_became_confidential_goes_even_if_its_row_cannot_be_used(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    service = d.SourceRecord.objects.get(ref="tl-12").service_id
    address = d.Address.objects.get(location__service_at_locations__service=service)
    assert address.address_1 == "2 Made Up Street"
    spoil("services/all.yaml", "address: 2 Made Up Street", "confidential: yes\n    address: 2 Made Up Street")
    report = load(str(testland), by="test")
    assert report.faulty == 1 and "Made Up Street" not in str(report)
    address.refresh_from_db()
    assert (address.address_1, address.postal_code, address.location.latitude) == ("", "", None)
    assert d.LocationPrivacy.objects.get(location=address.location).confidential
    spoil("services/all.yaml", "confidential: yes\n    address: 2", "address: 2")
    assert load(str(testland), by="test").changed == 1
    address.refresh_from_db()
    assert address.address_1 == "2 Made Up Street"
    assert not d.LocationPrivacy.objects.filter(location=address.location).exists()


def test_words_that_tell_the_street_of_what_became_confidential_are_not_published(testland: Path, spoil: Spoil) -> None:
    spoil("services/all.yaml", "address: 2 Made Up", "description: At 2 Made Up Street.\n    address: 2 Made Up")
    load(str(testland), by="test")
    spoil("services/all.yaml", "    address: 2 Made Up Street\n", "    confidential: yes\n")
    assert "Made Up Street" not in str(load(str(testland), by="test"))
    compiled = compile_all(now=datetime(2026, 11, 23, 12, tzinfo=UTC), mentions=lambda text: ())
    assert "tl-12" not in {document.ref for document, _ in compiled.documents}


def test_another_place_than_asked_for_is_refused_and_the_source_is_read_once(
    testland: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = zipped({path.relative_to(testland).as_posix(): path.read_bytes() for path in testland.rglob("*.*")})
    for key, refused in (("elsewhere", True), ("testland", False)):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(packed)))
        if refused:
            with pytest.raises(Refused, match="of the place “testland”, not “elsewhere”"):
                load("-", by="test", place_key=key)
            assert not (testland.parent / "var").exists()
        else:
            assert load("-", by="test", place_key=key).added == 10


def closing(testland: Path, how_many: int) -> None:
    path = testland / "services" / "all.yaml"
    path.write_text(path.read_text().replace("status: [{state: open}]", "status: [{state: closed}]", how_many))


def test_closing_more_than_a_tenth_is_refused_unless_it_is_meant(testland: Path) -> None:
    load(str(testland), by="test")
    closing(testland, 3)
    for dry_run in (True, False):
        with pytest.raises(Refused, match=r"close 2 of 9 .*--yes-remove"):
            load(str(testland), by="test", dry_run=dry_run)
    assert not d.ServiceStatus.objects.filter(state="closed").exclude(since="2026-02").exists()
    assert load(str(testland), by="test", yes_remove=True).changed > 1


def test_changing_more_than_a_tenth_of_the_numbers_is_refused_unless_it_is_meant(testland: Path, spoil: Spoil) -> None:
    load(str(testland), by="test")
    before = set(d.Phone.objects.values_list("pk", flat=True))
    spoil("services/all.yaml", "number: 201-555-0111", "number: 201-555-0171")
    load(str(testland), by="test")
    for old, new in (("0171", "0181"), ("0112", "0182")):
        spoil("services/all.yaml", f"number: 201-555-{old}", f"number: 201-555-{new}")
    with pytest.raises(Refused, match=r"change 2 of .* numbers.*--yes-remove"):
        load(str(testland), by="test")
    load(str(testland), by="test", yes_remove=True)
    assert len(before - set(d.Phone.objects.values_list("pk", flat=True))) == 2


@pytest.mark.parametrize("listed", [True, False])
def test_a_feed_without_one_good_row_repeats_no_number_and_is_not_kept(listed: bool, testland: Path) -> None:
    load(str(testland), by="test")
    kept = set((testland.parent / "var" / "feeds").iterdir())
    if not listed:
        (testland / "never_publish.yaml").unlink()
    (testland / "services" / "all.yaml").write_text("services:\n- {ref: 201-555-0199, county: 201-555-0199}\n")
    lines = "".join(f"- {{ref: tl-0{number}, organization: 201-555-0199 <b>}}\n" for number in (1, 2, 3))
    (testland / "hotlines.yaml").write_text("services:\n" + lines)
    with pytest.raises(Refused, match="no record") as refused:
        load(str(testland), by="test", yes_remove=True)
    assert "0199" not in str(refused.value) + str(refused.value.problems)
    assert set((testland.parent / "var" / "feeds").iterdir()) == kept


def test_an_extension_is_dialed_with_its_leading_zeros(testland: Path, spoil: Spoil) -> None:
    spoil("services/all.yaml", 'extension: "7"', 'extension: "0012"')
    load(str(testland), by="test")
    compiled = compile_all(now=datetime(2026, 11, 23, 12, tzinfo=UTC), mentions=lambda words: ())
    phones = [phone for document, _ in compiled.documents for phone in document.phones if "0111" in phone.number]
    assert {(phone.number, phone.tel, phone.note) for phone in phones} == {
        ("201-555-0111 ext. 0012", "tel:+12015550111;ext=0012", "")
    }
