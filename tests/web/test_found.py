"""The page of an answer: whom to call where no number is known, what comes first in an emergency, honest counts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest
from pytest_django.fixtures import Settings

from dooryard.core.documents import Document
from dooryard.directory import bundles, cards
from tests.web.checking import CheckingClient
from tests.web.conftest import DOCUMENTS, document, phone, segments
from tests.web.test_pages import text_of

EMERGENCY = document(
    "emergency", "Emergency", "hotline", categories=("hotline", "emergency"), reach="phone", phones=(phone("911", "A"),)
)


def found(client: CheckingClient, words: str, near: str = "", **more: str) -> str:
    return client.get("/find", {"q": words, "near": near, **more}).content.decode()


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def card_of(html: str, service: str) -> str:
    [found] = [card for card in re.findall(r"<article.*?</article>", html, re.S) if f">{service}<" in card]
    return found


def publish(settings: Settings, folder: Path, *documents: Document) -> None:
    bundles.publish(segments(documents), folder)
    settings.BUNDLES = folder


@pytest.mark.parametrize("words", ["syringes", "narcan", "detox", "food", "crisis line", "blablabla"])
def test_every_page_of_results_gives_somebody_to_call(client: CheckingClient, words: str) -> None:
    page = main_of(found(client, words, "Unity"))
    assert 'href="tel:+1-211"' in page
    assert page.index("Info line") < page.index("<article")


def test_a_card_without_a_number_says_so_and_who_may_know_one(client: CheckingClient) -> None:
    card = card_of(found(client, "syringes", "Unity"), "Syringe service")
    assert "No number stated; Info line may know: 211" in text_of(card)
    assert 'href="tel:+1-211"' in card
    card = card_of(found(client, "detox", "Unity"), "Detox house")
    assert "Info line can check it: 211" in text_of(card)
    assert "207-555-0102" not in card


def test_a_place_without_such_a_line_shows_none(client: CheckingClient, settings: Settings, tmp_path: Path) -> None:
    publish(settings, tmp_path, *(one for one in DOCUMENTS if one.id != "info"))
    for page in (found(client, "syringes", "Unity"), client.get("/service/exchange").content.decode()):
        assert "211" not in page.partition("<body>")[2]
        assert "2-1-1" not in main_of(page)
    assert "No number stated." in found(client, "syringes", "Unity")


def test_in_an_emergency_the_call_is_first_and_nothing_repeats_it(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    publish(settings, tmp_path, *DOCUMENTS, EMERGENCY)
    page = main_of(found(client, "my freind is not waking up", "Hope"))
    assert page.index('href="tel:911"') < min(
        page.index("What we found" if "What we found" in page else "<article"), 9**9
    )
    assert page.index("<section") < page.index("<h1")
    assert page.count('href="tel:911"') == 1
    assert "Naloxone desk" in page
    assert "Showing results for" not in page
    assert "Rescue breaths" in page
    assert "Check their breathing" in page
    assert "Not reviewed by a person" in page


def test_what_is_open_was_asked_for_and_none_is_known_to_be(client: CheckingClient) -> None:
    page = found(client, "narcan", "Hope", open="1")
    assert page.count("None of these is known to be open now; call first.") == 1
    assert "None of these" not in found(client, "narcan", "Hope")


def test_distances_are_said_to_be_straight_lines_only_where_there_are_any(client: CheckingClient) -> None:
    assert "Distances are in a straight line" in found(client, "narcan", "Hope")
    assert "Distances are in a straight line" not in found(client, "crisis line")


def test_a_line_with_an_address_is_not_said_to_be_near(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    publish(settings, tmp_path, document("mail", "Naloxone by mail", "naloxone", reach="mail", lat=44.61, lon=-69.33))
    card = card_of(found(client, "narcan", "Hope"), "Naloxone by mail")
    assert "mile" not in card
    assert "by mail" in card


def test_what_is_closed_is_counted_apart(client: CheckingClient) -> None:
    page = found(client, "syringes", "Unity")
    assert ">1 service, and 1 that is closed<" in page


def test_words_that_nobody_knows_are_admitted(client: CheckingClient) -> None:
    page = text_of(found(client, "narcan xyzzyq"))
    assert "We did not understand: xyzzyq . This is what we found for the rest." in page
    assert "We did not understand" not in found(client, "narcan")


def test_a_word_that_was_mended_is_said(client: CheckingClient) -> None:
    assert "Showing results for methadone (you typed methodone )" in text_of(found(client, "methodone"))


def test_choices_are_called_what_they_are_in_plain_words(client: CheckingClient) -> None:
    assert "choices" not in text_of(main_of(found(client, "crisis line")))
    page = main_of(found(client, "unity"))
    assert "<summary>Kind</summary>" in page
    assert "<bdi>Syringe services</bdi>" in page
    assert "Reach" not in text_of(page)


def test_what_to_use_instead_leads_there() -> None:
    instead = [{"id": "naloxone", "name": "Naloxone desk (Hope)"}]
    record = json.dumps({"dooryard": {"timeline": [{"state": "closed", "instead": instead}]}}).encode()
    [closed] = [one for one in DOCUMENTS if one.id == "closed"]
    assert (
        '<a href="<!--at-->/service/naloxone"><bdi>Naloxone desk (Hope)</bdi></a>'
        in cards.render(closed, record).decode()
    )


def test_a_service_says_once_what_nobody_states_and_once_whom_it_serves(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    office = msgspec.structs.replace(DOCUMENTS[-1], address="2 Example Street", facets={"cost": ("free",)})
    publish(
        settings,
        tmp_path,
        office,
        *(msgspec.structs.replace(one, facets={"language": ("English",)}) for one in DOCUMENTS[:2]),
    )
    page = text_of(client.get("/service/liaison").content.decode())
    assert page.lower().count("serves") == 1
    assert page.count("Not stated by any source: ages, hours,") == 1
    assert "That never means no: call and ask." in page


def provenance(**more: str) -> dict[str, str]:
    return {"publisher": "One", "title": "A page", "seen": "2024", **more}


def test_sources_are_listed_as_they_are_counted_and_only_web_addresses_are_links(
    client: CheckingClient, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [
        provenance(url="https://example.org/a"),
        provenance(url="javascript:alert(1)"),
        provenance(publisher="Two", url="http://example.org/b"),
    ]
    record = {"url": "data:text/html,x", "dooryard": {"provenance": said}}
    monkeypatch.setattr("dooryard.directory.current.Directory.record", lambda *_: record)
    page = client.get("/service/naloxone").content.decode()
    assert text_of(page).count("One : A page") == 2
    links = re.findall(r'<a class="url" href="([^"]+)" rel="noreferrer noopener">', page)
    assert links == ["https://example.org/a", "http://example.org/b"]
    assert 'href="javascript' not in page
    assert 'href="data' not in page
    assert "javascript:alert(1)" in page


def test_talk_puts_a_crisis_first_and_what_takes_a_message_last(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    message = document(
        "message",
        "A message line",
        "hotline",
        reach="phone",
        phones=(phone("555-555-0107", "A", note="leave a message"),),
    )
    publish(settings, tmp_path, message, *DOCUMENTS)
    page = client.get("/talk").content.decode()
    places = [
        page.index(text) for text in ("In a crisis", "Crisis line", "Info line", "Leave a message", "A message line")
    ]
    assert places == sorted(places)


def test_on_paper_a_page_says_of_what_day_it_is_and_where_it_is_from(client: CheckingClient) -> None:
    page = client.get("/service/naloxone").content.decode()
    assert "The newest source here was seen May 2024." in page
    assert "http://testserver" in page
    assert "http://testserver/now" in client.get("/now").content.decode()


LINES = (EMERGENCY, *DOCUMENTS)


@pytest.mark.parametrize("words", ["не дышит", "xyzzyq", "narcan صديق"])
def test_what_we_cannot_read_may_be_a_danger_so_whom_to_call_comes_first(
    client: CheckingClient, settings: Settings, tmp_path: Path, words: str
) -> None:
    publish(settings, tmp_path, *LINES)
    page = main_of(found(client, words, "Hope"))
    assert (
        page.index("If somebody is in danger, call now")
        < page.index("tel:+1-911")
        < page.index("You can talk to someone now")
    )
    assert page.index("You can talk to someone now") < page.index("We did not understand") < page.index("<article")


def test_where_nothing_is_understood_nothing_is_listed_but_the_line_that_finds_help(client: CheckingClient) -> None:
    page = found(client, "не дышит", "Hope")
    assert "We did not understand what you typed." in page
    assert page.count("<article") == 1


def test_what_is_understood_shows_no_line_for_a_danger_unless_the_language_is_hardly_known(
    client: CheckingClient,
) -> None:
    assert 'id="danger"' not in found(client, "narcan", "Hope")
    assert 'id="danger"' not in client.get("/fr/find", {"q": "narcan"}).content.decode()
    for code in ("pt", "so", "ar"):
        assert 'id="danger"' in client.get(f"/{code}/find", {"q": "narcan"}).content.decode()
    assert 'id="danger"' not in client.get("/pt/find", {"q": "não respira"}).content.decode()
