"""A conversation at the desk: only for who holds its team's key, answered once, handed over, closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dooryard.desk.actions.accounts import leave as leave_the_desk
from dooryard.desk.models import AuditEntry
from dooryard.desk.models.accounts import IDLE
from dooryard.liaison import inbox, teams
from dooryard.liaison.letters import NoTeam, NotKept, Wishes
from dooryard.liaison.models import Message, Thread
from tests.data_folders import stored
from tests.desk.client import DeskClient, field
from tests.liaison.desk.conftest import KEYS, OTHER, Liaison, name, read, signed_in, wrote
from tests.liaison.helpers import COUNTY

TEXT = "Come on Tuesday, I am there until four"


def answer(client: Liaison, thread: int, text: str = TEXT, once: str = "") -> str:
    once = once or field(client.get(f"/desk/liaison/thread/{thread}"), "once")
    return client.send(f"thread/{thread}/search", text=text, once=once)


def test_the_list_goes_by_urgency_and_days_and_holds_no_word(ann: Liaison) -> None:
    _code, calm = wrote("the first secret")
    _code, soon = wrote("the second secret", urgency="soon")
    _code, danger = wrote("the third secret", urgency="danger")
    page = ann.get("/desk/liaison/").content.decode()
    assert page.index(f"thread/{danger}") < page.index(f"thread/{soon}") < page.index(f"thread/{calm}")
    assert "secret" not in page.replace("secrets", "")
    assert f"{COUNTY} County" in page


def test_a_conversation_shows_its_words_and_wishes(ann: Liaison) -> None:
    wishes = Wishes(
        channels=("call", "meet"), phone="555-0142", place="the library", hours="after six", word="heron",
        our_word="maple", otherwise="It is the dentist.",
    )  # fmt: skip
    _code, thread = wrote("first line\n<b>second</b>", wishes=wishes)
    page = ann.says(f"/desk/liaison/thread/{thread}")
    for part in ("first line", "<b>second</b>", "555-0142", "the library", "after six", "heron", "maple", "dentist"):
        assert part in page
    assert "The first contact says nothing about what it is until the word was given." in page
    assert "No. Leave no message." in page


def test_who_wants_no_call_is_shown_as_such(ann: Liaison) -> None:
    _code, thread = wrote(wishes=Wishes())
    page = ann.says(f"/desk/liaison/thread/{thread}")
    assert "Only here. Do not call" in page and "The word was wrong" not in page


@pytest.mark.parametrize("roles", [("administrator",), ("steward",), ("specialist",), ("campaigner",), ("analyst",)])
def test_another_role_sees_nothing_of_it(ann: Liaison, roles: tuple[str, ...]) -> None:
    _code, thread = wrote()
    other = signed_in("Other", *roles)
    for path in ("", f"thread/{thread}", "teams", "shifts", "keys"):
        assert other.get(f"/desk/liaison/{path}").status_code == 403
    assert other.send(f"thread/{thread}/search", text=TEXT, once="0" * 32) == "/desk/refused?why=role"
    assert Message.objects.count() == 1


def test_an_administrator_who_is_a_liaison_too_opens_no_thread_of_a_team_that_is_not_theirs(ann: Liaison) -> None:
    _code, thread = wrote()
    other = signed_in("Other", "administrator", "liaison")
    other.opens()
    assert str(thread) not in other.says("/desk/liaison/")
    assert other.get(f"/desk/liaison/thread/{thread}").status_code == 404
    other.send(f"thread/{thread}/search", text=TEXT, once="0" * 32)
    other.send(f"thread/{thread}/close")
    other.send(f"thread/{thread}/missed", channel="call", seen="0")
    assert Message.objects.count() == 1
    assert Thread.objects.get().state == "open"


def test_a_liaison_of_another_county_sees_a_page_that_is_not_there(ann: Liaison, ben: Liaison) -> None:
    _code, thread = wrote()
    theirs = ben.get(f"/desk/liaison/thread/{thread}")
    nobodys = ben.get("/desk/liaison/thread/12345")
    assert theirs.status_code == nobodys.status_code == 404
    assert ben.get("/desk/liaison/thread/99999999999999999999999").status_code == 404
    ben.send(f"thread/{thread}/close")
    denied = AuditEntry.objects.filter(action="deny").values_list("details__why", "details__page")
    asked, sent = ("team", "desk/liaison/thread/<int:thread>"), ("team", "desk/liaison/thread/<int:thread>/close")
    assert list(denied) == [asked, sent], "what is not there is refused to nobody"


def test_nobody_sees_it(ann: Liaison) -> None:
    _code, thread = wrote()
    assert DeskClient().get(f"/desk/liaison/thread/{thread}")["Location"] == "/desk/enter"


def test_closed_keys_show_how_to_open_them_and_not_the_conversation(ann: Liaison) -> None:
    _code, thread = wrote()
    ann.send("lock")
    assert "Open my keys" in ann.says(f"/desk/liaison/thread/{thread}")
    assert "old mill" not in ann.says(f"/desk/liaison/thread/{thread}")
    assert ann.send(f"thread/{thread}/search", text=TEXT, once="0" * 32).startswith(
        "/desk/liaison/keys?said=unsent&draft="
    )


def test_an_answer_reaches_the_person_once_however_often_it_is_sent(ann: Liaison) -> None:
    code, thread = wrote()
    once = field(ann.get(f"/desk/liaison/thread/{thread}"), "once")
    for _ in range(3):
        assert answer(ann, thread, once=once) == f"/desk/liaison/thread/{thread}?said=answered"
    assert read(code) == ["I slept by the old mill", TEXT]
    assert TEXT in ann.says(f"/desk/liaison/thread/{thread}")


def test_other_words_behind_the_same_form_are_said_not_to_be_kept_and_come_back(ann: Liaison) -> None:
    code, thread = wrote()
    once = field(ann.get(f"/desk/liaison/thread/{thread}"), "once")
    answer(ann, thread, once=once)
    where = answer(ann, thread, "And bring a coat", once=once)
    assert "said=again" in where and "coat" not in where
    page = ann.get(where)
    assert "And bring a coat" in page.content.decode()
    assert field(page, "once") != once
    assert answer(ann, thread, "And bring a coat", once=field(page, "once")).endswith("said=answered")
    assert read(code)[1:] == [TEXT, "And bring a coat"]


def test_an_answer_that_could_not_be_kept_comes_back_with_the_same_form(
    ann: Liaison, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, thread = wrote()
    once = field(ann.get(f"/desk/liaison/thread/{thread}"), "once")

    def full(work: object) -> object:
        raise NotKept

    with monkeypatch.context() as patch:
        patch.setattr(inbox, "written", full)
        where = answer(ann, thread, once=once)
    page = ann.get(where)
    assert TEXT in page.content.decode() and "NOT kept" in page.content.decode()
    assert field(page, "once") == once
    assert read(code) == ["I slept by the old mill"]


def test_a_draft_is_shown_to_nobody_else(ann: Liaison, ben: Liaison) -> None:
    _code, thread = wrote()
    where = ann.send(f"thread/{thread}/search", text=TEXT, once="not one")
    assert TEXT in ann.get(where).content.decode()
    _code, other = wrote(county=OTHER)
    assert TEXT not in ben.get(where.replace(str(thread), str(other))).content.decode()
    assert TEXT not in ben.get(where).content.decode()


def test_nothing_of_a_conversation_or_a_key_is_on_disk_while_it_is_read_and_answered(ann: Liaison, room: Path) -> None:
    ring = teams.unlock(ann.by, KEYS)
    _code, thread = wrote("I slept by the old mill")
    answer(ann, thread)
    ann.get(ann.send(f"thread/{thread}/search", text="never sent words", once="not one"))
    kept = stored(room)
    for secret in (b"old mill", TEXT.encode(), b"never sent", b"heron", b"555-0142", ring.own, *ring.keys.values()):
        assert secret not in kept
    assert str(ann.by).encode() in kept, "what is there is found"


@pytest.mark.parametrize("text", ["", "  \n ", "\x00", "x" * 4_001, "x" * 200_000])
def test_what_cannot_be_sent_is_said(ann: Liaison, text: str) -> None:
    code, thread = wrote()
    where = answer(ann, thread, text)
    assert where.startswith(f"/desk/liaison/thread/{thread}?said=")
    assert len(where) < 13_000
    assert ann.get(where).status_code == 200
    assert len(read(code)) == 1


def test_strange_words_are_kept_as_they_are_but_for_what_cannot_be_seen(ann: Liaison) -> None:
    code, thread = wrote()
    strange = "a\u202eb <script>alert(1)</script>\x1b\r\n{{ 7 * 7 }} \U0001f642"
    answer(ann, thread, strange)
    assert read(code)[1] == "ab <script>alert(1)</script>\n{{ 7 * 7 }} \U0001f642"
    assert "<script>alert" not in ann.get(f"/desk/liaison/thread/{thread}").content.decode()


def test_a_forged_form_changes_nothing(ann: Liaison) -> None:
    _code, thread = wrote()
    for path in ("search", "close", "over", "missed"):
        where = ann.post(f"/desk/liaison/thread/{thread}/{path}", {"word": "0" * 64, "text": TEXT})["Location"]
        assert where == "/desk/refused?why=forged"
        foreign = ann.post(
            f"/desk/liaison/thread/{thread}/{path}", {"word": ann.word()}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert foreign["Location"] == "/desk/refused?why=elsewhere"
    assert Message.objects.count() == 1


def test_the_second_wrong_word_closes_a_channel_and_a_form_sent_twice_counts_once(ann: Liaison) -> None:
    _code, thread = wrote()

    def missed(seen: int) -> str:
        return ann.send(f"thread/{thread}/missed", channel="call", seen=seen).partition("said=")[2]

    assert missed(0) == "missed"
    assert missed(0) == "seen"
    assert "The word was wrong once" in ann.says(f"/desk/liaison/thread/{thread}")
    assert missed(1) == "missed"
    page = ann.says(f"/desk/liaison/thread/{thread}")
    assert "Closed. The word was wrong twice." in page
    assert "555-0142" not in page
    assert missed(2) == "seen"
    assert ann.send(f"thread/{thread}/missed", channel="text", seen=0).endswith("said=seen")


def test_handing_over_opens_it_for_the_other_team_and_closes_it_for_this_one(ann: Liaison, ben: Liaison) -> None:
    code, thread = wrote()
    answer(ann, thread)
    assert ann.send(f"thread/{thread}/over", county=OTHER, sure="yes") == "/desk/liaison/?said=over"
    assert ann.get(f"/desk/liaison/thread/{thread}").status_code == 404
    assert str(thread) not in ann.says("/desk/liaison/")
    assert TEXT in ben.says(f"/desk/liaison/thread/{thread}")
    assert answer(ben, thread, "I go on from here").endswith("said=answered")
    assert read(code)[-1] == "I go on from here"


def test_it_is_handed_over_only_to_a_team(ann: Liaison) -> None:
    _code, thread = wrote()
    for county in ("", "Nowhere", "Oxford"):
        assert ann.send(f"thread/{thread}/over", county=county).endswith("said=nobody")
    assert ann.get(f"/desk/liaison/thread/{thread}").status_code == 200


def test_a_closed_conversation_is_listed_apart_and_can_still_be_read(ann: Liaison) -> None:
    _code, thread = wrote()
    assert ann.send(f"thread/{thread}/close").endswith("said=closed")
    assert "Nobody waits." in ann.says("/desk/liaison/")
    assert "old mill" in ann.says(f"/desk/liaison/thread/{thread}")


def taken(client: Liaison, thread: int, by: Liaison) -> str:
    return client.send(f"thread/{thread}/assign", account=by.by).partition("said=")[2]


@pytest.fixture
def dan(ann: Liaison) -> Liaison:
    """A colleague of Ann's, with his keys open."""
    made = signed_in("Dan", "liaison")
    made.opens()
    name(COUNTY, made)
    ann.send("teams/add", county=COUNTY, account=made.by)
    return made


def test_what_somebody_has_taken_is_theirs_in_the_list_and_first_in_their_own(ann: Liaison, dan: Liaison) -> None:
    _code, urgent = wrote(urgency="danger")
    _code, calm = wrote()
    assert taken(ann, calm, dan) == "assigned"
    mine, hers = (one.get("/desk/liaison/").content.decode() for one in (dan, ann))
    assert mine.index(f"thread/{calm}") < mine.index(f"thread/{urgent}")
    assert "Yours, waiting for your answer" in mine
    assert hers.index(f"thread/{urgent}") < hers.index(f"thread/{calm}")
    assert "taken by Dan" in ann.says("/desk/liaison/")
    assert AuditEntry.objects.filter(by=ann.by, action="liaison: assign", key=COUNTY, details={"to": dan.by}).exists()


def test_nobody_answers_what_a_colleague_has_taken_unless_they_say_so(ann: Liaison, dan: Liaison) -> None:
    code, thread = wrote()
    form = field(ann.get(f"/desk/liaison/thread/{thread}"), "once")
    taken(dan, thread, dan)
    where = answer(ann, thread, once=form)
    assert "said=theirs" in where
    page = ann.says(where)
    assert "Taken by Dan ." in page and TEXT in page, "what she typed is still there"
    assert len(read(code)) == 1
    sent = ann.send(f"thread/{thread}/search", text=TEXT, once=form, instead="yes")
    assert sent.endswith("said=answered")
    assert read(code)[-1] == TEXT
    assert "said=answered" in answer(dan, thread)


def test_it_is_given_back_and_handing_over_gives_it_back_too(ann: Liaison, dan: Liaison, ben: Liaison) -> None:
    _code, thread = wrote()
    assert taken(ann, thread, dan) == "assigned"
    assert ann.send(f"thread/{thread}/assign", account="").endswith("said=free")
    assert Thread.objects.get().assigned is None
    taken(ann, thread, dan)
    ann.send(f"thread/{thread}/over", county=OTHER, sure="yes")
    assert Thread.objects.get().assigned is None
    assert "said=answered" in answer(ben, thread)


def test_only_who_holds_the_key_takes_it_and_only_they_give_it(ann: Liaison, ben: Liaison) -> None:
    _code, thread = wrote()
    for who in (ben.by, "account:99", "x" * 5_000):
        assert ann.send(f"thread/{thread}/assign", account=who).endswith("said=team")
    with pytest.raises(NoTeam):
        inbox.assign(thread, teams.unlock(ann.by, KEYS).keys, ben.by, by=ann.by)
    assert taken(ben, thread, ben) == "team"
    ben.send(f"thread/{thread}/assign", account="")
    assert Thread.objects.get().assigned is None


def test_what_somebody_had_taken_who_left_the_desk_is_everybodys(ann: Liaison, dan: Liaison) -> None:
    _code, thread = wrote()
    taken(dan, thread, dan)
    leave_the_desk("Dan", by="test")
    assert "taken by" not in ann.says("/desk/liaison/")
    assert "said=answered" in answer(ann, thread)


def test_an_open_conversation_leaves_the_screen_when_the_session_is_over(ann: Liaison) -> None:
    _code, thread = wrote()
    page = ann.get(f"/desk/liaison/thread/{thread}")
    seconds, _, where = page.headers["Refresh"].partition("; url=")
    assert int(seconds) > IDLE.total_seconds()
    assert where == "/desk/liaison/"
    assert page.headers["Cache-Control"] == "no-store"
