"""The list in pages, what its rows say, and an answer that was typed while the keys were closed."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from dooryard.liaison import keeping, shifts, threads
from dooryard.liaison.models import Answered, Thread
from tests.desk.client import DeskClient, field
from tests.liaison.desk.conftest import KEYS, OTHER, Liaison, read, wrote
from tests.liaison.desk.test_thread import TEXT, answer
from tests.liaison.helpers import COUNTY, form


def test_it_is_handed_over_only_when_it_is_meant_and_the_person_said_yes(ann: Liaison, ben: Liaison) -> None:
    _code, thread = wrote()
    assert ann.send(f"thread/{thread}/over", county=OTHER).endswith("said=sure")
    assert ann.send(f"thread/{thread}/over", county=COUNTY, sure="yes").endswith("said=nobody"), "it is there already"
    _code, silent = wrote(wishes=threads.Wishes())
    assert "The person has not said that another county may read it." in ann.says(f"/desk/liaison/thread/{silent}")
    assert ann.send(f"thread/{silent}/over", county=OTHER, sure="yes").endswith("said=agreed")
    assert ben.get(f"/desk/liaison/thread/{silent}").status_code == 404


def test_an_answer_typed_while_the_keys_were_closed_comes_back_once_they_are_open(ann: Liaison) -> None:
    code, thread = wrote()
    once = field(ann.get(f"/desk/liaison/thread/{thread}"), "once")
    ann.send("lock")
    page = ann.send(f"thread/{thread}/search", text=TEXT, once=once)
    assert "Your answer was NOT kept" in ann.says(page) and TEXT not in page
    draft = field(ann.get(page), "draft")
    wrong = ann.send("keys/search", passphrase="not the one that it is", draft=draft)
    assert field(ann.get(wrong), "draft") == draft, "a wrong passphrase does not lose it"
    again = ann.send("keys/search", passphrase=KEYS, draft=draft)
    assert again.startswith(f"/desk/liaison/thread/{thread}?said=unsent")
    assert "Your answer was NOT kept" in ann.says(again) and TEXT in ann.says(again)
    assert read(code) == ["I slept by the old mill"]
    answer(ann, thread, once=field(ann.get(again), "once"))
    assert read(code)[-1] == TEXT


def test_a_draft_of_another_session_is_not_taken(ann: Liaison, ben: Liaison) -> None:
    _code, thread = wrote()
    ann.send("lock")
    draft = ann.send(f"thread/{thread}/search", text=TEXT, once="0" * 32).partition("draft=")[2]
    ben.send("lock")
    assert field(ben.get(f"/desk/liaison/keys?draft={draft}"), "draft") == ""
    assert ben.send("keys/search", passphrase=KEYS, draft=draft) == "/desk/liaison/?said=opened"


def test_what_was_sent_with_closed_keys_and_does_not_come_back_is_said_to_be_not_done(ann: Liaison) -> None:
    _code, thread = wrote()
    ann.send("lock")
    assert ann.send(f"thread/{thread}/close") == "/desk/liaison/keys?said=shut"
    assert ann.send(f"thread/{thread}/search", text="x" * 4_001, once="0" * 32) == "/desk/liaison/keys?said=lost"
    assert Thread.objects.get().state == "open"


def test_what_was_sent_after_the_session_was_over_is_said_to_be_not_kept(ann: Liaison) -> None:
    _code, thread = wrote()
    sent = DeskClient("A" * 43).post(f"/desk/liaison/thread/{thread}/search", {"text": TEXT})
    assert "What you sent just now was NOT kept." in DeskClient().says(sent["Location"])


def test_the_list_comes_in_pages_of_fifty_in_one_order(ann: Liaison) -> None:
    for number in range(52):
        wrote(urgency="danger" if number == 51 else "none")
    first, second = ann.says("/desk/liaison/"), ann.says("/desk/liaison/?page=2")
    assert f"1. {COUNTY} County danger" in first and f"50. {COUNTY} County" in first
    assert f"51. {COUNTY} County" not in first and f"51. {COUNTY} County" in second
    assert "Page 1 of the list, which has 52 conversations." in first
    assert "Next page" in first and "Next page" not in second and "Page before" in second
    for odd in ("0", "-1", "x", "9" * 20, "²", "3"):
        assert ann.get("/desk/liaison/", {"page": odd}).status_code == 200


def test_a_row_says_whether_anybody_answered_yet(ann: Liaison) -> None:
    code, thread = wrote()
    assert "today · not answered yet · begun on" in ann.says("/desk/liaison/")
    answer(ann, thread)
    assert "· answered ·" in ann.says("/desk/liaison/")
    threads.reply(code.key, code.lookup, "thank you", form())
    assert "new words after our answer" in ann.says("/desk/liaison/")
    ann.send(f"thread/{thread}/close")
    assert "· closed ·" in ann.says("/desk/liaison/")


@pytest.mark.parametrize(("hours", "expected"), [(-5, "2026-11-23"), (9, "2026-11-24")])
def test_the_day_is_that_of_the_clocks_on_the_wall(
    ann: Liaison, monkeypatch: pytest.MonkeyPatch, hours: int, expected: str
) -> None:
    evening = datetime.datetime(2026, 11, 24, 1, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: evening)
    monkeypatch.setattr(shifts, "zone", lambda: datetime.timezone(datetime.timedelta(hours=hours)))
    assert keeping.day().isoformat() == expected
    code, _thread = wrote()
    found = threads.read(code.key, code.lookup)
    assert found and found.day.isoformat() == found.letters[0].day.isoformat() == expected
    monkeypatch.setattr(shifts, "zone", lambda: None)
    assert keeping.day().isoformat() == "2026-11-24", "in UTC where there is no directory"


def test_answer_times_go_after_the_year_that_they_are_shown_for(ann: Liaison) -> None:
    today = datetime.date(2026, 11, 24)
    for month in (datetime.date(2025, 11, 1), datetime.date(2025, 10, 1)):
        Answered.objects.create(county=COUNTY, days=1, month=month)
    threads.purge(today)
    assert [one.month.isoformat() for one in Answered.objects.all()] == ["2025-11-01"]
