"""Writing to a liaison: what is said before, what is kept, and what comes back where something is not."""

from __future__ import annotations

import datetime
import random
import re
import threading
import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.utils import timezone

from dooryard.directory import limits
from dooryard.liaison import threads
from dooryard.liaison.models import Cover, Message, Shift, Thread
from dooryard.liaison.sealing import Code
from dooryard.liaison.seeker import beside, carrying
from dooryard.liaison.seeker.checking import LONGEST
from dooryard.liaison.seeker.views import write
from dooryard.liaison.teams import Ring
from tests.liaison.seeker.writing import WRITE, begun, filled, follow, opened, page_of, says, send, words_of
from tests.web.checking import CheckingClient

DAY = datetime.timedelta(1)
TYPED = "Line one <b>&\n\nand the last."
REACHED = {
    "how": ["call", "meet"], "phone": "207-555-0142", "again": "(207) 555 0142", "place": "By the library",
    "hours": "mornings", "voicemail": "yes", "otherwise": "Wrong number", "word": "heron", "our_word": "maple",
}  # fmt: skip


def test_where_nobody_is_enrolled_the_page_is_as_it_was(empty: CheckingClient) -> None:
    page = page_of(empty.get("/talk"))
    assert "<form" not in page
    assert "Crisis line" in page


def test_where_a_county_has_a_team_the_page_has_a_door(client: CheckingClient) -> None:
    page = client.get("/talk")
    assert "Waldo County" in says(page)
    assert "Crisis line" in says(page)
    assert 'action="/talk/write/search"' in page_of(page)


def test_the_lines_are_shown_whatever_is_wrong_with_the_room(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "doors", lambda: 1 / 0)
    assert "Crisis line" in says(client.get("/talk"))


def test_before_the_form_it_says_who_reads_and_what_cannot_be_promised(client: CheckingClient) -> None:
    told = says(opened(client))
    before = told[: told.index("at most 8,000 letters")]
    for said in (
        "The liaisons of Waldo County",
        "we who run this site have no key to it.",
        "What no software can promise",
        "Not locked: the day (not the hour), the county",
        "On this device",
        "We do not know when somebody reads here: nobody has put it down.",
        "Write them on paper",
        "Info line",
        "Crisis line",
    ):
        assert said in before, said


def test_it_says_first_whether_somebody_reads_now_and_when(client: CheckingClient) -> None:
    for weekday in range(7):
        Shift.objects.create(county="Waldo", account="ann", weekday=weekday, starts=0, ends=0)
    told = says(opened(client))
    assert "Somebody reads messages now." in told
    assert "Somebody reads here: Every day, day and night." in told
    Shift.objects.all().delete()
    Shift.objects.create(county="Waldo", account="ann", day=timezone.now().date() - 9 * DAY, starts=0, ends=0)
    for weekday in {0, 2, 4, 6} - {shifts_today()}:
        Shift.objects.create(county="Waldo", account="bob", weekday=weekday, starts=540, ends=545)
    told = says(opened(client))
    assert "Nobody reads messages now. Your message waits until somebody does." in told
    assert "9 am to 9:05 am" in told
    assert told.index("Nobody reads messages now") < told.index("These answer now") < told.index("Info line")


def shifts_today() -> int:
    """The weekday where the place is."""
    return timezone.localdate(timezone=ZoneInfo("America/New_York")).weekday()


def test_a_county_that_nobody_reads_for_shows_no_form(client: CheckingClient) -> None:
    for county, status in (("Hope", 400), ("x" * 50_000, 400), ("\u202e\x00", 200)):
        answer = opened(client, county)
        assert answer.status_code == status
        assert "<textarea" not in page_of(answer)
        assert "Info line" in says(answer)


def test_who_names_no_county_is_told_that_nobody_reads_it(client: CheckingClient) -> None:
    told = says(opened(client, ""))
    assert "You named no county, and nobody reads such messages yet" in told
    assert "Info line" in told


def test_a_message_is_on_disk_before_it_is_said_to_be_received(client: CheckingClient, team: Ring) -> None:
    page = opened(client)
    answer = send(client, page, message=TYPED, urgency="soon", days="30", **REACHED)
    assert answer.status_code == 200
    assert "Received" in says(answer)
    [thread] = Thread.objects.all()
    found = threads.opened(thread.pk, team.keys)
    assert found
    assert [letter.text for letter in found.letters] == [TYPED]
    assert (found.county, found.urgency, found.days) == ("Waldo", "soon", 30)
    assert found.wishes == threads.Wishes(
        channels=("call", "meet"), phone="207-555-0142", place="By the library", hours="mornings", voicemail=True,
        otherwise="Wrong number", word="heron", our_word="maple",
    )  # fmt: skip


def test_the_words_are_on_the_form_alone_and_in_no_address(client: CheckingClient) -> None:
    posted = client.post(WRITE, {"county": "Waldo"})
    page = client.get(posted["Location"])
    words = words_of(page)
    assert len(words.split()) == 7
    sent = client.post(WRITE, filled(page, message="Hello"))
    received = client.get(sent["Location"])
    told = says(received)
    assert not [word for word in words.split() if f" {word} " in told.partition("Received")[2]] or words not in told
    assert words not in page_of(received)
    hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', page_of(page))
    for word in words.split():
        assert not [one for one in (*hidden, posted["Location"], sent["Location"]) if f'"{word}"' in one]


def test_no_address_holds_a_code_even_sealed() -> None:
    for kind in (carrying.Ticket, carrying.Writing, carrying.Reading, carrying.Told):
        assert not {"words", "code"} & set(kind.__struct_fields__)


def test_what_was_not_asked_for_is_not_kept(client: CheckingClient, team: Ring) -> None:
    begun(client, how=[], hours="mornings", word="heron", our_word="maple", voicemail="yes")
    [thread] = Thread.objects.all()
    found = threads.opened(thread.pk, team.keys)
    assert found and found.wishes == threads.Wishes()


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"message": ""}, 400, "write something first"),
    ({"message": "\u202e\x00\u200f \r\n"}, 400, "write something first"),
    ({"message": "a" * 8_001}, 413, "8,000 letters fit here"),
    ({"message": "word " * 20_000}, 413, "8,000 letters fit here"),
    ({"how": ["call"], "word": "a", "our_word": "b"}, 400, "the whole phone number"),
    ({**REACHED, "again": "207-555-0143"}, 400, "not the same"),
    ({**REACHED, "how": []}, 400, "May we call or text it?"),
    ({**REACHED, "how": ["email"], "phone": "", "again": "", "email": "nobody"}, 400, "the whole e-mail address"),
    ({**REACHED, "place": ""}, 400, "where and when you could meet"),
    ({**REACHED, "word": ""}, 400, "choose both secret words"),
    ({**REACHED, "our_word": "HERON"}, 400, "must not be the same"),
    ({**REACHED, "hours": "x" * 201}, 413, "200 letters fit"),
    ({"ticket": "A" * 300}, 400, "open for long"),
    ({"ticket": ""}, 400, "open for long"),
]


@pytest.mark.parametrize(("given", "status", "why"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_comes_back_with_all_that_was_typed(
    client: CheckingClient, given: dict[str, Any], status: int, why: str
) -> None:
    page = opened(client)
    answer = send(client, page, **({"message": TYPED} | given))
    assert answer.status_code == status
    assert why in says(answer)
    assert "Received" not in says(answer)
    assert not Thread.objects.exists()
    again = filled(answer)
    for name, value in ({"message": TYPED} | given).items():
        if name not in ("ticket", "message"):
            assert again.get(name, []) == ([value] if isinstance(value, str) else value), name
    if "\x00" not in given.get("message", ""):
        assert again["message"] == given.get("message", TYPED).strip()
    assert bool(words_of(answer)) == ("ticket" in given)


def test_after_a_refusal_the_words_that_were_written_down_still_open_it(client: CheckingClient) -> None:
    page = opened(client)
    words = words_of(page)
    back = send(client, page, message="")
    assert words_of(back) == ""
    assert "still the ones that you saw before" in says(back)
    assert "Received" in says(send(client, back, message="Hello"))
    code = threads.read(*_keys(words))
    assert code and code.letters[0].text == "Hello"


def test_who_did_not_write_them_down_gets_new_ones(client: CheckingClient) -> None:
    page = opened(client)
    back = send(client, send(client, page, message=""), message=TYPED, new="1")
    words = words_of(back)
    assert words and words != words_of(page)
    send(client, back)
    found = threads.read(*_keys(words))
    assert found and found.letters[0].text == TYPED


@pytest.mark.parametrize("letter", ["x", "\u1290", "\U0001e92b"])
def test_the_longest_message_comes_back_whole_in_every_script(client: CheckingClient, letter: str) -> None:
    message = "".join(chr(ord(letter) + number * 7 % 3) for number in range(8_000))
    answer = send(client, opened(client), message=message, phone="207-555-0142")
    assert answer.status_code == 400
    assert filled(answer)["message"] == message


def test_what_is_too_much_to_come_back_says_that_its_end_is_missing(client: CheckingClient) -> None:
    message = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(30_000))
    answer = send(client, opened(client), message=message)
    assert answer.status_code == 413
    assert "its end is missing" in says(answer)
    assert message.startswith(filled(answer)["message"])


def test_who_writes_without_end_is_refused_and_loses_nothing(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "bucket", limits.Bucket(2, 0.0))
    for _ in range(2):
        begun(client)
    answer = send(client, opened(client), message="One more")
    assert answer.status_code == 503
    assert "NOT received" in says(answer)
    assert filled(answer)["message"] == "One more"
    assert Thread.objects.count() == 2


SHORT_FIELDS = ("phone", "again", "email", "place", "hours", "otherwise", "word", "our_word")


@pytest.mark.parametrize("fields", [("county",), SHORT_FIELDS, ("message", "county", *SHORT_FIELDS)], ids=len)
@pytest.mark.parametrize("path", [WRITE, "/talk/thread/search", "/talk/back/search"])
def test_whatever_is_too_much_for_an_address_the_form_is_answered(
    client: CheckingClient, path: str, fields: tuple[str, ...]
) -> None:
    chance = random.Random(4)
    given = {name: "".join(chr(0x4E00 + chance.randrange(20_000)) for _ in range(3_000)) for name in fields}
    answered: list[Any] = []

    def post() -> None:
        try:
            answered.append(client.post(path, {"message": "x"} | given))
        finally:
            connections.close_all()  # this thread's own

    posting = threading.Thread(target=post, daemon=True)
    posting.start()
    posting.join(10)
    assert answered, "it works for ever"
    assert follow(client, answered[0]).status_code in (400, 413)


def test_a_body_that_cannot_be_read_is_refused_in_words(client: CheckingClient) -> None:
    posted = client.post(WRITE, b"\xff\x00 no form", content_type="multipart/form-data; boundary=x")
    assert follow(client, posted).status_code == 400
    huge = client.post(WRITE, {"message": "a" * 400_000})
    assert follow(client, huge).status_code == 413
    elsewhere = client.post(WRITE, filled(opened(client), message="x"), headers={"Sec-Fetch-Site": "cross-site"})
    assert follow(client, elsewhere).status_code == 403
    assert not Thread.objects.exists()


def test_a_form_sent_twice_is_kept_once(client: CheckingClient) -> None:
    given = filled(opened(client), message="Hello")
    for _ in range(3):
        assert "Received" in says(follow(client, client.post(WRITE, given)))
    assert Message.objects.count() == 1


def test_a_form_sent_again_with_other_words_says_what_was_received_and_adds_them(client: CheckingClient) -> None:
    page = opened(client)
    given = filled(page, message="Hello")
    client.post(WRITE, given)
    answer = follow(client, client.post(WRITE, given | {"message": "And this"}))
    assert answer.status_code == 409
    assert "Received" in says(send(client, answer))
    found = threads.read(*_keys(words_of(page)))
    assert found and [letter.text for letter in found.letters] == ["Hello", "And this"]


def test_two_tabs_have_two_codes(client: CheckingClient) -> None:
    one, two = opened(client), opened(client)
    assert words_of(one) != words_of(two)
    send(client, two, message="two")
    send(client, one, message="one")
    for page, said in ((one, "one"), (two, "two")):
        found = threads.read(*_keys(words_of(page)))
        assert found and [letter.text for letter in found.letters] == [said]


def test_a_form_of_a_conversation_that_was_deleted_does_not_begin_it_again(client: CheckingClient) -> None:
    page = opened(client)
    given = filled(page, message="Hello")
    client.post(WRITE, given)
    threads.delete_now(_keys(words_of(page))[1])
    answer = follow(client, client.post(WRITE, given))
    assert answer.status_code == 409
    assert words_of(answer) and words_of(answer) != words_of(page)
    assert not Thread.objects.exists()


@pytest.mark.parametrize("problem", [threads.NotKept, threads.NoTeam, ValueError])
def test_what_could_not_be_kept_is_never_said_to_be_received(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch, problem: type[Exception]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise problem

    page = opened(client)
    with monkeypatch.context() as patched:
        patched.setattr(threads, "begin", fails)
        answer = send(client, page, message=TYPED)
    assert answer.status_code == 503
    assert "NOT received" in says(answer)
    assert "Info line" in says(answer)
    again = filled(answer)
    assert again["message"] == TYPED
    assert "Received" in says(follow(client, client.post(WRITE, again)))
    assert threads.read(*_keys(words_of(page)))


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("i want to die", "You can talk to someone now"),
        ("my friend is not breathing", "Not waking up? Do this now"),
        ("i will stop drinking on my own", "Stopping alcohol or benzos can be dangerous"),
        ("my man hits me", "Is somebody hurting you?"),
    ],
)
def test_words_of_danger_bring_help_before_the_button_and_the_message_still_goes(
    client: CheckingClient, message: str, told: str
) -> None:
    page = opened(client)
    answer = send(client, page, message=message)
    said = says(answer)
    assert answer.status_code == 200
    assert not Thread.objects.exists()
    assert 0 < said.index("Not sent yet") < said.index(told) < said.index("Send it now")
    assert filled(answer)["message"] == message
    assert "Received" in says(send(client, answer))
    assert threads.read(*_keys(words_of(page)))


def test_who_took_pills_to_die_gets_both_numbers_before_the_steps(client: CheckingClient) -> None:
    said = says(send(client, opened(client), message="took all my pills to die"))
    assert 0 < said.index("If somebody is in danger, call now") < said.index("You can talk to someone now")
    assert said.index("You can talk to someone now") < said.index("Do this now", said.index("You can talk"))


def test_who_wants_not_to_wake_up_is_not_shown_the_steps_of_an_overdose(client: CheckingClient) -> None:
    answer = send(client, opened(client), message="want to go to sleep and not wake up")
    assert "You can talk to someone now" in says(answer)
    assert 'id="steps"' not in page_of(answer)


def test_who_ticks_not_safe_gets_whom_to_call_before_the_button_and_it_still_goes(client: CheckingClient) -> None:
    page = opened(client)
    answer = send(client, page, message="Could we talk?", urgency="danger")
    said = says(answer)
    assert not Thread.objects.exists()
    assert 0 < said.index("Not sent yet") < said.index("If somebody is in danger, call now") < said.index("Send it now")
    assert "You can talk to someone now" in said
    again = filled(answer)
    assert (again["message"], again["urgency"]) == ("Could we talk?", ["danger"])
    assert "Received" in says(send(client, answer))
    assert Thread.objects.get().urgency == "danger"


def test_one_tap_sends_it_marked_urgent_and_only_then_it_is(client: CheckingClient) -> None:
    answer = send(client, opened(client), message="my friend wont wake up")
    assert "Send it now, marked urgent" in says(answer)
    assert "Received" in says(send(client, answer, urgent="1"))
    assert Thread.objects.get().urgency == "danger"


def test_stopping_alone_is_told_who_answers_now(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    known = beside.lines
    monkeypatch.setattr(beside, "lines", lambda: known() | {"emergency": known()["crisis"]})
    said = says(send(client, opened(client), message="pills all gone, benzos, sweating and seeing stuff"))
    after = said[said.index("Talk to a doctor before you stop.") :]
    assert 0 < after.index("These answer now:") < after.index("Somebody is in danger: 555-555-0104")
    assert after.index("Somebody is in danger: 555-555-0104") < after.index("Crisis line 555-555-0104")


@pytest.mark.parametrize("message", ["i want to die", "Could we talk?"])
def test_new_words_say_that_it_is_not_sent_yet_and_warn_no_second_time(client: CheckingClient, message: str) -> None:
    answer = send(client, opened(client), message=message)
    if message == "Could we talk?":
        answer = send(client, opened(client), message=message, phone="555-0100")
    anew = send(client, answer, new="1")
    assert "Not sent yet" in says(anew)
    assert words_of(anew)
    assert "Received" in says(send(client, anew, phone=""))


def test_danger_is_heard_at_the_end_of_a_long_message(client: CheckingClient) -> None:
    assert beside.heard("so it goes " * 500 + "and i want to die") == ("suicide",)
    assert beside.heard("we went to the shop " * 100) == ()


@pytest.mark.parametrize(
    "text",
    [
        "my friend wont wake up i took pills and he hit me not stop drinking today shaking ",
        "i stop and took the pill and he would not stop and i was not in the bed and did not use at home last week ",
        "overdosse naloxonne wihtdrawal recovvery suicdial breatthing benzzos ",
    ],
)
def test_the_longest_message_is_heard_within_bounds(text: str) -> None:
    longest = (text * 200)[:LONGEST]
    beside.heard(longest)
    spent = min(_spent(longest) for _ in range(3))
    assert spent < 0.3, "a tenth of a second is meant; three times that is left for a slow machine"


def _spent(text: str) -> float:
    start = time.process_time()
    beside.heard(text)
    return time.process_time() - start


def test_nothing_of_what_was_heard_is_stored(client: CheckingClient) -> None:
    answer = send(client, opened(client), message="i want to die")
    send(client, answer)
    assert Thread.objects.get().urgency == "none"


@pytest.mark.parametrize("path", ["/talk/write/x", "/talk/sent/" + "A" * 400, "/talk/back/x", "/talk/thread/x"])
def test_an_old_or_forged_address_says_that_it_has_expired(client: CheckingClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 410
    assert "Received" not in says(answer)


def test_in_every_language_the_form_leads_on_in_it(client: CheckingClient) -> None:
    posted = client.post("/es" + WRITE, {"county": "Waldo"})
    assert posted["Location"].startswith("/es/talk/write/")
    page = client.get(posted["Location"])
    sent = client.post("/es" + WRITE, filled(page, message="Hola"))
    assert sent["Location"].startswith("/es/talk/sent/")
    assert client.get(sent["Location"]).status_code == 200


def _keys(words: str) -> tuple[bytes, bytes]:
    code = Code.read(words)
    return code.key, code.lookup


def test_a_county_that_another_team_reads_for_says_so(client: CheckingClient, team: Ring) -> None:
    Cover.objects.create(county="Knox", by="Waldo")
    page = opened(client, "Knox")
    assert "The liaisons of Waldo County read it." in says(page)
    assert "Received" in says(send(client, page, message="Hello"))
    found = threads.opened(Thread.objects.get().pk, team.keys)
    assert found and found.county == "Knox"


def test_who_names_no_county_is_read_where_somebody_reads_for_all(client: CheckingClient, team: Ring) -> None:
    Cover.objects.create(county="", by="Waldo")
    page = opened(client, "")
    assert "We do not know when somebody reads here" in says(page)
    assert "The liaisons of Waldo County read it." in says(page)
    assert "Received" in says(send(client, page, message="Hello"))
    found = threads.opened(Thread.objects.get().pk, team.keys)
    assert found and found.county == ""


def test_no_county_is_written_into_a_row_that_has_no_team(client: CheckingClient) -> None:
    page = opened(client)
    answer = send(client, page, message="Hello", county="xyzzyword")
    assert answer.status_code == 503
    assert "nobody reads messages for this county" in says(answer)
    assert not Thread.objects.exists()
