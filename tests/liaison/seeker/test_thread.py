"""Coming back with seven words: what opens, what does not, and what may be done with a conversation that is open."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import OperationalError

from dooryard.directory import limits, tokens
from dooryard.liaison import threads, writing
from dooryard.liaison.models import Message, Thread
from dooryard.liaison.seeker.views import back
from dooryard.liaison.teams import Ring
from tests.liaison.seeker.test_write import REACHED
from tests.liaison.seeker.writing import (
    BACK,
    THREAD,
    begun,
    come_back,
    filled,
    follow,
    opened,
    page_of,
    says,
    send,
    words_of,
)
from tests.web.checking import CheckingClient


def answered(team: Ring, text: str = "We can meet on Tuesday.") -> None:
    """A liaison answers the only conversation."""
    threads.answer(Thread.objects.get().pk, team.keys, text, b"once" * 4, by="ann")


def test_the_words_open_the_conversation_with_its_answer(client: CheckingClient, team: Ring) -> None:
    words = begun(client, "Hello\nI am here.")
    answered(team)
    page = come_back(client, words)
    assert page.status_code == 200
    told = says(page)
    assert told.index("Hello") < told.index("I am here.") < told.index("We can meet on Tuesday.")
    assert "No answer yet" not in told


@pytest.mark.parametrize("how", [str.upper, lambda one: one.replace(" ", ", "), lambda one: one.replace(" ", "\n")])
def test_they_may_be_typed_as_people_type(client: CheckingClient, how: Any) -> None:
    assert "Your conversation" in says(come_back(client, how(begun(client))))


def test_whether_a_code_was_deleted_or_never_was_the_answer_is_the_same(client: CheckingClient, team: Ring) -> None:
    gone, other = begun(client, "one"), words_of(opened(client))
    threads.delete_now(back.Code.read(gone).lookup)
    six = " ".join(gone.split()[:6])
    swapped = " ".join(reversed(begun(client, "two").split()))
    answers = [come_back(client, words) for words in (gone, other, swapped)]
    assert {one.status_code for one in answers} == {400}
    assert len({says(one) for one in answers}) == 1
    no_code = [six, "", "a" * 100_000, "\x00\u202e\xff", f"{six} xyzzyword", "' OR 1=1; --"]
    answers = [come_back(client, words) for words in no_code]
    assert {one.status_code for one in answers} == {400}
    assert not ["xyzzyword" for one in answers if "xyzzyword" in page_of(one)]


def test_no_address_of_coming_back_tells_right_from_wrong_by_its_words(client: CheckingClient) -> None:
    words = begun(client)
    for typed in (words, "wrong words"):
        location = client.post(BACK, {"words": typed})["Location"]
        assert not [word for word in typed.split() if word in location.lower().split("/")[-1].split("-")]


def test_guessing_is_slowed_whoever_guesses(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    words = begun(client)
    monkeypatch.setattr(back, "bucket", limits.Bucket(3, 0.0))
    for _ in range(3):
        assert come_back(client, "wrong").status_code == 400
    answer = come_back(client, "wrong")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert come_back(client, words).status_code == 200, "nobody's guessing keeps anybody from their own words"


def test_an_expired_conversation_opens_no_more(client: CheckingClient) -> None:
    words = begun(client)
    page = come_back(client, words)
    Thread.objects.update(expires=datetime.date(2020, 1, 1))
    assert come_back(client, words).status_code == 400
    posted = client.post(THREAD, filled(page, THREAD, do="reply", message="Still there?"))
    assert follow(client, posted).status_code == 410


def test_the_address_of_a_conversation_forgets_it(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    location = client.post(BACK, {"words": begun(client)})["Location"]
    assert client.get(location).status_code == 200
    now = tokens.time.monotonic()
    monkeypatch.setattr(tokens.time, "monotonic", lambda: now + 2 * tokens.PERIOD)
    assert client.get(location).status_code == 410


def test_nothing_but_the_words_keeps_a_conversation_open(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = come_back(client, begun(client, "I slept by the old mill"))
    start, passed = tokens.time.monotonic(), 0.0
    with monkeypatch.context() as later:
        later.setattr(tokens.time, "monotonic", lambda: start + passed)
        for passed in range(0, 6_000, 500):
            answer = follow(client, client.post(THREAD, _do(page, "show")))
            assert ("old mill" in page_of(answer)) == (passed < 2 * tokens.PERIOD), passed
            page = answer if passed < 2 * tokens.PERIOD else page
        assert "type your seven words once more" in says(answer)
        passed = 6_500.0
        late = filled(page, THREAD, do="reply", message="What I wrote for long")
        assert "Received" in says(follow(client, client.post(THREAD, late)))
        assert Message.objects.count() == 2, "what was written is kept all the same"
        asked = follow(client, client.post(THREAD, _do(page, "ask")))
        assert "Delete everything now?" in says(asked)
        assert "old mill" not in page_of(asked)
        assert "old mill" not in page_of(follow(client, client.post(THREAD, _do(asked, "show"))))
        assert "All of it is gone" in says(follow(client, client.post(THREAD, _do(asked, "delete"))))
    tokens.patient._keys = tokens.Keys(tokens.PatientSealer.period(), tokens.random(32), tokens.random(32))
    tokens.sealer._keys = tokens.Keys(tokens.Sealer.period(), tokens.random(32), tokens.random(32))


def test_the_form_of_a_first_message_opens_no_conversation(client: CheckingClient) -> None:
    given = filled(opened(client), message="I slept by the old mill")
    client.post("/talk/write/search", given)
    answer = follow(client, client.post(THREAD, {"ticket": given["ticket"], "do": "show"}))
    assert "old mill" not in says(answer)


def test_a_reply_is_kept_once(client: CheckingClient) -> None:
    page = come_back(client, begun(client))
    given = filled(page, THREAD, do="reply", message="One more thing")
    for _ in range(3):
        told = says(follow(client, client.post(THREAD, given)))
        assert "Received. It is kept for the liaisons." in told
    assert told.count("One more thing") == 1
    assert Message.objects.count() == 2


@pytest.mark.parametrize(("message", "status"), [("", 400), ("a" * 8_001, 413), ("word " * 20_000, 413)])
def test_a_reply_that_is_refused_comes_back(client: CheckingClient, message: str, status: int) -> None:
    answer = send(client, come_back(client, begun(client)), THREAD, do="reply", message=message)
    assert answer.status_code == status
    assert filled(answer, THREAD, do="reply")["message"] == message.strip()
    assert Message.objects.count() == 1


def test_a_conversation_that_is_full_says_so_and_keeps_what_was_typed(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST", 2)
    page = send(client, come_back(client, begun(client)), THREAD, do="reply", message="Two")
    answer = send(client, page, THREAD, do="reply", message="Three")
    assert answer.status_code == 409
    assert "this conversation is full" in says(answer)
    assert filled(answer, THREAD, do="reply")["message"] == "Three"
    assert Message.objects.count() == 2


def test_danger_in_a_reply_brings_help_first_and_it_still_goes(client: CheckingClient) -> None:
    page = come_back(client, begun(client))
    answer = send(client, page, THREAD, do="reply", message="i want to die")
    assert "You can talk to someone now" in says(answer)
    assert Message.objects.count() == 1
    assert "Received" in says(send(client, answer, THREAD, do="reply"))
    assert Message.objects.count() == 2


def test_who_writes_again_may_say_that_they_are_not_safe(client: CheckingClient) -> None:
    page = come_back(client, begun(client))
    answer = send(client, page, THREAD, do="reply", message="Are you there?", urgency="danger")
    assert "If somebody is in danger, call now" in says(answer)
    assert (Message.objects.count(), Thread.objects.get().urgency) == (1, "none")
    assert filled(answer, THREAD, do="reply")["urgency"] == ["danger"]
    assert "Received" in says(send(client, answer, THREAD, do="reply"))
    assert (Message.objects.count(), Thread.objects.get().urgency) == (2, "danger")


def test_who_sends_the_same_words_again_and_is_not_safe_now_is_heard(client: CheckingClient) -> None:
    words = begun(client)
    page = come_back(client, words)
    send(client, page, THREAD, do="reply", message="And this")
    answer = send(client, page, THREAD, do="reply", message="And this", urgency="danger", warned="1")
    assert answer.status_code == 409 and Thread.objects.get().urgency == "none"
    assert "Received" in says(send(client, answer, THREAD, do="reply", warned="1"))
    assert Thread.objects.get().urgency == "danger"


def test_a_form_that_was_open_for_hours_loses_nothing(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    words = begun(client)
    given = filled(come_back(client, words), THREAD, do="reply", message="What I wrote for long")
    with monkeypatch.context() as later:
        now = tokens.time.monotonic()
        later.setattr(tokens.time, "monotonic", lambda: now + 2 * tokens.LONG_PERIOD)
        answer = follow(client, client.post(THREAD, given))
        assert answer.status_code == 400
        assert "type your seven words once more" in says(answer)
        assert "What I wrote for long" in page_of(answer)
        again = follow(client, client.post(BACK, {"words": words, "message": "What I wrote for long"}))
        assert filled(again, THREAD, do="reply")["message"] == "What I wrote for long"
    tokens.patient._keys = tokens.Keys(tokens.PatientSealer.period(), tokens.random(32), tokens.random(32))
    tokens.sealer._keys = tokens.Keys(tokens.Sealer.period(), tokens.random(32), tokens.random(32))


def test_how_to_be_reached_and_how_long_it_is_kept_can_be_changed(client: CheckingClient, team: Ring) -> None:
    words = begun(client, **REACHED)
    page = come_back(client, words)
    assert filled(page, THREAD, do="change")["phone"] == ["207-555-0142"]
    answer = send(client, page, THREAD, do="change", how=["text"], phone="207-555-0199", again="207-555-0199", days="7")
    assert "Changed" in says(answer)
    found = threads.opened(Thread.objects.get().pk, team.keys)
    assert found
    assert (found.wishes.channels, found.wishes.phone, found.days) == (("text",), "207-555-0199", 7)
    nothing = dict.fromkeys(("phone", "again", "word", "our_word", "place", "hours", "otherwise"), "")
    assert "Changed" in says(send(client, answer, THREAD, do="change", how=[], **nothing))
    found = threads.opened(Thread.objects.get().pk, team.keys)
    assert found and found.wishes == threads.Wishes()


def test_wishes_that_are_refused_come_back(client: CheckingClient) -> None:
    page = come_back(client, begun(client))
    answer = send(client, page, THREAD, do="change", **REACHED | {"again": "207-555-0143"})
    assert answer.status_code == 400
    assert filled(answer, THREAD, do="change")["again"] == ["207-555-0143"]


def test_everything_is_deleted_after_asking_once_more(client: CheckingClient) -> None:
    words = begun(client)
    page = come_back(client, words)
    asked = follow(client, client.post(THREAD, _do(page, "ask")))
    assert "Delete everything now?" in says(asked)
    assert Thread.objects.exists()
    assert "Your conversation" in says(follow(client, client.post(THREAD, _do(asked, "show"))))
    gone = follow(client, client.post(THREAD, _do(asked, "delete")))
    assert "All of it is gone from here" in says(gone)
    assert not Thread.objects.exists()
    assert come_back(client, words).status_code == 400
    assert follow(client, client.post(THREAD, _do(page, "ask"))).status_code == 410


@pytest.mark.parametrize("action", ["reply", "change", "delete_now"])
def test_what_could_not_be_done_is_said_and_comes_back(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise threads.NotKept

    monkeypatch.setattr(threads, action, fails)
    page = come_back(client, begun(client))
    given = _do(page, "delete") if action == "delete_now" else filled(page, THREAD, do=action)
    answer = follow(client, client.post(THREAD, given | ({"message": "xyzzyword"} if action == "reply" else {})))
    assert answer.status_code == 503
    assert "NOT" in says(answer)
    assert ("xyzzyword" in page_of(answer)) == (action == "reply")


def test_while_the_room_cannot_be_asked_it_says_so(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    location = client.post(BACK, {"words": begun(client)})["Location"]

    def fails(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(threads, "read", fails)
    answer = client.get(location)
    assert answer.status_code == 503
    assert "It is still there" in says(answer)


def test_a_word_that_was_wrong_twice_is_told(client: CheckingClient, team: Ring) -> None:
    words = begun(client, **REACHED)
    for _ in range(2):
        threads.missed(Thread.objects.get().pk, team.keys, "call", by="ann")
    page = come_back(client, words)
    assert "gave a wrong word twice" in says(page)
    assert filled(page, THREAD, do="change")["how"] == ["meet"]


def test_strange_things_to_do_only_show_the_conversation(client: CheckingClient) -> None:
    page = come_back(client, begun(client))
    for do in ("", "purge", "\u202e", "x" * 10_000):
        assert "Your conversation" in says(follow(client, client.post(THREAD, _do(page, do))))


def _do(page: Any, what: str) -> dict[str, Any]:
    """A form of a page that carries nothing but its ticket, with one of its buttons pressed."""
    ticket = re.search(r'name="ticket" type="hidden" value="([^"]+)"', page_of(page))
    assert ticket
    return {"ticket": ticket[1], "do": what}
