"""Whatever is put into whichever form of the seeker's door, a clear page answers, nothing is repeated, nothing is lost.

The forms and their fields are read off the pages, so that a new one is tried without being named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dooryard.directory import limits
from dooryard.directory.tokens import Asked, PatientSealer, Sealer, sealer
from dooryard.liaison import threads
from dooryard.liaison.models import Message, Thread
from dooryard.liaison.sealing import Code
from dooryard.liaison.seeker import carrying
from dooryard.liaison.seeker.carrying import Reading, Told, Writing
from dooryard.liaison.seeker.views import back
from tests.liaison.seeker.writing import BACK, THREAD, WRITE, begun, come_back, filled, follow, opened, page_of, send
from tests.web import hostile
from tests.web.checking import CheckingClient
from tests.web.forms import Form, forms
from tests.web.hostile import BODIES, FORM, HOSTILE, flipped
from tests.web.test_silence import Everything, everything  # noqa: F401

KEPT = "This was written before."
ROOM = ("/talk/write/search", "/talk/back/search", "/talk/thread/search")


@pytest.fixture
def words(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> str:
    """The code of somebody who wrote before all of this."""
    monkeypatch.setattr(back, "bucket", limits.Bucket(1e9, 1e9))
    return begun(client, KEPT, how=["call"], phone="207-555-0142", again="207-555-0142", word="heron", our_word="maple")


@pytest.fixture
def silent(words: str, everything: Everything, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:  # noqa: F811
    """Nothing is logged or printed meanwhile."""
    yield
    assert ("".join(everything.lines), "".join(capfd.readouterr())) == ("", "")


def pages(client: CheckingClient, words: str) -> Iterator[Any]:
    """Every page of the door that has a form, as it is first shown and as it comes back."""
    yield client.get("/talk")
    page = opened(client)
    yield page
    yield send(client, page, message="")
    yield send(client, page, message="i want to die")
    yield client.get("/talk/back")
    thread = come_back(client, words)
    yield thread
    yield send(client, thread, THREAD, do="reply", message="i want to die")
    yield follow(client, client.post(THREAD, filled(thread, THREAD) | {"do": "ask", "message": ""}))


def every_form(client: CheckingClient, words: str) -> list[Form]:
    """Each form of the door once, told apart by where it is sent and its fields."""
    found = {
        (form.action, tuple(field.name for field in form.fields)): form
        for page in pages(client, words)
        for form in forms(page_of(page))
        if form.action in ROOM
    }
    return list(found.values())


def wrong(answer: Any, value: str) -> list[str]:
    """What is wrong with an answer; a 503 that says that nothing was received is a good one."""
    refused = answer.status_code == 503 and "NOT received" in page_of(answer)
    return [one for one in hostile.wrong(answer, value) if not (refused and one == "status 503")]


def still_there(words: str) -> bool:
    """Whether what was written before can be read as it was, once."""
    code = Code.read(words)
    found = threads.read(code.key, code.lookup)
    return bool(found) and [letter.text for letter in found.letters].count(KEPT) == 1


def test_the_forms_of_the_door_are_found(client: CheckingClient, words: str) -> None:
    found: dict[str, set[str]] = {}
    for form in every_form(client, words):
        found.setdefault(form.action, set()).update(field.name for field in form.fields)
    written = {
        "message",
        "how",
        "phone",
        "again",
        "email",
        "place",
        "hours",
        "voicemail",
        "otherwise",
        "word",
        "our_word",
    }
    assert written | {"county", "ticket", "days"} <= found[WRITE]
    assert "words" in found[BACK]
    assert written | {"ticket", "do", "days"} <= found[THREAD]


@pytest.mark.parametrize("kind", HOSTILE)
def test_every_field_of_every_form_takes_it(client: CheckingClient, words: str, silent: None, kind: str) -> None:
    value, found, tried = HOSTILE[kind], [], set()
    for form in every_form(client, words):
        for name in dict.fromkeys(field.name for field in form.fields):
            what = form.action, dict(form.sent()).get("do", ""), name
            if what in tried:
                continue
            tried.add(what)
            given: dict[str, list[str]] = {}
            for other, one in form.with_one(name, value):
                given.setdefault(other, []).append(one)
            answer = hostile.follow(client, client.post(form.action, given))
            found += [f"{form.action} {name}: {fault}" for fault in wrong(answer, value)]
    assert found == []
    assert still_there(words)


@pytest.mark.parametrize("path", [*ROOM, "/es/talk/write/search"])
@pytest.mark.parametrize("kind", BODIES)
def test_every_body_is_answered_in_words(
    client: CheckingClient, words: str, silent: None, path: str, kind: str
) -> None:
    body, of = BODIES[kind]
    before = Thread.objects.count(), Message.objects.count()
    for sent in (body, body.replace(b"words=", b"message="), body.replace(b"words=", b"ticket=")):
        assert wrong(hostile.follow(client, client.generic("POST", path, sent, content_type=of)), "") == []
    assert (Thread.objects.count(), Message.objects.count()) == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "X" * 200])
@pytest.mark.parametrize("path", ["/talk", "/talk/back", *ROOM])
def test_no_other_method_is_taken(client: CheckingClient, words: str, silent: None, path: str, method: str) -> None:
    answer = client.generic(method, path, b"message=x", content_type=FORM)
    assert (answer.status_code, wrong(answer, "")) == (405, [])


def test_forged_old_cut_and_borrowed_addresses_open_nothing(client: CheckingClient, words: str, silent: None) -> None:
    code = Code.read(words)
    thread = carrying.in_address(Reading(lookup=code.lookup, key=code.key, since=carrying.now()))
    form, told = carrying.in_address(Writing(county="Waldo")), sealer.seal(Told(what="received"))
    own = {"thread": thread, "write": form, "sent": told}
    for path, real in own.items():
        assert client.get(f"/talk/{path}/{real}").status_code == 200
        others = [one for other, one in own.items() if other != path]
        older = Sealer().seal(Told(what="received"))
        for token in (flipped(real), real[:-4], real + "AAAA", real[4:], older, sealer.seal(Asked(words="x")), *others):
            answer = client.get(f"/talk/{path}/{token}")
            assert (answer.status_code, wrong(answer, token)) == (410, []), path
            assert KEPT not in page_of(answer)


def test_forged_tickets_keep_and_change_nothing(client: CheckingClient, words: str, silent: None) -> None:
    page, code = come_back(client, words), Code.read(words)
    given = filled(page, THREAD, do="reply", message="Forged")
    [real] = given["ticket"]
    anothers = PatientSealer().seal(carrying.ticket(code.lookup, code.key))
    for ticket in (flipped(real), real[:-2], anothers, sealer.seal(Told(what="received")), "", "A" * 10_000):
        for do in ("reply", "change", "delete", "ask"):
            answer = follow(client, client.post(THREAD, given | {"ticket": ticket, "do": do}))
            assert (answer.status_code, wrong(answer, ticket)) == (400, [])
        written = filled(opened(client), message="Forged")
        assert follow(client, client.post(WRITE, written | {"ticket": ticket})).status_code == 400
    assert Message.objects.count() == 1
    assert still_there(words)


def test_every_form_sent_again_and_again_does_it_once(client: CheckingClient, words: str) -> None:
    thread = come_back(client, words)
    again = [
        (WRITE, filled(opened(client), message="Another conversation")),
        (THREAD, filled(thread, THREAD, do="reply", message="A further word")),
        (THREAD, filled(thread, THREAD, do="change", days="7")),
    ]
    for _ in range(3):
        for path, given in again:
            assert follow(client, client.post(path, given)).status_code == 200
    assert (Thread.objects.count(), Message.objects.count()) == (2, 3)
    asked = follow(client, client.post(THREAD, {"ticket": again[1][1]["ticket"], "do": "ask"}))
    deleting = {"ticket": filled(asked, THREAD)["ticket"], "do": "delete"}
    for _ in range(3):
        assert "All of it is gone" in page_of(follow(client, client.post(THREAD, deleting)))
    assert (Thread.objects.count(), Message.objects.count()) == (1, 1)


def test_two_tabs_of_one_conversation_lose_nothing_of_each_other(client: CheckingClient, words: str) -> None:
    one, two = come_back(client, words), come_back(client, words)
    send(client, one, THREAD, do="reply", message="From the first")
    send(client, two, THREAD, do="reply", message="From the second")
    send(client, one, THREAD, do="change", days="7")
    answer = send(client, two, THREAD, do="change", hours="after six")
    assert answer.status_code == 200
    code = Code.read(words)
    found = threads.read(code.key, code.lookup)
    assert found and [letter.text for letter in found.letters] == [KEPT, "From the first", "From the second"]
    assert found.wishes.hours == "after six"
