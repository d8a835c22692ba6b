"""A page written from right to left shows what is still English from left to right, its question mark at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dooryard.directory import languages
from dooryard.web import templating
from tests.web.checking import CheckingClient

MISSING = "Someone is not waking up"


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The Arabic catalog without a text."""
    catalog: Any = languages.catalog(languages.SITE, "ar")
    monkeypatch.delitem(catalog._catalog, MISSING, raising=False)
    templating._said.cache_clear()
    yield
    templating._said.cache_clear()


@pytest.mark.usefixtures("lacking")
def test_a_text_that_arabic_lacks_runs_from_left_to_right(client: CheckingClient) -> None:
    page = client.get("/ar/now").content.decode()
    assert f"<h1>\u2066{MISSING}\u2069</h1>" in page
    assert page.count("\u2066") + page.count("\u2068") == page.count("\u2069")


@pytest.mark.usefixtures("lacking")
def test_a_language_written_from_left_to_right_needs_no_marks(client: CheckingClient) -> None:
    for path in ("/now", "/so/now", "/es/now"):
        assert "\u2066" not in client.get(path).content.decode()
