"""A short list: kept in the page's own forms and in sealed addresses, changed there, and forgotten by the server."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.http import HttpResponse
from pytest_django.fixtures import Settings

from dooryard.directory import tokens
from dooryard.directory.tokens import Asked, Kept, sealer
from tests.web.checking import CheckingClient, Page
from tests.web.conftest import DOCUMENTS, segments
from tests.web.test_found import publish
from tests.web.test_pages import text_of
from tests.web.test_silence import Everything, everything  # noqa: F401

THREE = ("naloxone", "exchange", "crisis")


def post(client: CheckingClient, ids: Iterable[str] = THREE, **more: str) -> HttpResponse:
    """The page that a list leads to."""
    answer = client.post("/list", {"keep": list(ids), **more})
    assert answer.status_code == 303, answer.status_code
    return client.get(answer["Location"].partition("#")[0])


def kept_in(html: str, action: str = "/list") -> list[str]:
    """The ids that the form with an action would post again, in order."""
    [form] = re.findall(rf'<form[^>]*action="{action}".*?</form>', html, re.S)[:1]
    return re.findall(r'<input type="hidden" name="keep" value="([^"]+)">', form)


def page_of(response: HttpResponse) -> str:
    return str(response.content.decode())


def test_a_list_is_posted_answered_by_303_and_told_in_its_order(client: CheckingClient) -> None:
    answer = client.post("/list", {"keep": list(THREE)})
    assert answer.status_code == 303
    assert re.fullmatch(r"/list/[A-Za-z0-9_-]{80,}", answer["Location"])
    page = page_of(client.get(answer["Location"]))
    assert kept_in(page) == list(THREE)
    names = [page.index("</bdi></h3>", page.index(f"{n}. <bdi>")) for n in (1, 2, 3)]
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("change", "left", "place"),
    [
        ("up:exchange", ("exchange", "naloxone", "crisis"), "#n1"),
        ("down:naloxone", ("exchange", "naloxone", "crisis"), "#n2"),
        ("remove:exchange", ("naloxone", "crisis"), "#n2"),
        ("remove:crisis", ("naloxone", "exchange"), "#n2"),
    ],
)
def test_a_service_is_moved_and_taken_off_by_a_button(
    client: CheckingClient, change: str, left: tuple[str, ...], place: str
) -> None:
    assert f'name="change" value="{change}"' in page_of(post(client))
    answer = client.post("/list", {"keep": list(THREE), "change": change})
    assert answer["Location"].endswith(place)
    page = page_of(client.get(answer["Location"].partition("#")[0]))
    assert kept_in(page) == list(left)
    assert f'id="{place[1:]}"' in page


def test_the_last_one_taken_off_leaves_an_empty_list(client: CheckingClient) -> None:
    page = page_of(post(client, ["naloxone"], change="remove:naloxone"))
    assert "Nothing is on it yet" in page
    assert 'class="sheet"' not in page


def test_a_list_can_be_begun_from_nothing(client: CheckingClient) -> None:
    assert "Nothing is on it yet" in page_of(client.get("/list"))
    assert post(client, []).status_code == 200


def test_a_list_holds_twelve_and_says_what_is_not_on_it(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dooryard.core.shortlist.MOST", 2)
    text = text_of(page_of(post(client)))
    assert "A list holds 2 services. The last one that you chose is not on it." in text
    assert "1. Naloxone desk" in text
    assert "Crisis line" not in text


@pytest.mark.parametrize(
    ("form", "status", "says"),
    [
        ({"keep": "a" * 100_000}, 400, "could not be read"),
        ({"keep": [f"s{n}" for n in range(12_000)]}, 413, "too much for one list"),
        ({"keep": [f"s{n}" for n in range(300)]}, 413, "too much for one list"),
        ({"keep": "naloxone", "other": "x" * 300_000}, 413, "too much for one list"),
        ({"keep": "\u202enoxolan"}, 400, "could not be read"),
        ({"keep": "nal\x00oxone"}, 400, "could not be read"),
        ({"keep": "'; DROP TABLE service; --"}, 400, "could not be read"),
        ({"keep": "{{ 7 * 7 }}"}, 400, "could not be read"),
        ({"keep": "../../etc/passwd"}, 400, "could not be read"),
        ({"keep": "naloxone", "change": "explode:naloxone"}, 400, "could not be read"),
    ],
)
def test_what_is_no_list_is_a_clear_page_behind_a_neutral_address(
    client: CheckingClient, form: dict[str, object], status: int, says: str
) -> None:
    answer = client.post("/list", form)
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    assert page.status_code == status
    assert says in page_of(page)
    assert "What do you need?" in page_of(page)


def test_a_body_that_cannot_be_read_is_refused_too(client: CheckingClient) -> None:
    answer = client.generic("POST", "/list", b"--x\r\nbroken", "multipart/form-data; boundary=")
    assert client.get(answer["Location"]).status_code == 400


def test_a_page_of_another_site_cannot_post_a_list(client: CheckingClient) -> None:
    answer = client.post("/list", {"keep": "naloxone"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Naloxone desk" not in page_of(client.get(answer["Location"]))
    for ours in ("same-origin", "none"):
        answer = client.post("/list", {"keep": "naloxone"}, headers={"Sec-Fetch-Site": ours})
        assert "Naloxone desk" in page_of(client.get(answer["Location"]))


def test_a_service_that_is_gone_is_told_and_taken_off(client: CheckingClient) -> None:
    page = page_of(post(client, ["naloxone", "vanished", "crisis"]))
    assert "1 service of your list is no longer in the directory. It was taken off." in page
    assert kept_in(page) == ["naloxone", "crisis"]
    page = page_of(post(client, ["vanished", "gone"]))
    assert "2 services of your list are no longer in the directory. They were taken off." in page


def test_a_closed_one_says_what_to_use_instead_and_shows_no_number(client: CheckingClient) -> None:
    text = text_of(page_of(post(client, ["closed"])))
    assert "Closed since January 14, 2025. Use instead: Example Naloxone desk in Hope" in text
    assert "207-555-0103" not in text
    assert "What to say when you call" not in text


def test_a_forged_and_an_expired_address_say_plainly_that_the_open_page_still_works(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = client.post("/list", {"keep": list(THREE)})["Location"]
    now = tokens.time.monotonic()
    monkeypatch.setattr(tokens.time, "monotonic", lambda: now + 2 * tokens.PERIOD)
    monkeypatch.setattr(tokens.sealer, "_keys", tokens.sealer._keys)  # the keys of this clock go with it
    question = sealer.seal(Asked(words="naloxone"))
    for path in (address, "/list/x", f"/list/{question}", "/list/%C3%A9", f"/list/{'A' * 9000}"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "This list has expired" in page_of(answer)
        assert "It still works: press any button on it" in page_of(answer)
    assert kept_in(page_of(post(client))) == list(THREE), "the form that is still open is posted again"


def test_only_get_and_post_are_answered(client: CheckingClient) -> None:
    assert client.delete("/list").status_code == 405
    assert client.post("/list/x").status_code == 405
    assert client.head("/list").status_code == 200


def test_a_search_from_the_list_keeps_it_and_its_results_are_added(client: CheckingClient) -> None:
    page = page_of(post(client, ["crisis", "naloxone"]))
    assert kept_in(page, "/find/search") == ["crisis", "naloxone"]
    answer = client.post("/find", {"words": "narcan", "near": "Hope", "keep": kept_in(page, "/find/search")})
    found = page_of(client.get(answer["Location"]))
    assert "2 services are on your list." in found
    assert kept_in(found) == ["crisis"], "what has a box of its own here is ticked there"
    assert 'name="keep" value="naloxone" form="keep" checked>' in found
    assert kept_in(found, "/find/search") == ["crisis", "naloxone"]
    [order] = re.findall(r'name="order" value="([^"]*)"', found)
    assert order == "crisis naloxone"
    again = page_of(post(client, ["naloxone", "exchange", "crisis"], order=order))
    assert kept_in(again) == ["crisis", "naloxone", "exchange"], "what was on the list before keeps its place"
    assert not re.findall(r'href="/service/[a-z]+"', found[found.index("<article") :].split("</article>")[0])


def test_a_search_without_a_list_has_boxes_and_nothing_else(client: CheckingClient) -> None:
    found = page_of(client.get("/find?q=narcan&near=Hope"))
    assert 'name="keep" value="naloxone" form="keep"> Keep' in found
    assert 'form="keep" checked' not in found
    assert "?list=" not in found
    assert "keep=" not in found


def test_every_card_has_a_box_that_says_what_it_keeps(client: CheckingClient) -> None:
    page = Page(page_of(client.get("/find?q=syringes&near=Unity")))
    assert len(page.of("article")) == len([one for one in page.of("input") if one.get("form") == "keep"]) > 1
    assert "Keep Syringe service" in text_of(page_of(client.get("/find?q=syringes&near=Unity")))


def test_a_refused_question_and_another_place_lose_no_list(client: CheckingClient) -> None:
    for words, status in (("", 400), ("x" * 3000, 413)):
        answer = client.get(client.post("/find", {"words": words, "keep": ["crisis"]})["Location"])
        assert answer.status_code == status
        assert kept_in(page_of(answer), "/find/search") == ["crisis"]
    answer = client.get(client.post("/find", {"words": "narcan", "keep": ["<bad>"]})["Location"])
    assert answer.status_code == 200


def test_the_page_of_a_service_puts_it_on_the_list_that_came_along(client: CheckingClient) -> None:
    alone = page_of(client.get("/service/detox"))
    assert "Keep and make a list" in alone
    assert kept_in(alone) == ["detox"]
    listed = page_of(post(client, ["crisis"]))
    [address] = re.findall(r'href="(/service/crisis\?list=[^"]+)"', listed)
    token = address.partition("=")[2]
    page = page_of(client.get(f"/service/detox?list={token}"))
    assert kept_in(page) == ["crisis", "detox"]
    assert f'href="/list/{token}"' in page
    assert "On your list. Show it" in page_of(client.get(address))
    assert kept_in(page_of(client.get("/service/detox?list=x"))) == ["detox"]


def test_the_server_keeps_nothing_and_logs_nothing(
    client: CheckingClient,
    published: Path,
    everything: Everything,  # noqa: F811
    capfd: pytest.CaptureFixture[str],
    settings: Settings,
) -> None:
    folders = (published, Path(settings.DATA))
    before = {path: path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*")}
    client.raise_request_exception = False
    post(client, [*THREE, "vanished-xyzzy"], language="es", change="up:crisis")
    post(client, ["<xyzzy>"])
    client.get("/list/xyzzy")
    client.get("/service/naloxone?list=xyzzy")
    assert {path: path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*")} == before
    assert everything.lines == []
    assert "".join(capfd.readouterr()) == ""


def test_a_kept_list_opens_as_nothing_else(client: CheckingClient) -> None:
    token = sealer.seal(Kept(ids=THREE))
    assert client.get(f"/find/{token}").status_code == 410


def test_a_newer_directory_without_a_service_says_so(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    address = client.post("/list", {"keep": list(THREE)})["Location"]
    publish(settings, tmp_path, *(one for one in DOCUMENTS if one.id != "exchange"))
    assert "is no longer in the directory" in page_of(client.get(address))
    assert segments
