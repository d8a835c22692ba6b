"""What is said of words that open nothing: what is wrong with their number or spelling, and nothing of any code."""

from __future__ import annotations

from typing import Any

import pytest

from dooryard.liaison import threads
from dooryard.liaison.models import Cover, Message
from dooryard.liaison.sealing import Code
from dooryard.liaison.seeker.views import answering
from dooryard.liaison.teams import Ring
from dooryard.liaison.words import words as listed
from tests.liaison.seeker.writing import THREAD, begun, come_back, filled, follow, opened, page_of, says, words_of
from tests.web.checking import CheckingClient


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (lambda words: " ".join(words[:6]), "That is only 6 words."),
        (lambda words: " ".join((*words, words[0])), "That is more than 7 words."),
        (lambda words: " ".join((*words[:2], "xyzzyqq", *words[3:])), "Please look at word 3 again."),
        (lambda words: " ".join(("xyzzyqq", *words[1:6], "qqxyzzy")), "Please look at these words again: 1, 7."),
        (lambda words: "", "Please type your code."),
    ],
)
def test_it_says_what_is_wrong_with_the_words_and_shows_none(client: CheckingClient, typed: Any, why: str) -> None:
    answer = come_back(client, typed(tuple(begun(client).split())))
    assert answer.status_code == 400
    assert why in says(answer)
    assert "xyzzyqq" not in page_of(answer)


def test_what_is_said_of_words_depends_on_the_list_and_on_no_code(client: CheckingClient) -> None:
    real = begun(client).split()
    made_up = words_of(opened(client)).split()
    for place in range(7):
        for near in (real, made_up):
            others = [*near[:place], "xyzzyqq", *near[place + 1 :]]
            assert f"Please look at word {place + 1} again." in says(come_back(client, " ".join(others)))
    swapped = " ".join([real[1], real[0], *real[2:]])
    assert says(come_back(client, swapped)) == says(come_back(client, " ".join(made_up)))


@pytest.mark.parametrize(
    "as_said",
    [" and ".join, "".join, lambda words: " ".join(f"{n}. {word}" for n, word in enumerate(words, 1)), ", ".join],
    ids=["and", "joined", "numbered", "commas"],
)
def test_words_as_people_say_them_open_it(client: CheckingClient, as_said: Any) -> None:
    words = ("acorn", "basket", "zygote", "umbrage", "lantern", "pillow", "harvest")
    words = tuple(word for word in (*words, *listed()[:50]) if word in set(listed()))[:7]
    threads.begin(Code(words), "Waldo", "I slept by the old mill", threads.Wishes(), b"once" * 4)
    assert "old mill" in says(come_back(client, as_said(words)))


def test_one_or_many_of_a_thing_open_it(client: CheckingClient) -> None:
    ours = set(listed())
    pairs = [(word, form) for word in ours for form in (f"{word}s", f"{word}er", f"{word}ing") if form in ours]
    (one, ones), (two, twos), *rest = sorted(pairs)[:7]
    threads.begin(
        Code((one, twos, *(word for word, _ in rest))), "Waldo", "By the old mill", threads.Wishes(), b"once" * 4
    )
    assert "old mill" in says(come_back(client, " ".join([ones, two, *(word for word, _ in rest)])))


def test_in_another_language_it_says_that_the_words_are_english(client: CheckingClient) -> None:
    assert "The words are English" not in says(opened(client))
    posted = client.post("/so/talk/write/search", {"county": "Waldo"})
    assert "The words are English" in says(client.get(posted["Location"]))


@pytest.mark.parametrize("do", ["reply", "change"])
def test_what_is_sent_to_a_conversation_that_is_gone_is_said_not_to_be_kept(
    client: CheckingClient, team: Ring, do: str
) -> None:
    words = begun(client)
    page = come_back(client, words)
    threads.delete_now(Code.read(words).lookup)
    given = filled(page, THREAD, do=do) | ({"message": "Still there?"} if do == "reply" else {})
    answer = follow(client, client.post(THREAD, given))
    assert answer.status_code == 410
    assert "NOT received: this conversation was deleted, or its time is over." in says(answer)
    assert ("Still there?" in page_of(answer)) == (do == "reply")
    assert not Message.objects.exists()


def test_what_could_not_even_be_read_is_said_not_to_be_received(client: CheckingClient) -> None:
    answer = client.get(answering.crowded()["Location"])
    assert answer.status_code == 503
    assert "NOT received" in says(answer)
    assert "Crisis line" in says(answer)


def test_where_nobody_reads_what_names_no_county_that_is_not_offered(client: CheckingClient, team: Ring) -> None:
    told = says(client.get("/talk"))
    assert "I would rather not say" not in told
    assert "You do not have to live there" in told
    Cover.objects.create(county="", by="Waldo")
    assert "I would rather not say" in says(client.get("/talk"))


@pytest.mark.parametrize("path", ["/talk", "/talk/back", "/talk/back/x"])
def test_no_page_of_writing_says_that_what_is_typed_is_not_kept(client: CheckingClient, path: str) -> None:
    told = says(client.get(path))
    assert "What you type is not kept" not in told
    assert "your message is kept locked" in told
