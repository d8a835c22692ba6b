"""Narrowing an answer: choices travel with the question, counts are what choosing gives, near misses are explained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from dooryard.core.documents import Document
from dooryard.core.hsds import Schedule
from dooryard.directory import facets
from tests.web.checking import CheckingClient, Page
from tests.web.conftest import DOCUMENTS, document, phone
from tests.web.test_found import main_of, publish
from tests.web.test_pages import text_of

HOPE, UNITY = {"town": "Hope", "lat": 44.26, "lon": -69.16}, {"town": "Unity", "lat": 44.61, "lon": -69.33}
NIL = "00000000-0000-0000-0000-000000000000"


def detox(id: str, **more: Any) -> Document:
    given = {"county": "Waldo", "phones": (phone("207-555-0130", "B"),)} | HOPE
    return document(id, f"Detox {id}", "withdrawal-management", **given | more)


BEDS = (
    detox("spanish", facets={"language": ("english", "spanish"), "cost": ("free",)}),
    detox("french", facets={"language": ("french",), "cost": ("sliding-scale", "fee")}),
    detox("silent", minimum_age=18.0),
    detox("silent too", facets={"gender": ("women",)}, **UNITY),
    detox("gone", status="closed"),
    document("shelter", "Shelter", "housing", **HOPE, facets={"language": ("english",)}),
    next(one for one in DOCUMENTS if one.id == "info"),
)


@pytest.fixture
def beds(client: CheckingClient, settings: Settings, tmp_path: Path) -> CheckingClient:
    """The site with a few places to sleep."""
    publish(settings, tmp_path, *BEDS)
    return client


def ask(client: CheckingClient, words: str = "detox", status: int = 200, **fields: Any) -> str:
    response = client.get("/find", {"q": words, **fields})
    assert response.status_code == status
    return response.content.decode()


def post(client: CheckingClient, fields: list[tuple[str, str]], status: int = 200) -> str:
    form: dict[str, list[str]] = {}
    for name, value in fields:
        form.setdefault(name, []).append(value)
    response = client.post("/find", form)
    assert response.status_code == 303
    found = client.get(response.headers["Location"])
    assert found.status_code == status
    return found.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r'<h3><a href="/service/([^"]+)"', html)


def forms(html: str) -> list[list[tuple[str, dict[str, str]]]]:
    """The controls of each form of a page, in order."""
    found: list[list[tuple[str, dict[str, str]]]] = []
    for tag, attributes in Page(html).elements:
        if tag == "form":
            found.append([])
        elif found and tag in ("input", "button", "select", "option") and "form" not in attributes:
            found[-1].append((tag, attributes))
    return found


def search_form(html: str) -> list[tuple[str, dict[str, str]]]:
    [found] = [form for form in forms(html) if any(one.get("id") == "words" for _, one in form)]
    return found


def sent(form: list[tuple[str, dict[str, str]]]) -> list[tuple[str, str]]:
    """What a browser sends of a form, but for its button."""
    inputs = [one for tag, one in form if tag == "input"]
    ticked = [one for one in inputs if one.get("type") != "checkbox" or "checked" in one]
    options = [("within", one["value"]) for tag, one in form if tag == "option" and "selected" in one]
    return [(one["name"], one.get("value", "")) for one in ticked] + options


def boxes(html: str) -> dict[tuple[str, str], int]:
    """Every box to tick with the count that stands beside it."""
    pattern = r'name="([^"]+)" value="([^"]+)"[^>]*> <bdi>[^<]*</bdi> <span class="count">\((\d+)\)'
    return {(name, value): int(count) for name, value, count in re.findall(pattern, html)}


def button(html: str, words: str) -> str:
    """The page behind a button with these words, pressed in its own form."""
    [form] = [one for one in re.findall(r"<form.*?</form>", html, re.S) if f">{words}<" in one]
    return form


def press(client: CheckingClient, html: str, words: str) -> str:
    return post(client, sent(forms(button(html, words))[0]))


def total(html: str) -> int:
    """How many services a page says it found, closed ones too."""
    heading = re.search(r'<h2 id="results">([^<]*)', html)
    return sum(map(int, re.findall(r"\d+", heading[1]))) if heading else 0


def test_choices_go_along_with_the_words_behind_a_neutral_address(beds: CheckingClient) -> None:
    page = post(beds, [("words", "detox"), ("near", "Hope"), ("f.language", "spanish"), ("f.cost", "free")])
    assert names(page)[0] == "spanish"
    form = sent(search_form(page))
    assert {("words", "detox"), ("near", "Hope"), ("f.language", "spanish"), ("f.cost", "free")} <= set(form)
    assert names(post(beds, form))[0] == "spanish"


def test_the_shareable_address_takes_the_same_names(beds: CheckingClient) -> None:
    page = ask(beds, "detox", **{"f.language": ["spanish", "french"], "age": "30", "within": "10", "near": "Hope"})
    assert sorted(names(page)[:2]) == ["french", "spanish"]
    assert ("within", "10") in sent(search_form(page))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("f.colour", "blue"),
        ("f.", "x"),
        ("f.open", "1"),
        ("f.language", "klingonese"),
        ("f.cost", "<script>"),
        ("f.county", "Atlantis"),
        ("f.language", "x" * 5000),
        ("category", "castles"),
        ("category", "not stated"),
        ("within", "7"),
        ("within", "-5"),
        ("within", "inf"),
        ("age", "old"),
        ("age", "999"),
    ],
)
def test_a_choice_that_is_none_is_refused_and_the_words_are_kept(beds: CheckingClient, name: str, value: str) -> None:
    for page in (
        ask(beds, "detox", 400, **{name: value}),
        post(beds, [("words", "detox"), (name, value)], 400),
    ):
        assert 'role="alert"' in page
        assert ("words", "detox") in sent(search_form(page))
        assert value not in main_of(page) or len(value) < 5


def test_too_many_choices_are_refused(beds: CheckingClient) -> None:
    assert 'role="alert"' in ask(beds, "detox", 400, **{"f.language": [f"x{n}" for n in range(150)]})


def test_names_that_others_add_to_an_address_are_no_choice(beds: CheckingClient) -> None:
    assert "spanish" in names(ask(beds, "detox", fbclid="abc", utm_source="x", **{"f.language": ""}))


def test_each_count_is_the_number_of_services_that_choosing_it_gives(beds: CheckingClient) -> None:
    for chosen in ({}, {"f.language": "spanish"}, {"f.language": "spanish", "f.cost": "free"}, {"age": "16"}):
        counted = boxes(ask(beds, "detox", **chosen))
        assert counted
        for (name, value), count in counted.items():
            assert total(ask(beds, "detox", **chosen | {name: value})) == count, (chosen, name, value)


def test_what_is_not_stated_stands_last_and_what_does_not_differ_is_no_choice(beds: CheckingClient) -> None:
    counted = list(boxes(ask(beds, "detox")))
    languages = [value for name, value in counted if name == "f.language"]
    assert languages[-1] == "not stated"
    assert {name for name, _ in counted} == {"f.language", "f.cost", "f.gender"}
    assert ("f.payer", "medicaid") in boxes(ask(beds, "detox", **{"f.payer": "medicaid"}))


def unstated(html: str) -> dict[str, int]:
    """What the page says that nobody states, with the count beside it."""
    found = re.search(r"<summary>What nobody here states</summary>.*?</details>", html, re.S)
    pairs = re.findall(r'<li>([^<]+): not stated <span class="count">\((\d+)\)</span></li>', found[0] if found else "")
    return {name: int(count) for name, count in pairs}


def test_what_nobody_states_is_counted_and_never_left_out(beds: CheckingClient) -> None:
    page = ask(beds, "detox")
    said = unstated(page)
    assert list(said) == [
        "Who pays",
        "For whom",
        "How to get in",
        "Access for people with disabilities",
        "Accepts people who take",
        "Tribe",
    ]
    assert set(said.values()) == {total(page)}
    fewer = ask(beds, "detox", **{"f.language": "spanish"})
    assert unstated(fewer)["Tribe"] == boxes(fewer)[("f.language", "spanish")] == 1
    assert "Who pays" not in unstated(ask(beds, "detox", **{"f.payer": "medicaid"}))
    assert "input" not in page[page.index("What nobody here states") :].partition("</details>")[0]


def test_every_facet_is_a_choice_or_said_to_be_unstated_or_the_same_for_all(beds: CheckingClient) -> None:
    for words in ("detox", "housing", "unity"):
        page = ask(beds, words)
        told = {facets.label(name.removeprefix("f.")) for name, _value in boxes(page)} | set(unstated(page))
        alike = {"Language"} if words == "housing" else set()
        assert told | alike >= {facets.label(name) for name in facets.BY_NAME}, words


def test_where_somebody_may_be_dying_nothing_is_listed_as_unstated(beds: CheckingClient) -> None:
    assert "What nobody here states" not in ask(beds, "my friend is not waking up")


def test_one_choice_is_taken_back_by_its_button_and_all_by_another(beds: CheckingClient) -> None:
    page = ask(beds, "detox", **{"f.language": "spanish", "open": "1", "near": "Hope", "within": "5"})
    chips = [one for tag, one in search_form(page) if tag == "button" and one.get("name") == "drop"]
    assert [one.get("aria-label") for one in chips] == [
        "Remove: Spanish",
        "Remove: Open now",
        "Remove: Within 5 miles",
        None,
    ]
    form = sent(search_form(page))
    less = sent(search_form(post(beds, [*form, ("drop", chips[0]["value"])])))
    assert ("f.language", "spanish") not in less
    assert {("open", "1"), ("within", "5"), ("near", "Hope")} <= set(less)
    bare = sent(search_form(post(beds, [*form, ("drop", "all")])))
    assert [pair for pair in bare if pair[1]] == [("words", "detox"), ("near", "Hope")]


def test_enter_in_the_words_asks_and_takes_nothing_back(beds: CheckingClient) -> None:
    form = search_form(ask(beds, "detox", **{"f.language": "spanish"}))
    first = next(one for tag, one in form if tag == "button")
    assert "name" not in first


def test_those_that_do_not_say_are_listed_apart_and_those_that_say_otherwise_are_not(beds: CheckingClient) -> None:
    page = ask(beds, "detox", **{"f.language": "somali"})
    text = text_of(page)
    assert "These do not say" in text
    assert "No service here says that it speaks this: Somali." in text
    assert "2 do not say which languages they speak: call and ask." in text
    assert sorted(names(page)) == ["silent", "silent too"]
    page = ask(beds, "detox", **{"f.language": "spanish"})
    assert names(page)[0] == "spanish"
    assert "No service here says" not in text_of(page)
    assert sorted(names(page)[1:]) == ["silent", "silent too"]


def test_several_things_unsaid_are_named_together(beds: CheckingClient) -> None:
    text = text_of(ask(beds, "detox", **{"f.language": "somali", "f.gender": "men"}))
    assert "No service here says all of this: Men, Somali." in text or "Somali, Men." in text
    assert "1 does not say all of it: call and ask." in text


def test_where_enough_say_it_a_button_shows_those_that_do_not(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    speak = (detox(f"speaks {n}", facets={"language": ("spanish",)}) for n in range(3))
    publish(settings, tmp_path, *speak, detox("silent"))
    page = ask(client, "detox", **{"f.language": "spanish"})
    assert "These do not say" not in text_of(page)
    assert "1 does not say which languages it speaks" in text_of(page)
    assert "silent" in names(press(client, page, "Show them too"))


def test_each_choice_that_keeps_something_out_says_how_much_and_can_be_taken_back(beds: CheckingClient) -> None:
    assert "Only just missed" not in text_of(ask(beds, "detox", **{"f.language": "spanish", "f.cost": "free"}))
    page = ask(beds, "detox", near="Hope", **{"f.language": "spanish", "f.cost": "fee"})
    less = press(beds, page, "Without “Spanish”: 1 more")
    assert names(less)[0] == "french"
    assert {("words", "detox"), ("near", "Hope"), ("f.cost", "fee")} <= set(sent(search_form(less)))


def test_what_is_a_little_farther_is_said_with_its_distance(beds: CheckingClient) -> None:
    page = ask(beds, "detox", near="Hope", within="5", **{"f.cost": ["free", "not stated"]})
    assert ("within", "5") in sent(search_form(page))
    farther = press(beds, page, "Within 50 miles: 1 more")
    assert ("within", "50") in sent(search_form(farther))
    assert "silent too" in names(farther)
    assert "Any distance (" in page


def test_what_is_closed_now_and_what_opens_later_is_said(
    client: CheckingClient, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning = timezone.datetime(2026, 11, 23, 15, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr("dooryard.directory.views.found.timezone.now", lambda: morning)
    noon = Schedule(id=NIL, freq="WEEKLY", byday="MO", opens_at="18:00", closes_at="19:00")
    shut = Schedule(id=NIL, freq="WEEKLY", byday="TU", opens_at="08:00", closes_at="09:00")
    publish(settings, tmp_path, detox("unknown"), detox("later", schedules=(noon,)), detox("not", schedules=(shut,)))
    page = ask(client, "detox", open="1")
    assert "1 more is open later today." in text_of(page)
    assert sorted(names(press(client, page, "Closed now: 2 more"))) == ["later", "not", "unknown"]
    assert "Open: 0. Hours unknown: 1." in text_of(page)


def test_an_age_says_who_takes_it_and_who_does_not_say(beds: CheckingClient) -> None:
    page = ask(beds, "detox", age="16", **{"f.gender": "not stated"})
    assert "silent" not in names(page)
    assert "Say that they take this age: 0. Do not say: 3." in text_of(page)
    assert "silent" in names(
        press(beds, ask(beds, "detox", age="16", **{"f.language": "not stated"}), "For other ages: 1 more")
    )


def test_the_reading_of_a_word_with_two_meanings_is_said_and_either_can_be_chosen(beds: CheckingClient) -> None:
    page = ask(beds, "need a bed")
    assert "We took this as, in this order" in text_of(page)
    assert names(press(beds, page, "Housing and shelter (1)")) == ["shelter"]
    assert "We took this as" not in text_of(ask(beds, "detox"))


def test_a_kind_that_fits_no_word_is_shown_whole_and_the_page_says_so(beds: CheckingClient) -> None:
    page = ask(beds, "sliding scale detox", category="housing")
    assert names(page) == ["shelter"]
    assert "Nothing of this kind fits your words" in text_of(page)


def test_in_an_emergency_there_is_nothing_to_choose_and_nothing_chosen_counts(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    publish(settings, tmp_path, *DOCUMENTS, detox("spanish", facets={"language": ("spanish",)}))
    page = ask(client, "my friend is not waking up", **{"f.language": "spanish"})
    assert "naloxone" in names(page)
    assert boxes(page) == {}
    assert "These do not say" not in text_of(page)


def test_a_place_that_was_not_meant_is_changed_and_choices_stay(beds: CheckingClient) -> None:
    page = ask(beds, "detox", near="Waldo", **{"f.cost": "free"})
    assert ("f.cost", "free") in sent(search_form(page))


def test_choices_are_named_in_the_language_of_the_page(beds: CheckingClient) -> None:
    page = beds.get("/es/find", {"q": "detox", "f.language": "spanish"}).content.decode()
    assert "<bdi>Español</bdi>" in page
    assert "<bdi>Francés</bdi>" in page


def test_cards_say_the_kind_and_the_cost_that_is_stated(beds: CheckingClient) -> None:
    page = ask(beds, "detox")
    assert '<p class="kind">Detox (withdrawal management)</p>' in page
    assert "Cost: Free" in page
    assert page.count('<p class="cost">') == 2


def test_a_services_own_page_tells_what_it_says_of_itself_in_the_words_of_the_table(
    client: CheckingClient, settings: Settings, tmp_path: Path
) -> None:
    said = {
        "payer": ("medicare",),
        "medication": ("methadone", "buprenorphine"),
        "intake": ("walk-in",),
        "gender": ("women",),
        "tribe": ("tribal-members",),
        "accessible": ("tty",),
    }
    publish(settings, tmp_path, detox("says", facets=said))
    text = text_of(client.get("/service/says").content.decode())
    for words in ("Medicare", "Methadone", "Walk in, no appointment", "Women", "Serves tribal members", "TTY"):
        assert words in text
