"""Every page has the way out first and a neutral name, no form asks the browser to remember, and no answer is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from dooryard.core.edge import BadInput
from dooryard.directory import languages
from dooryard.directory.views import find
from dooryard.web import errors, settings
from tests.web.checking import CheckingClient, Page, neutral
from tests.web.test_commands import dooryard

SCRIPT = Path(errors.__file__).parent / "static" / "js" / "exit.js"
PATHS = ("/", "/now", "/talk", "/about", "/style", "/list", "/find", "/service/naloxone", "/service/naloxone/wrong")
ERRORS = ("/nowhere", "/find/forged", "/list/forged", "/find?q=", "/find?q=narcan&near=Nowhereville")
POSTED = (
    {"words": "narcan", "near": "Hope"},
    {"words": ""},
    {"words": "narcan", "near": "Nowhereville"},
    {"words": "a" * 3000},
    {"words": "a" * 400_000},
    {"words": "narcan", "category": "xyzzyword"},
    {"words": "narcan", "age": "xyzzyword"},
)


@pytest.mark.parametrize("path", PATHS + ERRORS + tuple(f"/{code}/talk" for code in languages.LANGUAGES))
def test_the_way_out_is_the_first_link_after_the_one_to_the_page(client: CheckingClient, path: str) -> None:
    page = Page(client.get(path).content.decode())
    skip, leave, stays = page.of("a")[:3]
    assert (skip["href"], leave["class"], leave["href"]) == ("#main", "exit", settings.EXIT)
    assert "noreferrer" in leave["rel"]
    assert "target" not in leave
    assert stays["href"].endswith("/about#leaving")


def test_the_page_says_what_leaving_erases_and_what_stays(client: CheckingClient) -> None:
    page = client.get("/about").content.decode()
    assert 'id="leaving"' in page
    for told in ("The page goes blank at once", "The history of the browser", "Calls and texts", "The network"):
        assert told in page


@pytest.mark.parametrize("path", PATHS + ERRORS)
def test_no_form_lets_the_browser_remember_what_was_typed(client: CheckingClient, path: str) -> None:
    page = Page(client.get(path).content.decode())
    assert page.of("form")[:1] or path in ("/now", "/talk", "/nowhere", "/about"), "no form to look at"
    for form in page.of("form"):
        assert (form.get("method"), form.get("autocomplete")) == ("post", "off"), form


@pytest.mark.parametrize("code", languages.LANGUAGES)
def test_a_neutral_title_stays_one_in_every_language(code: str) -> None:
    telling = re.compile(
        r"drog|drug|dosis|dosage|overdos|sobredosis|surdose|nalox|narcan|opio|detox|heroin|addict|adicci|tratamient|treatm"
        r"|recover|syring|jering|seringue|needle|crisis|suicid|abuse|ayuda|aide|help|مخدر|علاج|جرعة",
        re.I,
    )
    assert [title for title in neutral(code) if telling.search(title)] == []
    assert telling.search("Sobredosis: qué hacer")


@pytest.mark.parametrize("form", POSTED, ids=lambda form: " ".join(f"{k}={v[:12]}" for k, v in form.items()))
@pytest.mark.parametrize("code", ["", *languages.LANGUAGES])
def test_an_answer_and_an_error_lie_behind_the_same_kind_of_address_and_are_not_kept(
    client: CheckingClient, code: str, form: dict[str, str]
) -> None:
    prefix = f"/{code}" if code else ""
    posted = client.post(f"{prefix}/find", form)
    assert (posted.status_code, posted.headers["Cache-Control"]) == (303, "no-store")
    assert re.fullmatch(rf"{prefix}/find/[\w-]{{100,}}", posted.headers["Location"])
    assert posted.content == b""
    shown = client.get(posted.headers["Location"])
    assert shown.headers["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified", "Expires"} & {*shown.headers}


def test_a_fault_that_a_form_meets_is_shown_behind_such_an_address_too(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "_posted", lambda _: 1 / 0)
    client.raise_request_exception = False
    posted = client.post("/es/find", {"words": "xyzzyword"})
    assert posted.status_code == 303
    assert re.fullmatch(r"/es/find/[\w-]{100,}", posted.headers["Location"])
    assert client.get(posted.headers["Location"]).status_code == 500


@pytest.mark.parametrize(("status", "shown"), [(503, 503), (413, 413), (404, 404), (418, 500)])
def test_every_status_that_a_form_meets_goes_there(client: CheckingClient, status: int, shown: int) -> None:
    def refuses(_: HttpRequest) -> HttpResponse:
        return HttpResponse("xyzzyword", status=status)

    posted = errors.behind_a_neutral_address(refuses)(RequestFactory().post("/find", {"words": "xyzzyword"}))
    assert posted.status_code == 303
    assert client.get(posted.headers["Location"]).status_code == shown


@pytest.mark.parametrize("address", ["https://www.example.org/", "http://localhost:8399/a?b=c", "https://[::1]/"])
def test_an_address_to_leave_to_is_taken_as_it_is(address: str) -> None:
    assert settings.exit_address(address) == address


def test_without_one_it_is_a_public_body(client: CheckingClient) -> None:
    assert settings.exit_address("") == "https://www.weather.gov/"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "//example.org/", "/now", "example.org", "https://",
        "https://user:secret@example.org/", "https://example.org:99999/", "https://exa mple.org/", "https://example.org/\n",
        "https://[::1/", " https://example.org/", "https://example.org/" + "a" * 500,
    ],
)  # fmt: skip
def test_one_that_no_browser_could_open_is_refused(address: str) -> None:
    with pytest.raises(BadInput):
        settings.exit_address(address)


@pytest.mark.usefixtures("programs")
def test_the_refusal_is_one_clear_line_at_the_start(tmp_path: Path) -> None:
    done = dooryard(tmp_path, "compile", DOORYARD_EXIT="javascript:alert(1)")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "dooryard: DOORYARD_EXIT must be the address of a page, as in https://www.example.org/\n"


def test_the_script_asks_nobody_and_keeps_one_flag() -> None:
    text = re.sub(r"//.*", "", SCRIPT.read_text(encoding="utf-8"))
    for word in ("fetch", "XMLHttpRequest", "sendBeacon", "console", "localStorage", "indexedDB", "cookie"):
        assert word not in text
    assert re.findall(r"setItem\((.*?)\)", text) == ['"left", "1"']
