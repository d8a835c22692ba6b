"""The sheet of a list: what may stand on paper, in whose language, and what stands at its foot."""

from __future__ import annotations

import io
import re
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from dooryard.core.documents import Document
from dooryard.core.hsds import Schedule
from dooryard.directory import codes, current, languages, sheet
from tests.journeys import reading
from tests.web import pseudo
from tests.web.checking import CheckingClient
from tests.web.conftest import DOCUMENTS, document, phone
from tests.web.test_found import EMERGENCY, publish
from tests.web.test_list import page_of, post
from tests.web.test_pages import text_of

NIL = "00000000-0000-0000-0000-000000000000"
BY_ID = {one.id: one for one in DOCUMENTS}


def sheet_of(client: CheckingClient, *ids: str, language: str = "") -> str:
    page = page_of(post(client, ids, language=language))
    [found] = re.findall(r'<article class="sheet".*?</article>', page, re.S)
    return str(found)


def published(settings: Settings, folder: Path, *documents: Document) -> None:
    publish(settings, folder, *documents, BY_ID["info"])


def test_a_number_of_one_source_is_not_on_paper_and_who_can_check_it_is(client: CheckingClient) -> None:
    found = text_of(sheet_of(client, "detox"))
    assert "207-555-0102" not in found
    assert "Its number is not sure enough to print. Ask Info line for it: 211" in found
    assert "1 source, seen May 2024; it may have changed." in found


def test_a_number_that_two_say_is_on_paper_with_what_is_known_of_it(client: CheckingClient) -> None:
    found = text_of(sheet_of(client, "naloxone", "crisis"))
    assert "207-555-0101 front desk Seen in 2 sources, last May 2024; not yet called by us." in found
    assert "text 555-0105 Confirmed by phone, November 1, 2026." in found


def test_where_no_number_is_known_somebody_to_ask_is_named(client: CheckingClient) -> None:
    assert "No number is known. Ask Info line for it: 211" in text_of(sheet_of(client, "exchange"))


def test_a_place_without_such_a_line_prints_none(client: CheckingClient, settings: Settings, tmp_path: Path) -> None:
    publish(settings, tmp_path, BY_ID["detox"], BY_ID["closed"])
    found = text_of(sheet_of(client, "detox", "closed"))
    assert "Its number is not sure enough to print. 1 source" in found
    assert "211" not in found
    assert "Is someone not waking up? Call: 911" in found


def test_at_the_foot_stand_the_line_of_the_place_the_emergency_line_and_that_nothing_is_said_of_anybody(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    other = msgspec.structs.replace(EMERGENCY, phones=(phone("999", "A"),))
    published(settings, tmp_path, BY_ID["naloxone"], other)
    foot = text_of(sheet_of(client, "naloxone").partition('class="foot"')[2])
    assert "Not what you need, or no answer? Info line : 211" in foot
    assert "Is someone not waking up? Call: 999" in foot
    assert "Nothing about you is on this sheet unless you write it. http://testserver" in foot


def test_at_the_head_stand_the_day_and_the_newest_source(client: CheckingClient) -> None:
    today = timezone.localdate()
    head = text_of(sheet_of(client, "naloxone").partition("<section")[0])
    assert f"Printed {today:%B} {today.day}, {today.year}. The newest source here was seen May 2024." in head


def test_hours_are_those_of_the_week_and_unknown_ones_are_said_to_be(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    week = Schedule(id=NIL, freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:00")
    always = msgspec.structs.replace(BY_ID["naloxone"], schedules=(week,))
    published(settings, tmp_path, always, BY_ID["exchange"], BY_ID["crisis"], BY_ID["detox"])
    found = text_of(sheet_of(client, "naloxone"))
    assert "Monday to Friday: 9 am to 5 pm Saturday and Sunday: closed" in found
    assert "Open: hours unknown, call first" in text_of(sheet_of(client, "crisis"))
    for without_a_number in ("exchange", "detox"):
        found = text_of(sheet_of(client, without_a_number))
        assert "Open: hours unknown" in found
        assert "call first" not in found


def test_each_live_service_has_its_words_its_notes_and_a_code_that_is_named(client: CheckingClient) -> None:
    found = sheet_of(client, "naloxone", "closed")
    open_one, closed_one = found.split('class="entry"')[1:]
    assert "I need naloxone (Narcan)." in open_one
    assert open_one.count('class="rule"') == 3
    assert 'class="rule"' not in closed_one
    for one in (open_one, closed_one):
        assert 'role="img" aria-label="Square code that opens the page of this service"><svg' in one
    assert text_of(open_one).count("http://testserver/service/naloxone") == 1


def test_the_sheet_is_in_its_own_language_and_the_words_of_records_are_marked(client: CheckingClient) -> None:
    page = page_of(post(client, ["naloxone"], language="fr"))
    assert '<html lang="en"' in page
    assert '<option value="fr" lang="fr" selected>' in page
    found = sheet_of(client, "naloxone", language="fr")
    assert found.startswith('<article class="sheet" lang="fr" dir="ltr"')
    assert '<bdi lang="en">Naloxone desk</bdi>' in found
    assert "http://testserver/fr/service/naloxone" in found
    assert '<q lang="en">French, please.</q>' in found
    assert "please." not in sheet_of(client, "naloxone")
    assert 'dir="rtl"' in sheet_of(client, "naloxone", language="ar").partition(">")[0]
    assert "This language is only begun" in page_of(post(client, ["naloxone"], language="so"))


def test_an_english_sheet_on_a_spanish_page_is_english(client: CheckingClient) -> None:
    answer = client.post("/es/list", {"keep": "naloxone", "language": "en"})
    page = page_of(client.get(answer["Location"]))
    assert answer["Location"].startswith("/es/list/")
    assert '<html lang="es"' in page
    assert '<article class="sheet" lang="en"' in page
    assert "Where you can call or go" in page
    assert "http://testserver/service/naloxone" in page


@pytest.mark.parametrize("language", ["xx", "en/../..", "<b>", "x" * 5000])
def test_a_language_that_there_is_not_is_refused_in_words(client: CheckingClient, language: str) -> None:
    answer = post(client, ["naloxone"], language=language)
    assert answer.status_code == 400
    assert "could not be read" in page_of(answer)
    assert 'class="sheet"' not in page_of(answer)


def test_a_language_without_an_english_name_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(languages.LANGUAGES, pseudo.CODE, pseudo.LANGUAGE)
    for code, asked in (("en", ""), ("fr", "French, please."), (pseudo.CODE, "")):
        with languages.speaking(code):
            assert sheet._asked_for() == asked


def test_a_detox_on_paper_has_the_note_of_its_card_and_says_that_nobody_reviewed_it(client: CheckingClient) -> None:
    note = (
        "After detox the risk of overdose is higher. "
        "The month after you end treatment without medicine has about five times"
    )
    found = text_of(sheet_of(client, "detox", "naloxone"))
    assert found.count(note) == 1
    assert "the risk. Not reviewed by a person." in found
    assert note not in text_of(sheet_of(client, "naloxone"))


def test_a_text_too_long_for_a_sheet_stays_on_the_page(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    short = msgspec.structs.replace(BY_ID["naloxone"], description="Short and good.")
    long = msgspec.structs.replace(BY_ID["exchange"], description="Long. " * 80)
    published(settings, tmp_path, short, long)
    found = sheet_of(client, "naloxone", "exchange")
    assert "Short and good." in found
    assert "Long." not in found


def test_markup_in_a_record_is_text_on_the_sheet(client: CheckingClient) -> None:
    found = sheet_of(client, "markup")
    assert "<script" not in found
    assert "{{ 7 * 7 }} &amp; &lt;b&gt;" in found


def test_a_closed_one_that_points_at_records_names_them(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead = [{"id": "naloxone", "name": "Naloxone desk (Hope)"}]
    record = {"dooryard": {"timeline": [{"state": "closed", "instead": instead}]}}
    monkeypatch.setattr("dooryard.directory.current.Directory.record", lambda *_: record)
    assert "Use instead: Naloxone desk (Hope)" in text_of(sheet_of(client, "closed"))


def test_a_code_is_black_on_white_without_styles() -> None:
    drawn = codes.code("https://example.org/service/naloxone")
    assert 'fill="#fff"' in drawn
    assert 'stroke="#000"' in drawn
    assert "style" not in drawn
    assert "example.org" not in drawn


def test_a_code_is_drawn_at_once_and_always_reads() -> None:
    addresses = [f"https://site{number}.example.org/es/service/{uuid4()}" for number in range(24)]
    for address in addresses:
        assert codes.made(address).mask == codes.MASK, "to try all masks takes ten times as long"
        saved = io.BytesIO()
        codes.made(address).save(saved, kind="png", border=codes.QUIET, scale=3)
        assert reading.codes(saved.getvalue()) == [address]


def test_nobody_is_named_and_nothing_asks_for_a_name(client: CheckingClient) -> None:
    page = page_of(post(client, ["naloxone"]))
    names = re.findall(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"', page)
    assert set(names) == {"keep", "language", "change", "words", "near", "open"}


def test_a_service_in_no_zone_that_we_know_has_unknown_hours(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    week = Schedule(id=NIL, freq="WEEKLY", byday="MO", opens_at="09:00", closes_at="17:00")
    strange = document("strange", "Strange desk", "food", zone="Mars/Olympus", schedules=(week,))
    published(settings, tmp_path, strange)
    assert "hours unknown" in text_of(sheet_of(client, "strange"))
    with languages.speaking("es"):
        told = sheet.context(current.directory(), ["strange"], at=timezone.now(), site="http://x")
    assert told["entries"][0]["week"] == []
