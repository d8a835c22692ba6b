"""The page about the site tells its figures from the directory served, and /style shows every part."""

from __future__ import annotations

import pytest

from dooryard.directory import about, current, samples
from tests.web.checking import CheckingClient

pytestmark = pytest.mark.usefixtures("published")


def test_it_says_how_many_are_confirmed_and_what_is_not_known(client: CheckingClient) -> None:
    told = about.told(current.directory().bundle)
    page = client.get("/about").content.decode()
    assert told.services > 0
    assert f"This directory holds {told.services} services." in page
    assert f"{told.no_hours} services: no source states their hours." in page
    assert ("Nobody has called any of them for us yet." in page) is (told.confirmed == 0)


def test_it_says_that_nothing_is_kept_and_nothing_can_be_bought(client: CheckingClient) -> None:
    page = client.get("/about").content.decode()
    assert "No account, no cookie, no counting of visits" in page
    assert "Nobody can pay to be higher up." in page


def test_every_page_leads_to_it(client: CheckingClient) -> None:
    for path in ("/", "/now", "/talk", "/nowhere"):
        assert 'href="/about"' in client.get(path).content.decode()


def test_the_parts_show_a_card_in_every_state_with_numbers_nobody_has(client: CheckingClient) -> None:
    page = client.get("/style").content.decode()
    for document, _, _ in samples.documents():
        assert document.service in page
        assert all("555-01" in phone.number for phone in document.phones)
