"""Bad input: whatever is put into whichever field, address or header, a clear page answers, and nothing is noted.

The forms and their fields are read off the pages themselves, so that a new field is tried without being named here.
What must be refused, and with which words, stands in MUST; of the rest a strange question may be answered too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from django.http import HttpResponse

from dooryard.directory.tokens import Asked, Kept, Sealer, sealer
from tests.web.checking import CheckingClient
from tests.web.forms import Form, forms
from tests.web.hostile import BODIES, FORM, HOSTILE, MOST, flipped, follow, wrong
from tests.web.sending import calm  # noqa: F401
from tests.web.test_silence import Everything, everything  # noqa: F401

ONE, WRONG = "/service/naloxone", "/service/naloxone/wrong"
PAGES = ("/", "/find", "/find?q=narcan&near=Hope", "/find?q=food", ONE, WRONG, "/list", "/style")
ADDRESSES = ("/find/", "/list/", "/service/", f"{WRONG}/", f"{ONE}/", "/", "/es/", "/ar/find/")


def pages(client: CheckingClient) -> Iterator[str]:
    """Pages with every form that there is."""
    filled = client.post("/list", {"keep": ["naloxone", "detox"]})["Location"]
    for path in (*PAGES, filled):
        yield client.get(path).content.decode()


def every_form(client: CheckingClient) -> list[Form]:
    """Each form once, told apart by where it is sent and its fields."""
    found = {
        (one.action, tuple(field.name for field in one.fields)): one for page in pages(client) for one in forms(page)
    }
    return list(found.values())


@pytest.fixture
def silent(everything: Everything, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:  # noqa: F811
    """Nothing is logged or printed meanwhile."""
    yield
    assert ("".join(everything.lines), "".join(capfd.readouterr())) == ("", "")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", HOSTILE)
def test_every_field_of_every_form_takes_it(client: CheckingClient, silent: None, kind: str) -> None:
    value, found = HOSTILE[kind], []
    for form in every_form(client):
        for name in dict.fromkeys(field.name for field in form.fields):
            begun = time.thread_time()
            sent = urlencode(form.with_one(name, value))
            answer = follow(client, client.post(form.action, sent, content_type="application/x-www-form-urlencoded"))
            found += [f"{form.action} {name}: {fault}" for fault in wrong(answer, value)]
            assert time.thread_time() - begun < 2, f"{name} takes long to answer"
    assert found == []


@pytest.mark.parametrize("kind", HOSTILE)
def test_every_word_of_an_address_takes_it(client: CheckingClient, silent: None, kind: str) -> None:
    value, found = HOSTILE[kind], []
    names = {field.name for form in every_form(client) for field in form.fields} | {
        "q",
        "all",
        "list",
        "language",
        "page",
    }
    for name in sorted(names):
        for path in ("/find", "/find/x", "/list", ONE, WRONG, "/now"):
            asked = {"q": "narcan", name: value} if path == "/find" else {name: value}
            answer = client.get(f"{path}?{urlencode(asked)}")
            found += [f"{path} {name}: {fault}" for fault in wrong(answer, value)]
    assert found == []


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("path", ADDRESSES)
def test_every_address_takes_it(client: CheckingClient, silent: None, path: str, kind: str) -> None:
    value = HOSTILE[kind]
    answer = client.get(path + quote(value, safe=""))
    assert wrong(answer, value) == []
    assert answer.status_code in ((200, 400, 404, 410) if not value.strip() else (400, 404, 410))


HEADERS = ("Accept-Language", "Accept-Encoding", "Content-Type", "Cookie", "Origin", "Range", "Referer", "User-Agent")
FORWARDED = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Original-URL",
    "X-HTTP-Method-Override",
)


@pytest.mark.parametrize("name", [*HEADERS, *FORWARDED, "If-None-Match", "If-Modified-Since", "Sec-Fetch-Site"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_every_header_takes_it(client: CheckingClient, silent: None, name: str, kind: str) -> None:
    value = HOSTILE[kind].replace("\r", "").replace("\n", "")[:8000]
    for path in ("/", "/find?q=narcan"):
        answer = client.get(path, headers={name: value})
        assert answer.status_code == 200
        if not answer.headers.get("Content-Encoding"):
            assert wrong(answer, value) == []
    assert follow(client, client.post("/find", {"words": "narcan"}, headers={name: value})).status_code in (200, 400)


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_name_but_ours_is_answered(client: CheckingClient, silent: None, kind: str) -> None:
    value = HOSTILE[kind].replace("\r", "").replace("\n", "")[:8000]
    answer = client.get("/", headers={"Host": value or "elsewhere.example"})
    assert answer.status_code == 400
    assert wrong(answer, value) == []


def test_forged_expired_cut_and_borrowed_tokens_open_nothing(client: CheckingClient, silent: None) -> None:
    asked, kept = sealer.seal(Asked(words="narcan")), sealer.seal(Kept(ids=("naloxone",)))
    older = Sealer().seal(Asked(words="narcan"))
    for token in (
        flipped(asked),
        asked[:-4],
        asked + "AAAA",
        asked[4:],
        kept,
        older,
        "A" * 172,
        "-" * 300,
        asked.upper(),
    ):
        answer = client.get(f"/find/{token}")
        assert (answer.status_code, wrong(answer, token)) == (410, [])
    for token in (flipped(kept), asked, kept[:-1], "x"):
        answer = client.get(f"/list/{token}")
        assert (answer.status_code, wrong(answer, token)) == (410, [])
    assert client.get(f"/service/naloxone/wrong/{kept}").status_code == 410
    brought = client.get(f"/service/naloxone?list={asked}")
    assert (brought.status_code, wrong(brought, asked)) == (200, [])


MUST: list[tuple[str, dict[str, str], int, str]] = [
    ("/find", {"words": HOSTILE["100 kB of words"]}, 413, "too long"),
    ("/find", {"words": "narcan", "near": HOSTILE["100 kB of one word"]}, 413, "too long"),
    ("/find", {"words": HOSTILE["spaces"]}, 400, "say what you need"),
    ("/find", {"words": "\x00\x1b\u202e"}, 400, "say what you need"),
    ("/find", {"words": "narcan", "age": "-1"}, 400, "The age must be a number"),
    ("/find", {"words": "narcan", "age": "nan"}, 400, "The age must be a number"),
    ("/find", {"words": "narcan", "age": "2026-02-30"}, 400, "The age must be a number"),
    ("/find", {"words": "narcan", "category": "no-such-kind"}, 400, ""),
    ("/find", {"words": "narcan", "within": "nan"}, 400, "The distance is one of"),
    ("/find", {"words": "narcan", "within": "-1"}, 400, "The distance is one of"),
    ("/find", {"words": "narcan", "f.cost": HOSTILE["SQL"]}, 400, "no such choice"),
    ("/find", {"words": "narcan", "f.nothing": "free"}, 400, "nothing of that name"),
    ("/list", {"keep": HOSTILE["a way up"]}, 400, "could not be read"),
    ("/list", {"keep": "naloxone", "language": "tlh"}, 400, "could not be read"),
    ("/list", {"keep": "naloxone", "change": HOSTILE["SQL"]}, 400, "could not be read"),
    (WRONG, {"what": HOSTILE["markup"]}, 400, "choose what is wrong"),
    (WRONG, {"what": "hours", "words": HOSTILE["100 kB of words"]}, 413, "too long"),
    (WRONG, {"what": "hours", "stamp": "forged"}, 400, "send it again"),
    ("/service/nowhere/wrong", {"what": "hours"}, 404, "no page here"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "form", "status", "says"), MUST)
def test_what_cannot_be_is_refused_in_words(
    client: CheckingClient, silent: None, path: str, form: dict[str, str], status: int, says: str
) -> None:
    answer = follow(client, client.post(path, form))
    assert (answer.status_code, wrong(answer, "")) == (status, [])
    assert says in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/find", "/find/search", "/list", WRONG, "/es/find"])
@pytest.mark.parametrize("kind", BODIES)
def test_every_body_is_answered_in_words(client: CheckingClient, silent: None, path: str, kind: str) -> None:
    body, of = BODIES[kind]
    answer = follow(client, client.generic("POST", path, body, content_type=of))  # type: ignore[arg-type]
    assert wrong(answer, "") == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X" * 200])
@pytest.mark.parametrize("path", ["/", "/find", "/find/x", "/list", ONE, WRONG])
def test_no_other_method_is_taken(client: CheckingClient, silent: None, path: str, method: str) -> None:
    answer = client.generic(method, path, b"words=narcan", content_type=FORM)
    assert answer.status_code == 405
    assert wrong(answer, "") == []


def test_the_forms_of_the_pages_are_found(client: CheckingClient) -> None:
    found: dict[str, set[str]] = {}
    for form in every_form(client):
        found.setdefault(form.action, set()).update(field.name for field in form.fields)
    assert {"words", "near", "open", "age", "within", "category", "keep"} <= found["/find/search"]
    assert {"what", "words", "stamp", "web"} <= found[f"{WRONG}/search"]
    assert {"keep", "language", "change"} <= found["/list"]


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<main>Traceback (most recent call last)</main>", "traceback"),
        (f"<main>{HOSTILE['markup']}</main>", "unescaped"),
        ("<main>nar\x07can</main>", "characters"),
        ("<main>\u202enacran</main>", "override"),
        ("bare", "no page of ours"),
        ("<main>" + "a" * (MOST + 1), "too long"),
    ],
)
def test_a_planted_fault_is_seen(page: str, says: str) -> None:
    assert says in " ".join(wrong(HttpResponse(page), HOSTILE["markup"]))
    assert "status 500" in wrong(HttpResponse("<main>", status=500), "")
