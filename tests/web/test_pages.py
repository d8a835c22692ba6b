"""The public pages: they answer, honestly and safely, whatever is asked of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from dooryard.directory import tokens
from dooryard.directory.views import found, home
from tests.web.checking import CheckingClient

LONG = "a" * 100_000


def ask(client: CheckingClient, words: str, near: str = "", **more: str) -> tuple[int, str, str]:
    """Post the form and follow: status, page and the neutral address."""
    posted = client.post("/find", {"words": words, "near": near, **more})
    assert posted.status_code == 303
    answered = client.get(posted["Location"])
    return answered.status_code, answered.content.decode(), posted["Location"]


def text_of(html: str) -> str:
    """What a reader reads, spaces evened out."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    "path", ["/", "/now", "/talk", "/find", "/service/naloxone", "/service/closed", "/service/detox", "/find?q=narcan"]
)
def test_every_page_answers(client: CheckingClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_the_form_leads_to_a_neutral_address_that_answers(client: CheckingClient) -> None:
    status, page, address = ask(client, "narcan", "Hope")
    assert status == 200
    assert "Naloxone desk" in page
    assert "less than a mile away" in page
    assert "narcan" not in address.lower()
    assert "hope" not in address.lower()


def test_the_shareable_form_answers_the_same(client: CheckingClient) -> None:
    page = client.get("/find", {"q": "narcan", "near": "Hope"}).content.decode()
    assert "Naloxone desk" in page


def test_show_more_keeps_the_question(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "SHOWN", 1)
    page = client.get("/find", {"q": "", "category": "hotline"}).content.decode()
    link = re.search(r'href="(\?[^"]*all=1)"', page)
    assert link
    wider = client.get("/find" + link.group(1).replace("&amp;", "&")).content.decode()
    assert page.count("<article") < wider.count("<article")


def test_an_emergency_brings_the_steps_first(client: CheckingClient) -> None:
    _, page, _ = ask(client, "my friend is not waking up")
    assert page.index("Call 911.") < page.index('id="words"')
    assert 'href="tel:911"' in page
    assert page.index("Call 911.") < (page.index('class="card') if 'class="card' in page else len(page))


def test_an_emergency_is_answered_even_where_the_place_is_unknown(client: CheckingClient) -> None:
    status, page, _ = ask(client, "he is not breathing", "Nowhereville")
    assert status == 200
    assert "Call 911." in page
    assert "Nowhereville" in page


def test_words_of_suicide_bring_the_lines_of_the_directory(client: CheckingClient) -> None:
    _, page, _ = ask(client, "i want to die")
    assert page.index("555-555-0104") < page.index('id="words"')


def test_stopping_alcohol_alone_brings_the_sourced_warning(client: CheckingClient) -> None:
    _, page, _ = ask(client, "i want to stop drinking on my own")
    assert "Stopping alcohol or benzos can be dangerous" in page
    assert "fda.gov" in page


def test_who_stops_alone_sees_who_answers_now_beside_the_warning(client: CheckingClient) -> None:
    page = text_of(ask(client, "stopped my bars 2 days ago im shaking")[1])
    after = page[page.index("Talk to a doctor before you stop.") :]
    assert 0 < after.index("These answer now:") < after.index("Crisis line 555-555-0104")


def test_who_is_hit_sees_whom_to_call_first(client: CheckingClient) -> None:
    _, page, _ = ask(client, "my man hits me")
    assert page.index("Is somebody hurting you?") < page.index('id="words"')
    assert "Is somebody hurting you?" not in ask(client, "hit me up about a meeting")[1]


def test_detox_carries_the_note_on_tolerance_on_card_and_page(client: CheckingClient) -> None:
    _, page, _ = ask(client, "detox")
    assert "five times the risk" in page
    assert "five times the risk" in client.get("/service/detox").content.decode()


def test_a_number_of_one_source_stands_on_its_own_page_only(client: CheckingClient) -> None:
    _, page, _ = ask(client, "detox", "Unity")
    assert "Detox house" in page
    assert "207-555-0102" not in page
    page = text_of(client.get("/service/detox").content.decode())
    assert "207-555-0102" in page
    assert "1 source, seen May 2024; it may have changed." in page


def test_a_number_of_two_sources_says_that_nobody_called_it(client: CheckingClient) -> None:
    page = text_of(client.get("/service/naloxone").content.decode())
    assert "Seen in 2 sources, last May 2024; not yet called by us." in page


def test_a_closed_service_shows_as_closed_without_a_number(client: CheckingClient) -> None:
    for page in (ask(client, "needle exchange", "Hope")[1], client.get("/service/closed").content.decode()):
        assert "Closed since January 14, 2025" in page
        assert "Use instead: Example Naloxone desk in Hope" in text_of(page)
        assert "207-555-0103" not in page


def test_every_page_says_that_the_directory_is_not_confirmed(client: CheckingClient) -> None:
    for path in ("/", "/now", "/talk", "/service/crisis"):
        assert "not yet been confirmed by calls" in client.get(path).content.decode()


def test_a_need_that_is_not_held_is_named_with_whom_to_ask(client: CheckingClient) -> None:
    _, page, _ = ask(client, "help with heating oil")
    assert "not in this directory" in page
    assert 'href="tel:+1-211"' in page


def test_what_nobody_states_is_said_to_be_not_stated(client: CheckingClient) -> None:
    page = client.get("/service/naloxone").content.decode()
    assert "Not stated by any source: ages" in page
    assert "hours unknown, call first" in page


def test_talk_lists_lines_and_whom_to_ask_in_each_county(client: CheckingClient) -> None:
    page = client.get("/talk").content.decode()
    assert "555-555-0104" in page
    assert "Waldo" in page


def test_now_gives_each_line_its_source_and_says_who_has_not_reviewed_it(client: CheckingClient) -> None:
    page = client.get("/now").content.decode()
    assert "Not reviewed by a person." in page
    assert page.count("(source ") >= 15
    assert "everyone at the scene" not in page.lower()


def test_now_of_a_place_tells_its_law(client: CheckingClient, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "exampleland").mkdir()
    line = "{text: A law of Exampleland., sources: [{title: T, url: 'https://example.org', date: ''}]}"
    (tmp_path / "exampleland" / "now.yaml").write_text(f"law: [{line}]")
    settings.PLACES = tmp_path
    assert "A law of Exampleland." in client.get("/now").content.decode()


def test_markup_in_a_record_or_a_question_is_text(client: CheckingClient) -> None:
    page = client.get("/service/markup").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7 * 7 }} &amp; &lt;b&gt;" in page
    _, page, _ = ask(client, '"><script>alert(2)</script>{{ 7*7 }}{% raw %}', '"><img src=x>')
    assert "<script>" not in page
    assert "<img" not in page
    assert "49" not in text_of(page)


BAD = [
    ("", "", 400, "say what you need"),
    (LONG, "", 413, "too long"),
    ("narcan", LONG, 413, "too long"),
    ("\x00\x1b\x07", "", 400, "say what you need"),
    ("\u202encacran\u202c\u200f", "", 200, ""),
    ("' OR 1=1; DROP TABLE service; --", "", 200, ""),
    ("${jndi:ldap://x} {{7*7}} <%= 7*7 %>", "", 200, ""),
    ("narcan", "Nowhereville", 400, "is known by that name"),
    ("narcan", "99999", 400, "That ZIP is not in"),
    ("narcan", "95,200", 400, "They go from -90 to 90"),
    ("narcan", "nan,inf", 400, "They go from -90 to 90"),
    ("narcan", "../../etc/passwd", 400, "is known by that name"),
    ("narcan", "Hope", 200, ""),
]


@pytest.mark.parametrize(("words", "near", "status", "says"), BAD)
def test_bad_input_is_answered_in_words(client: CheckingClient, words: str, near: str, status: int, says: str) -> None:
    answered, page, _ = ask(client, words, near)
    assert answered == status
    assert says in page
    shared = client.get("/find", {"q": words, "near": near})
    assert shared.status_code == status


@pytest.mark.parametrize("age", ["-1", "abc", "900"])
def test_an_impossible_age_is_answered_in_words(client: CheckingClient, age: str) -> None:
    status, page, _ = ask(client, "narcan", age=age)
    assert status == 400
    assert "The age must be a number" in page


def test_more_than_a_form_can_hold_is_answered_in_words(client: CheckingClient) -> None:
    status, page, _ = ask(client, "a" * 400_000)
    assert status == 413
    assert "too long" in page


@pytest.mark.parametrize("token", ["x", "A" * 300, "..%2f..%2fetc%2fpasswd", "é"])
def test_a_forged_address_says_that_it_has_expired_and_offers_the_form(client: CheckingClient, token: str) -> None:
    answered = client.get(f"/find/{token}")
    assert answered.status_code in (404, 410)
    assert answered.status_code == 404 or "has expired" in answered.content.decode()


def test_an_old_address_says_that_it_has_expired(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, address = ask(client, "narcan")
    monkeypatch.setattr(found, "sealer", tokens.Sealer())
    answered = client.get(address)
    assert answered.status_code == 410
    assert 'name="words"' in answered.content.decode()


@pytest.mark.parametrize(
    "path", ["/service/", "/service/none", "/service/..%2f..%2fetc%2fpasswd", "/service/%00", "/nope", "/service/a/b"]
)
def test_an_address_that_is_none_is_a_plain_404(client: CheckingClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_method_that_is_not_meant_is_a_plain_405(client: CheckingClient) -> None:
    answered = client.post("/service/naloxone")
    assert answered.status_code == 405
    assert "GET" in answered["Allow"]
    assert "<h1>" in answered.content.decode()


def test_a_foreign_host_is_refused(client: CheckingClient) -> None:
    assert client.get("/", HTTP_HOST="evil.example").status_code == 400


def test_a_fault_of_ours_is_a_plain_500(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "page", lambda *_: 1 / 0)
    client.raise_request_exception = False
    answered = client.get("/")
    assert answered.status_code == 500
    assert "ZeroDivisionError" not in answered.content.decode()


def test_without_a_bundle_the_site_says_so_and_now_still_helps(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    settings.BUNDLES = tmp_path
    assert client.get("/healthz").status_code == 503
    assert client.get("/find?q=narcan").status_code == 503
    assert "Call 911." in client.get("/now").content.decode()


def test_healthz_names_the_bundle(client: CheckingClient, published: Path) -> None:
    assert client.get("/healthz").content.decode().strip() == (published / "CURRENT").read_text().strip()


def test_no_view_needs_the_database(client: CheckingClient) -> None:
    # pytest-django fails any test that opens the database without asking for it; fetching every page is the test.
    for path in ("/", "/now", "/talk", "/find?q=narcan", "/service/naloxone", "/healthz"):
        assert client.get(path).status_code == 200


def test_templates_escape_by_themselves() -> None:
    from django.template import engines

    assert engines["jinja2"].env.autoescape
