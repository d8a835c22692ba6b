"""The list of addresses is whole: every page of the URL table stands on it, and each answers in each language."""

from __future__ import annotations

import pytest

from dooryard.directory import languages
from dooryard.web import urls
from tests.journeys.addresses import ADDRESSES, NO_PAGE, Asking, reach


def routes() -> set[str]:
    """What the URL table knows."""
    return {str(pattern.pattern) for pattern in urls.urlpatterns}


def unlisted(known: set[str]) -> set[str]:
    """Routes without a page on the list."""
    return known - NO_PAGE - {one.route for one in ADDRESSES}


def test_every_address_of_the_url_table_is_on_the_list() -> None:
    assert unlisted(routes()) == set()
    assert {one.route for one in ADDRESSES} | NO_PAGE == routes()


def test_a_new_address_that_is_not_on_the_list_would_be_seen() -> None:
    assert unlisted(routes() | {"planted"}) == {"planted"}


def test_every_name_stands_once() -> None:
    assert len({one.name for one in ADDRESSES}) == len(ADDRESSES)


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_every_address_answers_as_it_should(site: str, language: str) -> None:
    asking = Asking(site, language)
    answered = {one.name: asking.ask(reach(site, one.name, language)).status for one in ADDRESSES}
    assert answered == {one.name: one.status for one in ADDRESSES}
