"""The list of addresses is whole: every page of the URL table stands on it, and each answers in each language."""

from __future__ import annotations

import pytest

from dooryard.directory import languages
from dooryard.web import urls
from tests.journeys.addresses import ADDRESSES, ALIASES, NO_PAGE, Asking, reach

VIEWS = {str(pattern.pattern): pattern.callback for pattern in urls.urlpatterns}


def routes() -> set[str]:
    """What the URL table knows for the public, without the other names of a page.

    Those of the desk are walked as every role (tests/desk/test_every_role.py).
    """
    return {route for route in VIEWS.keys() - ALIASES.keys() if not route.startswith("desk")}


def unlisted(known: set[str]) -> set[str]:
    """Routes without a page on the list."""
    return known - NO_PAGE - {one.route for one in ADDRESSES}


def test_every_address_of_the_url_table_is_on_the_list() -> None:
    assert unlisted(routes()) == set()
    assert {one.route for one in ADDRESSES} | NO_PAGE == routes()


def test_a_new_address_that_is_not_on_the_list_would_be_seen() -> None:
    assert unlisted(routes() | {"planted"}) == {"planted"}


def test_where_forms_are_sent_is_the_page_itself() -> None:
    assert {alias: VIEWS[alias] for alias in ALIASES} == {alias: VIEWS[page] for alias, page in ALIASES.items()}


def test_every_name_stands_once() -> None:
    assert len({one.name for one in ADDRESSES}) == len(ADDRESSES)


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_every_address_answers_as_it_should(site: str, language: str) -> None:
    asking = Asking(site, language)
    answered = {one.name: asking.ask(reach(site, one.name, language)).status for one in ADDRESSES}
    assert answered == {one.name: one.status for one in ADDRESSES}
