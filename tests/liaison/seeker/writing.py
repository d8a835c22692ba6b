"""Writing as a person does, for the tests of the seeker's door: forms are read from the page and posted as they are.

The client is one of Django's, or one that asks a served site (tests/web/wired.py).
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from tests.web.forms import Form, forms
from tests.web.test_pages import text_of

WRITE, BACK, THREAD = "/talk/write/search", "/talk/back/search", "/talk/thread/search"


def page_of(answer: Any) -> str:
    """The markup of a page."""
    return str(answer.content.decode())


def says(answer: Any) -> str:
    """What a reader reads."""
    return unescape(text_of(page_of(answer)))


def follow(client: Any, posted: Any) -> Any:
    """The page behind a 303."""
    assert posted.status_code == 303, posted.status_code
    return client.get(posted["Location"])


def opened(client: Any, county: str = "Waldo") -> Any:
    """The form for a county."""
    return follow(client, client.post(WRITE, {"county": county}))


def words_of(answer: Any) -> str:
    """The seven words that a page shows, "" where it shows none."""
    found = re.search(r'<ol class="large">(.*?)</ol>', page_of(answer), re.S)
    return " ".join(re.findall(r"<li[^>]*>([^<]+)</li>", found[1])) if found else ""


def form_of(answer: Any, action: str, having: str = "ticket", do: str = "") -> Form:
    """The form of a page that is sent to an address and has a field."""
    for form in forms(page_of(answer)):
        named = {field.name: field.value for field in form.fields}
        if form.action.endswith(action) and having in named and (not do or named.get("do") == do):
            return form
    raise AssertionError(f"no form for {action}")


def filled(answer: Any, action: str = WRITE, *, do: str = "", **given: Any) -> dict[str, Any]:
    """What a form sends: as it stands on the page, besides what is typed into it."""
    page = page_of(answer)
    form = form_of(answer, action, do=do)
    sent: dict[str, Any] = {}
    for field in form.fields:
        if field.value is not None:
            sent.setdefault(field.name, []).append(field.value)
    for name in ("message",):
        if name in {field.name for field in form.fields}:
            found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', page, re.S)
            sent[name] = unescape(found[1]) if found else ""
    chosen = re.search(r'<option value="(\d+)" selected>', page)
    if chosen and "days" in {field.name for field in form.fields}:
        sent["days"] = chosen[1]
    return sent | given


def send(client: Any, answer: Any, action: str = WRITE, *, do: str = "", **given: Any) -> Any:
    """Send the form of a page, and follow."""
    return follow(client, client.post(action, filled(answer, action, do=do, **given)))


def begun(client: Any, message: str = "I would like to talk.", *, county: str = "Waldo", **given: Any) -> str:
    """Write a message; the seven words."""
    page = opened(client, county)
    words = words_of(page)
    assert "Received" in says(send(client, page, message=message, **given))
    return words


def come_back(client: Any, words: str) -> Any:
    """What seven words lead to."""
    return follow(client, client.post(BACK, {"words": words}))
