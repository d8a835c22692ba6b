"""The table of headers in the threat model says what the running site sends, and nothing of theirs is stricter."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from tests.journeys.staffed import Staffed, asked
from tests.naming import cells, read
from tests.web.test_headers import judged

TEXT = read("threat-model.md")
FOUND = {"/", "/now", "/about", "/talk", "/healthz"}
ANSWERS = {"/find?q=narcan", "/talk/back", "/talk/thread/none", "/talk/write/none", "/list/none", "/none"}
DESK = {"/desk/enter", "/desk/", "/desk/leave", "/desk/accounts", "/desk/liaison", "/desk/refused"}
SIGNING_IN = "signing in"
DRAWN = re.compile(r"(?<=nonce-)[^']+|(?<=__Host-desk=)[^;]+")
# What a page is, not what a browser may do with it.
ABOUT_THE_PAGE = {"allow", "content-length", "content-type", "date", "location", "server", "vary"}
# backend/globaleaks/rest/api.py, as the threat model names it: what it refuses to every page.
REFUSED_BY_GLOBALEAKS = set(
    """accelerometer ambient-light-sensor bluetooth camera clipboard-read display-capture document-domain
    fullscreen geolocation gyroscope keyboard-map local-fonts magnetometer microphone midi notifications payment push
    screen-wake-lock serial speaker-selection usb web-share xr-spatial-tracking""".split()  # noqa: SIM905
)

Sent = dict[str, dict[str, str]]


class Row(NamedTuple):
    """A line of the table: a header, and what its cells say."""

    header: str
    public: str
    desk: str
    securedrop: str
    globaleaks: str


def rows(text: str) -> list[Row]:
    """The lines of the table."""
    return [
        Row(*row) for row in cells(text, "Header", "Ours, public pages", "Ours, the desk", "SecureDrop", "GlobaLeaks")
    ]


def at_the_desk(row: Row) -> str:
    """What a line says of the desk."""
    return row.public if row.desk == "the same" else row.desk


def said(header: str, value: str | None) -> str:
    """What a cell says of a value that was sent."""
    if value is None:
        return "—"
    if header == "Permissions-Policy":
        features = value.split(", ")
        allowed = [f"`{one}`" for one in features if not one.endswith("=()")]
        return ", ".join([f"{len(features) - len(allowed)} features `()`", *allowed])
    return f"`{DRAWN.sub('…', value)}`"


def wrong(header: str, cell: str, sent: Sent, kinds: dict[str, set[str]]) -> list[str]:
    """Where the site sends something else than a cell says; "answers: …" is said of those alone."""
    kind, told = cell.split(": ", 1) if cell.split(": ")[0] in kinds else ("", cell)
    found = []
    for page, headers in sent.items():
        expected = told if not kind or page in kinds[kind] else "—"
        if said(header, headers.get(header.lower())) != expected:
            found.append(f"{header} of {page}: {headers.get(header.lower())}")
    return found


def faults(text: str, public: Sent, desk: Sent) -> list[str]:
    """Where the table and the site differ, and what the site sends that is in no line of it."""
    table = rows(text)
    kinds = {"answers": ANSWERS, SIGNING_IN: {SIGNING_IN}}
    found = [fault for row in table for fault in wrong(row.header, row.public, public, kinds)]
    found += [fault for row in table for fault in wrong(row.header, at_the_desk(row), desk, kinds)]
    known = ABOUT_THE_PAGE | {row.header.lower() for row in table}
    return found + sorted(
        {name for sent in (public, desk) for one in sent.values() for name in one if name not in known}
    )


def headers(staffed: Staffed, page: str, **more: str) -> dict[str, str]:
    return {name.lower(): value for name, value in asked(staffed.site, page, **more)[1].items()}


@pytest.fixture(scope="module")
def public(staffed: Staffed) -> Sent:
    return {page: headers(staffed, page) for page in FOUND | ANSWERS}


@pytest.fixture(scope="module")
def desk(staffed: Staffed) -> Sent:
    """The desk's pages as who is signed in has them, and the answer to signing in."""
    cookie = staffed.cookie.partition(";")[0]
    sent = {page: headers(staffed, page, Cookie=cookie) for page in DESK}
    assert "vary" in sent["/desk/"] and "location" not in sent["/desk/"]
    return sent | {SIGNING_IN: {name.lower(): value for name, value in staffed.answer.items()}}


def test_the_table_says_what_the_running_site_sends(public: Sent, desk: Sent) -> None:
    assert faults(TEXT, public, desk) == []


@pytest.mark.parametrize("row", rows(TEXT), ids=lambda row: row.header)
def test_each_cell_of_ours_that_says_something_else_would_be_seen(row: Row, public: Sent, desk: Sent) -> None:
    line = f"| {' | '.join(row)} |\n"
    assert line in TEXT
    for place in (1, 2):
        cells = list(row)
        cells[place] = "—" if cells[place] != "—" else "`another`"
        assert faults(TEXT.replace(line, f"| {' | '.join(cells)} |\n"), public, desk), cells[place]
    assert faults(TEXT.replace(line, ""), public, desk), "a header that is in no line"


def test_whatever_globaleaks_refuses_to_a_page_ours_refuses(public: Sent, desk: Sent) -> None:
    cell = next(row.globaleaks for row in rows(TEXT) if row.header == "Permissions-Policy")
    assert cell.startswith(f"{len(REFUSED_BY_GLOBALEAKS)} features")
    for sent in (public, desk):
        for page, told in sent.items():
            refused = {one.removesuffix("=()") for one in told["permissions-policy"].split(", ") if one.endswith("=()")}
            assert REFUSED_BY_GLOBALEAKS | {"clipboard-write", "idle-detection"} <= refused, page


def test_no_header_that_restricts_is_theirs_alone() -> None:
    assert [row.header for row in rows(TEXT) if row.public == "—" and row.desk == "—"] == []


def test_csp_evaluator_finds_nothing_in_any_policy_of_ours(public: Sent, desk: Sent) -> None:
    sent = [one["content-security-policy"] for pages in (public, desk) for one in pages.values()]
    policies = {DRAWN.sub("a" * 22, policy) for policy in sent}
    assert [judged(policy)["findings"] for policy in policies] == [[]]
