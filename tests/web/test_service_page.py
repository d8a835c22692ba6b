"""A service's page shows everything its record holds, and beside each fact who said it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pytest_django.fixtures import Settings

from dooryard.core.bundle.reader import Bundle
from dooryard.core.bundle.writer import write
from dooryard.core.documents import Document
from dooryard.core.hsds import Schedule
from dooryard.directory import bundles, cards, vocabularies
from tests.web.checking import CheckingClient
from tests.web.conftest import PLACES, document, phone
from tests.web.test_commands import dooryard
from tests.web.test_pages import text_of
from tests.web.test_serving import PLACE

Show = Callable[..., str]


@cache
def words() -> bytes:
    """The vocabulary of a bundle."""
    return vocabularies.load().encode()


@pytest.fixture
def show(client: CheckingClient, settings: Settings, tmp_path: Path) -> Show:
    """Compiles documents with their records, and fetches the page of the first."""

    def shown(one: Document, record: dict[str, Any], *others: tuple[Document, dict[str, Any]], lang: str = "") -> str:
        rows = [(one, record), *others]
        made = [(each, cards.render(each), msgspec.json.encode(held)) for each, held in rows]
        bundles.publish(write(made, vocabulary=words(), gazetteer=msgspec.json.encode(PLACES), place="X"), tmp_path)
        settings.BUNDLES = tmp_path
        answer = client.get(f"{lang}/service/{one.id}")
        assert answer.status_code == 200
        return answer.content.decode()

    return shown


def rows(*said: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A record with its provenance, beside whatever else it holds."""
    return more | {"id": "one", "dooryard": {"provenance": [{"basis": "stated", "agreement": 1} | row for row in said]}}


FIRST = {"publisher": "First Paper", "title": "List", "url": "https://example.org/first", "seen": "2025-05"}
SECOND = {"publisher": "Second Paper", "title": "Book", "url": "https://example.org/second", "seen": "2024"}
THIRD = {"publisher": "Second Paper", "title": "Leaf", "url": "https://example.org/third", "seen": "undated"}


def said_of(page: str, name: str) -> str:
    """What a page says under a name, with who said it."""
    found = re.search(rf"<dt>{name}</dt>\s*<dd>(.*?)</dd>", page, re.S)
    assert found, name
    return text_of(found.group(1))


def test_sources_are_numbered_with_publisher_title_and_date(show: Show) -> None:
    page = text_of(show(document("one", "S", "food", town="Hope"), rows(FIRST, SECOND, THIRD)))
    assert "First Paper : List , May 2025 https://example.org/first" in page
    assert page.index("First Paper") < page.index("Book , 2024") < page.index("Leaf , undated")


def test_a_fact_says_who_states_it(show: Show) -> None:
    address = {"field": "address", "value": "1 Example Street, Hope"}
    one = document("one", "S", "food", address="1 Example Street", town="Hope", description="Soup.")
    page = show(one, rows(FIRST, SECOND, address | FIRST))
    assert said_of(page, "Where").startswith("1 Example Street, Hope Source 1.")
    assert said_of(page, "About") == "Soup. Source 1 or 2."
    assert said_of(show(one, rows(FIRST, SECOND, address | FIRST, address | SECOND)), "Where").startswith(
        "1 Example Street, Hope Sources 1 and 2."
    )
    assert said_of(show(one, rows(FIRST)), "About") == "Soup. Source 1."
    assert "Source" not in said_of(show(one, rows()), "About")


def test_where_a_publisher_has_several_pages_it_may_be_any_of_them(show: Show) -> None:
    status = {"field": "status", "publisher": "Second Paper", "seen": "undated"}
    record = rows(FIRST, SECOND, THIRD, status, status | FIRST)
    record["dooryard"]["timeline"] = [{"state": "open", "since": "2024", "why": "", "instead": []}]
    page = show(document("one", "S", "food", town="Hope"), record)
    assert said_of(page, "Status") == "in use since 2024 Sources (2 or 3) and 1."
    assert text_of(page).count("Second Paper") == 2


def test_where_nobody_noted_who_says_it_the_number_of_them_is_told(show: Show) -> None:
    counted = {"field": "address", "value": "1 Example Street, Hope", "agreement": 2}
    one = document("one", "S", "food", address="1 Example Street", town="Hope")
    assert "2 of the sources below." in said_of(show(one, rows(FIRST, SECOND, THIRD, counted)), "Where")
    lone = show(one, rows(FIRST, SECOND, counted | {"agreement": 1}))
    assert "1 of the sources below; which one is not noted." in said_of(lone, "Where")


def test_what_we_read_into_it_and_what_we_checked_is_told_apart_from_sources(show: Show) -> None:
    ours = {"publisher": "Dooryard", "field": "category", "basis": "assumed"}
    checked = {"publisher": "Dooryard", "field": "address", "how": "visited", "seen": "2026-11-01"}
    one = document("one", "S", "food", address="1 Example Street", town="Hope")
    page = show(one, rows(FIRST, ours, checked))
    assert said_of(page, "Kind") == "Food Our reading; no source says it."
    assert "Confirmed by a visit, November 1, 2026." in said_of(page, "Where")
    assert "Dooryard" not in text_of(page)
    worked_out = show(one, rows(FIRST, ours | {"basis": "worked out"}))
    assert said_of(worked_out, "Kind") == "Food Worked out by us from what the sources say."


def test_each_number_says_who_gives_it(show: Show) -> None:
    given = rows(
        FIRST,
        SECOND,
        FIRST | {"field": "phone", "value": "555-555-0101"},
        SECOND | {"field": "phone", "value": "555-555-0102 ext. 7"},
        phones=[{"number": "555-555-0101"}, {"number": "555-555-0102", "extension": 7}],
    )
    one = document("one", "S", "food", phones=(phone("555-555-0101", "B"), phone("555-555-0102 ext. 7", "C")))
    told = said_of(show(one, given), "Phone")
    assert re.search(r"555-555-0101.*Source 1\..*555-555-0102 ext. 7.*Source 2\.$", told)


def test_the_hours_of_the_week_are_a_table_in_words(show: Show) -> None:
    weekdays = Schedule(id="00000000-0000-0000-0000-000000000001", freq="WEEKLY", byday="MO,TU,WE,TH,FR",
                        opens_at="09:00", closes_at="17:00")  # fmt: skip
    page = show(document("one", "S", "food", town="Hope", schedules=(weekdays,)), rows(FIRST))
    table = re.search(r"<table.*?</table>", page, re.S)
    assert table
    assert "Monday to Friday 9 am to 5 pm Saturday and Sunday closed" in text_of(table.group(0))
    assert "Not stated by any source: ages, for whom" in page
    assert "Hours in" not in show(document("one", "S", "food", town="Hope"), rows(FIRST))


def test_a_capacity_tells_its_age(show: Show) -> None:
    beds = {"unit": {"name": "bed"}, "available": 3, "maximum": 10, "updated": "2020-01-01T00:00:00.000Z"}
    page = said_of(show(document("one", "S", "food"), rows(FIRST, capacities=[beds])), "Room")
    assert re.fullmatch(r"bed \(3 of 10 free \([\d,]+ days ago\)\) Source 1\.", page)
    broken = show(document("one", "S", "food"), rows(FIRST, capacities=[beds | {"updated": "soon", "maximum": None}]))
    assert said_of(broken, "Room") == "bed (3 free (nobody says when)) Source 1."


def test_a_cost_tells_its_condition_and_how_long_it_holds(show: Show) -> None:
    option = {"option": "Adults", "amount": 12.5, "currency": "USD", "valid_from": "2026-01-01"}
    page = show(document("one", "S", "food"), rows(FIRST, cost_options=[option, {"option": "Free"}]))
    assert said_of(page, "Cost") == "Adults; $12.50 (from January 1, 2026) Free Source 1."


def test_whom_to_ask_for_is_a_desk_and_a_person_only_where_there_is_no_other_name(show: Show) -> None:
    desk = {"name": "Example Person", "title": "Intake desk", "email": "intake@example.org"}
    page = show(document("one", "S", "food"), rows(FIRST, contacts=[desk]))
    assert said_of(page, "Whom to ask for") == "Intake desk, intake@example.org Source 1."
    lone = show(document("one", "S", "food"), rows(FIRST, contacts=[{"name": "Example Person"}]))
    assert said_of(lone, "Whom to ask for") == "Example Person Source 1."


def test_a_closed_service_shows_no_number_of_anybody(show: Show) -> None:
    held = rows(FIRST, contacts=[{"title": "Desk", "phones": [{"number": "555-555-0150"}]}])
    held["organization"] = {"name": "O", "phones": [{"number": "555-555-0151"}]}
    one = document("one", "S", "food", phones=(phone("555-555-0152", "B"),))
    page = show(one, held | {"phones": [{"number": "555-555-0152"}]})
    assert all(number in page for number in ("555-555-0150", "555-555-0151", "555-555-0152"))
    gone = msgspec.structs.replace(one, status="closed")
    assert "555-555-015" not in show(gone, held | {"phones": [{"number": "555-555-0152"}]})


def test_a_warning_of_the_source_stands_on_top(show: Show) -> None:
    page = show(document("one", "S", "food", town="Hope"), rows(FIRST, alert="The bridge is out."))
    assert page.index("The bridge is out.") < page.index("<dl")


def test_what_sources_differ_about_is_said(show: Show) -> None:
    record = rows(FIRST)
    record["dooryard"]["conflicts"] = [{"field": "hours open", "reason": "Two pages give other hours."}]
    assert "Sources differ: Two pages give other hours." in text_of(show(document("one", "S", "food"), record))


def test_what_a_record_says_is_text_and_only_web_addresses_are_links(show: Show) -> None:
    bad = "javascript:alert(1)"
    record = rows(FIRST, url=bad, additional_urls=[{"url": "data:text/html,x", "label": "<script>"}], alert="<b>x</b>")
    page = show(document("one", "S", "food"), record)
    assert f'href="{bad}' not in page
    assert 'href="data:' not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_in_another_language_names_are_translated_and_data_is_marked(show: Show) -> None:
    spoken = [{"name": "French", "code": "fr"}]
    page = show(document("one", "S", "food", description="Soup."), rows(FIRST, SECOND, languages=spoken), lang="/es")
    assert '<bdi lang="en">Soup.</bdi>' in page
    assert "francés" in page


# The way there.


def links(page: str) -> list[str]:
    """The addresses of the map and of the site that works out a route."""
    return [one.replace("&amp;", "&") for one in re.findall(r'href="((?:geo:|https://www\.openst)[^"]*)"', page)]


STREET = {"address": "1 Example Street", "town": "Hope", "zip": "04847"}


def test_the_way_to_a_stated_point_is_offered_and_what_following_it_tells(show: Show) -> None:
    page = show(document("one", "S", "food", lat=44.26, lon=-69.16, **STREET), rows(FIRST))
    assert links(page) == [
        "geo:44.26,-69.16?q=44.26%2C-69.16",
        "https://www.openstreetmap.org/directions?to=44.26%2C-69.16",
    ]
    assert 'rel="noreferrer noopener"' in page
    assert "You leave this site, and that one learns where you want to go." in page


def test_the_way_to_a_street_without_a_point_is_asked_by_its_name_not_by_the_towns_centre(show: Show) -> None:
    page = show(document("one", "S", "food", lat=44.26, lon=-69.16, approximate=True, **STREET), rows(FIRST))
    assert links(page) == [
        "geo:0,0?q=1%20Example%20Street%2C%20Hope%2C%2004847",
        "https://www.openstreetmap.org/directions?to=1+Example+Street%2C+Hope%2C+04847",
    ]
    assert "44.26" not in page


@pytest.mark.parametrize(
    "where",
    [
        {"town": "Hope", "lat": 44.26, "lon": -69.16, "approximate": True},
        {"town": "Hope"},
        {"address": "P.O. Box 8", "town": "Hope"},
        {"reach": "phone", "lat": 44.26, "lon": -69.16, **STREET},
        {"status": "closed", "lat": 44.26, "lon": -69.16, **STREET},
    ],
)
def test_no_way_is_offered_where_there_is_no_door_to_go_to(show: Show, where: dict[str, Any]) -> None:
    assert links(show(document("one", "S", "food", **where), rows(FIRST))) == []


def test_another_place_of_the_same_service_is_linked(show: Show) -> None:
    sites = {"service_at_locations": [{"id": "s1"}, {"id": "two"}]}
    one, two = document("one", "S", "food", **STREET), document("two", "S", "food", town="Unity")
    page = show(one, rows(FIRST, **sites), (two, rows(FIRST, **sites)))
    assert 'href="/service/two"' in page
    assert "Also at: Unity" in text_of(page)


# The made-up place, as it is loaded and compiled.


@pytest.fixture(scope="module")
def testland(tmp_path_factory: pytest.TempPathFactory, programs: None) -> Path:
    """The bundle of the made-up place."""
    folder = tmp_path_factory.mktemp("testland")
    for command in (("load", str(PLACE)), ("compile",)):
        assert dooryard(folder, *command).returncode == 0
    return folder / "bundle"


def page_of(client: CheckingClient, settings: Settings, testland: Path, ref: str) -> str:
    """The page of a record of the made-up place."""
    settings.BUNDLES = testland
    bundle = bundles.open_current(testland)
    ids = {msgspec.json.decode(bundle.record(one.id) or b"")["id"] for one in documents(bundle) if one.ref == ref}
    return client.get(f"/service/{ids.pop()}").content.decode()


def documents(bundle: Bundle) -> Iterator[Document]:
    """Every document of a bundle."""
    return map(bundle.document, range(bundle.count))


def test_every_fact_of_a_loaded_record_says_who_said_it(
    client: CheckingClient, settings: Settings, testland: Path
) -> None:
    for ref in ("tl-11", "tl-12", "tl-15", "tl-16", "tl-17"):
        page = page_of(client, settings, testland, ref)
        facts = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.S)
        assert len(facts) >= 5, ref
        unsaid = [name for name, text in facts if 'class="said"' not in text]
        assert set(unsaid) <= {"Open", "Phone"}, ref
        assert not [text for name, text in facts if name in unsaid and "tel" in text and "stated" not in text], ref


def test_a_loaded_address_a_price_and_a_kind_name_their_sources(
    client: CheckingClient, settings: Settings, testland: Path
) -> None:
    page = page_of(client, settings, testland, "tl-11")
    assert said_of(page, "Cost") == "Free Source 1 or 2."
    assert "Monday to Friday 9 am to 5 pm" in said_of(page, "Open")
    assert "555-0111 ext. 7" in said_of(page, "Phone")
    assert "Sources 1 and 2." in said_of(page, "Phone")
    assert links(page)[0].startswith("geo:11.251,-30.149")
    assumed = page_of(client, settings, testland, "tl-15")
    assert "Our reading; no source says it." in said_of(assumed, "Kind")
    assert "Also at: Edgetest" in text_of(assumed)


def test_a_confidential_place_offers_no_way_to_it(client: CheckingClient, settings: Settings, testland: Path) -> None:
    page = page_of(client, settings, testland, "tl-14")
    assert "Quiet House" in page
    assert not links(page)
    assert "Middletest" in page


def test_a_service_page_leads_to_the_form_at_the_top_and_where_it_says_who_said_it(
    client: CheckingClient, settings: Settings, testland: Path
) -> None:
    page = page_of(client, settings, testland, "tl-13")
    assert page.count('/wrong">') == 2
    assert "closed since February 2026 (Made up to be closed.)" not in page
    assert "Made up to be closed." in said_of(page, "Status")
