"""The whole way of a conversation: written, answered, come back to, changed, handed over, closed, deleted, expired."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from django.db import connections

from dooryard.desk.models import AuditEntry
from dooryard.liaison import models, sealing, shifts, threads
from dooryard.liaison.letters import Deleted, NoTeam, Otherwise, Receipt, Wishes
from dooryard.liaison.sealing import Code, NotOpened
from dooryard.liaison.teams import Ring
from tests.liaison.conftest import TODAY, kept_in, sqlite_only
from tests.liaison.helpers import COUNTY, WISHES, form, team_of

DAY = datetime.timedelta(1)
TEXT = "I would like to talk. – José 🌲"


@pytest.fixture
def code(team: Ring) -> Code:
    """The code of somebody who wrote."""
    made = Code.new()
    threads.begin(made, COUNTY, TEXT, WISHES, form(), urgency="soon", today=TODAY)
    return made


def the_thread() -> int:
    return models.Thread.objects.get().pk


def said(conversation: threads.Conversation | None) -> list[tuple[str, str]]:
    assert conversation
    return [(letter.sender, letter.text) for letter in conversation.letters]


def test_both_sides_read_what_was_written_and_what_was_answered(code: Code, team: Ring) -> None:
    threads.answer(the_thread(), team.keys, "Hello.", form(), by="ann", today=TODAY + DAY)
    threads.reply(code.key, code.lookup, "Thank you.", form(), today=TODAY + 2 * DAY)
    person = threads.read(code.key, code.lookup, today=TODAY)
    assert said(person) == [("person", TEXT), ("liaison", "Hello."), ("person", "Thank you.")]
    assert person == threads.opened(the_thread(), team.keys, today=TODAY)
    assert person
    assert (person.county, person.wishes, person.state, person.urgency) == (COUNTY, WISHES, "open", "soon")
    assert [letter.day for letter in person.letters] == [TODAY, TODAY + DAY, TODAY + 2 * DAY]
    assert (person.day, person.expires) == (TODAY, TODAY + 92 * DAY), "ninety days after the last word"


def test_a_wrong_code_a_key_without_its_lookup_and_another_team_read_nothing(code: Code, team: Ring) -> None:
    other = Code.new()
    assert threads.read(other.key, other.lookup, today=TODAY) is None
    with pytest.raises(NotOpened):
        threads.read(other.key, code.lookup, today=TODAY)
    assert threads.reply(other.key, code.lookup, "I am not them", form(), today=TODAY) is None
    assert threads.change(other.key, code.lookup, Wishes(), form(), today=TODAY) is None
    stranger = team_of("Knox", "bob")
    for keys in (stranger.keys, {}):
        for refused in (
            lambda keys=keys: threads.opened(the_thread(), keys, today=TODAY),
            lambda keys=keys: threads.answer(the_thread(), keys, "x", form(), by="bob", today=TODAY),
            lambda keys=keys: threads.close(the_thread(), keys, by="bob", today=TODAY),
            lambda keys=keys: threads.hand_over(the_thread(), keys, "Knox", by="bob", today=TODAY),
            lambda keys=keys: threads.missed(the_thread(), keys, "call", by="bob", today=TODAY),
        ):
            with pytest.raises(NotOpened):
                refused()
    assert said(threads.read(code.key, code.lookup, today=TODAY)) == [("person", TEXT)]


def test_a_team_without_the_county_reads_nothing_with_another_threads_key(code: Code, team: Ring) -> None:
    assert threads.waiting([], today=TODAY) == []
    assert [one.thread for one in threads.waiting(list(team.keys), today=TODAY)] == [the_thread()]


@pytest.mark.parametrize("what", ["begin", "reply", "change", "answer"])
def test_a_form_that_is_sent_twice_is_kept_once_and_has_one_receipt(what: str, code: Code, team: Ring) -> None:
    once, fresh = form(), Code.new()

    def send(text: str) -> Receipt | None:
        wishes = Wishes(otherwise=text)
        calls: dict[str, Callable[[], Receipt | None]] = {
            "begin": lambda: threads.begin(fresh, COUNTY, text, WISHES, once, today=TODAY),
            "reply": lambda: threads.reply(code.key, code.lookup, text, once, today=TODAY),
            "change": lambda: threads.change(code.key, code.lookup, wishes, once, today=TODAY),
            "answer": lambda: threads.answer(the_thread(), team.keys, text, once, by="ann", today=TODAY),
        }
        return calls[what]()

    first = send("The same words")
    assert first
    kept = everything()
    assert send("The same words") == first
    assert everything() == kept
    with pytest.raises(Otherwise):
        send("Other words")
    assert everything() == kept


def test_two_tabs_that_send_the_same_form_at_once_keep_it_once(team: Ring, room: Path) -> None:
    code, once = Code.new(), form()

    def send(_: int) -> Receipt:
        with kept_in(room):
            return threads.begin(code, COUNTY, TEXT, WISHES, once, today=TODAY)

    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(send, range(12)))
    assert receipts == [Receipt(place=1, day=TODAY, expires=TODAY + 90 * DAY)] * 12
    assert said(threads.read(code.key, code.lookup, today=TODAY)) == [("person", TEXT)]


def everything() -> dict[str, list[object]]:
    """All rows of the room, but for the counts of a day."""
    return {
        model.__name__: sorted(map(repr, model.objects.values_list()))
        for model in (models.Thread, models.Message, models.Wished, models.Once)
    }


def test_a_code_that_begins_twice_goes_on_with_its_conversation(code: Code) -> None:
    threads.begin(code, COUNTY, "One more thing", WISHES, form(), today=TODAY)
    assert said(threads.read(code.key, code.lookup, today=TODAY)) == [
        ("person", TEXT),
        ("person", "One more thing"),
    ]


def test_wishes_and_time_are_changed_by_the_person(code: Code, team: Ring) -> None:
    wishes = Wishes(channels=("text", "meet"), place="the library")
    receipt = threads.change(code.key, code.lookup, wishes, form(), days=7, today=TODAY)
    assert receipt == Receipt(place=0, day=TODAY, expires=TODAY + 7 * DAY)
    found = threads.opened(the_thread(), team.keys, today=TODAY)
    assert found
    assert (found.wishes, found.expires) == (wishes, TODAY + 7 * DAY)
    threads.change(code.key, code.lookup, wishes, form(), days=1, today=TODAY + 6 * DAY)
    last = threads.read(code.key, code.lookup, today=TODAY + 6 * DAY)
    assert last
    assert last.expires == TODAY + 6 * DAY, "it never ends before today does"


def test_a_machine_that_changes_its_wishes_all_day_makes_no_conversation_that_holds_up_all_others(
    code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dooryard.liaison import writing

    monkeypatch.setattr(writing, "CHANGES", 3)
    for number in range(6):
        last = form()
        receipt = threads.change(code.key, code.lookup, WISHES, last, today=TODAY + number * DAY)
        assert receipt == threads.change(code.key, code.lookup, WISHES, last, today=TODAY + number * DAY)
    changes = models.Once.objects.filter(place=0)
    assert sorted(changes.values_list("day", flat=True)) == [TODAY + number * DAY for number in (3, 4, 5)]
    assert models.Once.objects.exclude(place=0).count() == 1, "the form of what was written stays"


def test_what_is_deleted_is_gone_at_once_and_an_old_form_does_not_bring_it_back(team: Ring) -> None:
    code, once = Code.new(), form()
    threads.begin(code, COUNTY, TEXT, WISHES, once, today=TODAY)
    assert threads.delete_now(code.lookup) is True
    assert threads.read(code.key, code.lookup, today=TODAY) is None
    assert not models.Message.objects.exists()
    assert not models.Wished.objects.exists()
    with pytest.raises(Deleted):
        threads.begin(code, COUNTY, TEXT, WISHES, once, today=TODAY)
    assert threads.delete_now(code.lookup) is False
    assert threads.reply(code.key, code.lookup, "Hello?", form(), today=TODAY) is None


def test_what_has_expired_is_out_of_reach_on_the_day_after_and_purged(code: Code, team: Ring) -> None:
    last, after = TODAY + 90 * DAY, TODAY + 91 * DAY
    assert threads.read(code.key, code.lookup, today=last)
    assert threads.purge(last).threads == 0
    assert threads.read(code.key, code.lookup, today=after) is None
    assert threads.opened(the_thread(), team.keys, today=after) is None
    assert threads.waiting(list(team.keys), today=after) == []
    assert threads.reply(code.key, code.lookup, "Hello?", form(), today=after) is None
    assert msgspec.structs.astuple(threads.purge(after)) == (1, 1, True)
    rows = [models.Thread, models.Message, models.Wished, models.Once]
    assert not [model for model in rows if model.objects.exists()]


def test_a_clock_that_leaps_ahead_deletes_nothing_unless_somebody_is_sure(code: Code, team: Ring) -> None:
    threads.purge(TODAY)
    with pytest.raises(threads.Ahead):
        threads.purge(TODAY + 365 * DAY)
    assert threads.read(code.key, code.lookup, today=TODAY)
    assert threads.purge(TODAY + 365 * DAY, sure=True).threads == 1
    rows = AuditEntry.objects.filter(action="liaison: purge").values_list("by", "key", "details")
    assert list(rows) == [
        ("dooryard", "2026-11-23", {"threads": 0, "messages": 0}),
        ("dooryard", "2027-11-23", {"threads": 1, "messages": 1}),
    ]


def held_back(day: datetime.date) -> bool:
    """Whether a purge deletes nothing, as the clock may be wrong."""
    try:
        threads.purge(day)
    except threads.Ahead:
        return True
    return False


def test_a_site_that_was_off_for_long_deletes_once_its_clock_has_gone_on_for_three_days(code: Code) -> None:
    threads.purge(TODAY)
    back = TODAY + 365 * DAY
    assert [held_back(back + number * DAY) for number in (0, 0, 1, 1, 2)] == [True] * 5
    assert models.Thread.objects.exists()
    assert not held_back(back + 3 * DAY)
    assert not models.Thread.objects.exists()
    rows = AuditEntry.objects.filter(action="liaison: purge held").values_list("key", flat=True)
    assert list(rows) == ["2027-11-23", "2027-11-24", "2027-11-25"]


def test_a_clock_that_leaps_now_and_then_is_never_believed(code: Code) -> None:
    threads.purge(TODAY)
    assert all(held_back(TODAY + number * 50 * DAY) for number in range(2, 12))
    assert all(held_back(TODAY + number * DAY) for number in (100, 101, 103, 104, 106))
    assert models.Thread.objects.exists()


def test_a_clock_that_goes_back_shortens_nothing(code: Code) -> None:
    threads.reply(code.key, code.lookup, "Still here", form(), today=TODAY - 400 * DAY)
    found = threads.read(code.key, code.lookup, today=TODAY)
    assert found
    assert found.expires == TODAY + 90 * DAY


def test_the_list_has_the_unanswered_first_then_the_urgent_then_the_old(team: Ring) -> None:
    for number, (urgency, day) in enumerate([("none", 0), ("danger", 2), ("soon", 1), ("danger", 1), ("danger", 0)]):
        threads.begin(Code.new(), COUNTY, str(number), WISHES, form(), urgency=urgency, today=TODAY + day * DAY)
    newest = max(models.Thread.objects.filter(urgency="danger"), key=lambda one: one.last)
    threads.answer(newest.pk, team.keys, "On my way", form(), by="ann", today=TODAY + 2 * DAY)
    found = threads.waiting(list(team.keys), today=TODAY + 2 * DAY)
    assert [(one.urgency, (one.last - TODAY).days, one.unanswered) for one in found] == [
        ("danger", 0, True),
        ("danger", 1, True),
        ("soon", 1, True),
        ("none", 0, True),
        ("danger", 2, False),
    ]


def test_a_closed_conversation_opens_again_with_a_word(code: Code, team: Ring) -> None:
    assert threads.close(the_thread(), team.keys, by="ann", today=TODAY)
    closed = threads.read(code.key, code.lookup, today=TODAY)
    assert closed
    assert (closed.state, said(closed)) == ("closed", [("person", TEXT)])
    assert not threads.waiting(list(team.keys), today=TODAY)[0].unanswered
    threads.reply(code.key, code.lookup, "One more thing", form(), urgency="danger", today=TODAY)
    again = threads.waiting(list(team.keys), today=TODAY)[0]
    assert (again.state, again.urgency, again.unanswered) == ("open", "danger", True)


def test_handed_over_it_opens_for_the_other_team_and_no_longer_for_the_first(code: Code, team: Ring) -> None:
    other = team_of("Knox", "bob")
    assert threads.hand_over(the_thread(), team.keys, "Knox", by="ann", today=TODAY)
    with pytest.raises(NotOpened):
        threads.opened(the_thread(), team.keys, today=TODAY)
    for sealed in (models.Message.objects.get().for_team, models.Wished.objects.get().for_team):
        with pytest.raises(NotOpened):
            sealing.unseal(bytes(sealed), next(iter(team.keys.values())))
    assert said(threads.opened(the_thread(), other.keys, today=TODAY)) == [("person", TEXT)]
    assert said(threads.read(code.key, code.lookup, today=TODAY)) == [("person", TEXT)]
    with pytest.raises(NoTeam):
        threads.hand_over(the_thread(), other.keys, "Nowhere", by="bob", today=TODAY)


def test_the_word_given_wrongly_twice_closes_a_channel(code: Code, team: Ring) -> None:
    once = threads.missed(the_thread(), team.keys, "call", by="ann", today=TODAY)
    assert once
    assert once.open() == ("call",)
    twice = threads.missed(the_thread(), team.keys, "call", by="ann", today=TODAY)
    assert twice
    assert twice.open() == ()
    found = threads.read(code.key, code.lookup, today=TODAY)
    assert found
    assert found.wishes == twice, "the person sees it too"
    assert threads.missed(the_thread(), team.keys, "pigeon", by="ann", today=TODAY) is None


def test_without_a_team_nothing_is_taken(room: Path) -> None:
    with pytest.raises(NoTeam):
        threads.begin(Code.new(), COUNTY, TEXT, WISHES, form(), today=TODAY)
    assert threads.doors() == ()
    assert not models.Thread.objects.exists()


def test_a_county_is_read_by_its_cover_and_no_county_by_the_cover_of_all(team: Ring) -> None:
    models.Cover.objects.create(county="Knox", by=COUNTY)
    assert threads.doors() == ("Knox", COUNTY)
    assert threads.enrolled() == (COUNTY,)
    with pytest.raises(NoTeam):
        threads.begin(Code.new(), "", TEXT, WISHES, form(), today=TODAY)
    models.Cover.objects.create(county="", by=COUNTY)
    for county, kept in (("", ""), ("Knox", "Knox"), ("I live at 1 Example Street", "")):
        code = Code.new()
        threads.begin(code, county, TEXT, WISHES, form(), today=TODAY)
        found = threads.read(code.key, code.lookup, today=TODAY)
        assert found
        assert found.county == kept, "what somebody made up is not written down"
    now = shifts.standing()
    assert [now.reader(one) for one in ("Knox", "", COUNTY, "Oxford")] == [COUNTY] * 4
    assert now.doors() == ("Knox", COUNTY)


def test_a_row_that_is_put_elsewhere_does_not_open(code: Code, team: Ring) -> None:
    other = Code.new()
    threads.begin(other, COUNTY, "Another one's words", WISHES, form(), today=TODAY)
    mine = models.Thread.objects.get(urgency="soon")
    stolen = models.Message.objects.exclude(thread=mine).get()
    models.Message.objects.filter(thread=mine).update(for_team=stolen.for_team)
    with pytest.raises(NotOpened):
        threads.opened(mine.pk, team.keys, today=TODAY)


@pytest.mark.parametrize("side", ["team", "person"])
def test_who_said_what_and_in_which_order_cannot_be_changed_in_the_tables(code: Code, team: Ring, side: str) -> None:
    threads.reply(code.key, code.lookup, "and the second", form(), today=TODAY)
    first, second = models.Message.objects.all()

    def read() -> object:
        if side == "team":
            return threads.opened(first.thread_id, team.keys, today=TODAY)
        return threads.read(code.key, code.lookup, today=TODAY)

    assert read()
    models.Message.objects.filter(pk=first.pk).update(sender="liaison")
    with pytest.raises(NotOpened):
        read()
    models.Message.objects.filter(pk=first.pk).update(sender="person")
    sealed = {pk: (one.for_team, one.for_person) for pk, one in ((second.pk, first), (first.pk, second))}
    for pk, (for_team, for_person) in sealed.items():
        models.Message.objects.filter(pk=pk).update(for_team=for_team, for_person=for_person)
    with pytest.raises(NotOpened):
        read()


@pytest.mark.parametrize("text", ["", "\x00\x1b[2J\u202e", "x" * 20_000, "\ud800 alone", "Ω" * 9_000])
def test_any_text_comes_back_as_it_was(text: str, team: Ring) -> None:
    code = Code.new()
    threads.begin(code, COUNTY, text, WISHES, form(), today=TODAY)
    found = threads.read(code.key, code.lookup, today=TODAY)
    assert said(found) == [("person", text.encode(errors="replace").decode())]


def test_what_is_too_long_is_refused_whole(team: Ring) -> None:
    with pytest.raises(sealing.TooLong):
        threads.begin(Code.new(), COUNTY, "x" * sealing.MOST, WISHES, form(), today=TODAY)
    assert not models.Thread.objects.exists()


def test_how_long_an_answer_took_is_counted_and_nothing_else_of_it(code: Code, team: Ring) -> None:
    threads.reply(code.key, code.lookup, "Hello?", form(), today=TODAY + 2 * DAY)
    threads.answer(the_thread(), team.keys, "Sorry!", form(), by="ann", today=TODAY + 3 * DAY)
    threads.reply(code.key, code.lookup, "And then?", form(), today=TODAY + 5 * DAY)
    threads.answer(the_thread(), team.keys, "How are you?", form(), by="ann", today=TODAY + 9 * DAY)
    assert list(models.Answered.objects.values_list("county", "days", "month")) == [(COUNTY, 3, TODAY.replace(day=1))]


def test_the_audit_log_names_who_answered_and_no_conversation_and_no_hour(code: Code, team: Ring) -> None:
    AuditEntry.objects.count()
    thread = the_thread()
    threads.answer(thread, team.keys, "Hello.", form(), by="ann", today=TODAY)
    threads.close(thread, team.keys, by="ann", today=TODAY)
    rows = AuditEntry.objects.filter(action__in=["liaison: answer", "liaison: close"])
    assert [(row.by, row.table, row.key, row.details) for row in rows] == [("ann", "liaison.team", COUNTY, {})] * 2
    assert all((row.at.hour, row.at.minute, row.at.second, row.at.microsecond) == (0, 0, 0, 0) for row in rows)
    assert str(thread) not in str(list(AuditEntry.objects.values_list()))


def test_what_people_did_stands_in_the_audit_log_as_the_sums_of_a_day_that_is_over(code: Code) -> None:
    threads.reply(code.key, code.lookup, "One", form(), today=TODAY)
    threads.change(code.key, code.lookup, WISHES, form(), today=TODAY)
    threads.delete_now(code.lookup, today=TODAY)
    threads.purge(TODAY)
    assert not AuditEntry.objects.filter(action="liaison: a day").exists(), "the day is not over"
    for _ in range(2):
        threads.purge(TODAY + DAY)
    row = AuditEntry.objects.get(action="liaison: a day")
    assert (row.by, row.key) == ("public", "2026-11-23")
    assert row.details == {"begin": 1, "change": 1, "delete": 1, "reply": 1}


@sqlite_only
def test_each_connection_asks_for_what_is_deleted_to_be_overwritten(room: Path) -> None:
    """Debian's SQLite is built to do so anyhow, so that the answer to the PRAGMA alone tells nothing."""
    asked = connections["liaison"].settings_dict["OPTIONS"]["init_command"]
    assert "PRAGMA secure_delete=ON;" in asked and "PRAGMA temp_store=MEMORY;" in asked


@sqlite_only
def test_every_commit_waits_for_the_disk_and_what_is_deleted_is_overwritten(room: Path) -> None:
    asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
    with connections["liaison"].cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in asked}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2}
