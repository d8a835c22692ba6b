"""Teams at the desk: begun, joined, left and brought back only by who may, with a row of the audit log for each."""

from __future__ import annotations

import pytest

from dooryard.desk.actions.accounts import leave as leave_the_desk
from dooryard.desk.models import AuditEntry
from dooryard.liaison import teams, threads
from dooryard.liaison.models import Held, Recovery, Shift, Team, Thread
from tests.liaison.desk.conftest import KEYS, OTHER, Liaison, name, signed_in, wrote
from tests.liaison.helpers import COUNTY


def liaison(called: str) -> Liaison:
    """Somebody with a key of their own and no team."""
    made = signed_in(called, "liaison")
    made.opens(own(called), own(called))
    return made


def own(called: str) -> str:
    """A passphrase that does not hold the name."""
    return f"{KEYS} {called[0]}-{called[1:]}"


def said(where: str) -> str:
    return where.partition("said=")[2]


def test_the_first_liaison_begins_a_team_and_the_county_gets_its_door() -> None:
    ann = liaison("Ann")
    assert threads.doors() == ()
    assert said(ann.send("teams/enrol", county=COUNTY)) == "not-named"
    name(COUNTY, ann)
    assert said(ann.send("teams/enrol", county=COUNTY)) == "enrolled"
    assert threads.doors() == (COUNTY,)
    assert f"{COUNTY} County" in ann.says("/desk/liaison/teams")
    _code, thread = wrote()
    assert "old mill" in ann.says(f"/desk/liaison/thread/{thread}"), "without opening the keys again"


@pytest.mark.parametrize("county", ["", "Atlantis", COUNTY])
def test_no_team_begins_for_what_is_no_county_or_has_one(ann: Liaison, county: str) -> None:
    eve = liaison("Eve")
    name(county, eve)
    assert said(eve.send("teams/enrol", county=county)) == "team"
    assert Team.objects.count() == 1


def test_a_colleague_is_added_and_reads_at_once(ann: Liaison) -> None:
    dan = liaison("Dan")
    _code, thread = wrote()
    assert dan.get(f"/desk/liaison/thread/{thread}").status_code == 404
    assert said(ann.send("teams/add", county=COUNTY, account=dan.by)) == "not-named"
    assert "Nobody is left to add." in ann.says("/desk/liaison/teams")
    name(COUNTY, dan)
    assert "Dan" in ann.says("/desk/liaison/teams")
    assert said(ann.send("teams/add", county=COUNTY, account=dan.by)) == "added"
    assert "old mill" in dan.says(f"/desk/liaison/thread/{thread}")


@pytest.mark.parametrize("path", ["add", "leave", "recovery"])
def test_who_does_not_hold_the_key_changes_no_team(ann: Liaison, path: str) -> None:
    eve = liaison("Eve")
    fields = {"county": COUNTY, "account": eve.by, "first": eve.by, "second": ann.by, "sure": "yes"}
    assert eve.send(f"teams/{path}", **fields) == "/desk/refused?why=role"
    assert Held.objects.count() == 1 and not Recovery.objects.exists()


def test_who_has_no_key_or_is_no_liaison_is_not_added(ann: Liaison) -> None:
    nobody, steward = signed_in("No Key", "liaison"), signed_in("Steward", "steward")
    for who in (nobody.by, steward.by, "account:999", "", "x" * 5_000):
        assert said(ann.send("teams/add", county=COUNTY, account=who)) == "not-named"


def test_leaving_needs_to_be_meant_and_a_new_key_begins(ann: Liaison) -> None:
    dan = liaison("Dan")
    name(COUNTY, dan)
    ann.send("teams/add", county=COUNTY, account=dan.by)
    assert said(ann.send("teams/leave", county=COUNTY, account=dan.by)) == "sure"
    assert said(ann.send("teams/leave", county=COUNTY, account=dan.by, sure="yes")) == "left"
    _code, thread = wrote("for those who stayed")
    assert "for those who stayed" in ann.says(f"/desk/liaison/thread/{thread}")
    assert "You have no key yet" in dan.says(f"/desk/liaison/thread/{thread}")
    assert said(ann.send("teams/leave", county=COUNTY, account=dan.by, sure="yes")) == "team", "sent twice"
    assert Team.objects.count() == 2


def test_who_left_the_desk_is_shown_as_such_until_taken_out(ann: Liaison) -> None:
    dan = liaison("Dan")
    name(COUNTY, dan)
    ann.send("teams/add", county=COUNTY, account=dan.by)
    leave_the_desk("Dan", by="test")
    assert "has left the desk: take them out of the team" in ann.says("/desk/liaison/teams")
    assert said(ann.send("teams/leave", county=COUNTY, account=dan.by, sure="yes")) == "left"
    assert "has left the desk" not in ann.says("/desk/liaison/teams")


def test_two_named_people_bring_a_key_back_together_and_no_one_alone(ann: Liaison) -> None:
    one, two, three = liaison("One"), liaison("Two"), liaison("Three")
    assert said(ann.send("teams/recovery", county=COUNTY, first=one.by, second=one.by)) == "twice"
    assert said(ann.send("teams/recovery", county=COUNTY, first=one.by, second=two.by)) == "recovery"
    assert "One, Two" in ann.says("/desk/liaison/teams")
    _code, thread = wrote()

    def back(client: Liaison, other: Liaison, typed: str) -> str:
        fields = {"county": COUNTY, "account": three.by, "other": other.by, "passphrase": own(typed)}
        return said(client.send("teams/search", **fields))

    assert back(one, two, "Two") == "team", "nobody named who is to get it"
    name(COUNTY, three)
    assert back(one, two, "wrong") == "two"
    assert back(one, three, "Three") == "two"
    assert back(ann, two, "Two") == "two"
    assert three.get(f"/desk/liaison/thread/{thread}").status_code == 404
    assert back(one, two, "Two") == "recovered"
    assert "old mill" in three.says(f"/desk/liaison/thread/{thread}")
    assert back(one, two, "Two") == "recovered", "sent twice, it changes nothing more"


def test_nobody_tries_the_passphrase_of_who_was_not_named_with_them(
    ann: Liaison, monkeypatch: pytest.MonkeyPatch
) -> None:
    two, three = liaison("Two"), liaison("Three")
    for county in (COUNTY, OTHER):
        name(county, three)
    ann.send("teams/recovery", county=COUNTY, first=ann.by, second=two.by)
    tried: list[str] = []
    with monkeypatch.context() as watched:
        watched.setattr(teams, "unlock", lambda account, _passphrase: tried.append(account))
        for county in (COUNTY, OTHER):
            fields = {"county": county, "account": three.by, "other": two.by, "passphrase": own("Two")}
            assert said(three.send("teams/search", **fields)) == "two"
    assert tried == []
    for _ in range(15):
        three.send("teams/search", county=COUNTY, account=three.by, other=ann.by, passphrase="guess")
    ann.send("lock")
    assert ann.opens() == "/desk/liaison/?said=opened", "nobody inside uses up the tries of others either"


def test_guessing_the_passphrase_of_the_other_is_slowed(ann: Liaison) -> None:
    two = liaison("Two")
    name(COUNTY, ann)
    ann.send("teams/recovery", county=COUNTY, first=ann.by, second=two.by)
    fields = {"county": COUNTY, "account": ann.by, "other": two.by, "passphrase": "guess"}
    assert [said(ann.send("teams/search", **fields)) for _ in range(12)][-1] == "slow"


def test_a_wrong_passphrase_of_the_other_is_in_the_audit_log(ann: Liaison) -> None:
    two = liaison("Two")
    name(COUNTY, ann)
    ann.send("teams/recovery", county=COUNTY, first=ann.by, second=two.by)
    ann.send("teams/search", county=COUNTY, account=ann.by, other=two.by, passphrase="guess")
    assert AuditEntry.objects.filter(by=ann.by, action="refuse").count() == 1


def test_each_change_is_in_the_audit_log_with_who_made_it(ann: Liaison) -> None:
    dan = liaison("Dan")
    name(OTHER, ann, dan)
    ann.send("teams/enrol", county=OTHER)
    ann.send("teams/add", county=OTHER, account=dan.by)
    ann.send("teams/recovery", county=OTHER, first=ann.by, second=dan.by)
    ann.send("teams/leave", county=OTHER, account=dan.by, sure="yes")
    rows = AuditEntry.objects.filter(by=ann.by, key=OTHER).values_list("action", flat=True)
    assert list(rows) == [f"liaison: {one}" for one in ("enrol", "add holder", "set recovery", "leave")]


def test_what_cannot_be_written_is_said(ann: Liaison, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(work: object) -> object:
        raise threads.NotKept

    name(OTHER, ann)
    monkeypatch.setattr(teams, "written", full)
    assert said(ann.send("teams/enrol", county=OTHER)) == "unkept"


def test_whoever_is_taken_out_leaves_nothing_taken_and_no_hours(ann: Liaison) -> None:
    dan = liaison("Dan")
    name(COUNTY, dan)
    ann.send("teams/add", county=COUNTY, account=dan.by)
    _code, thread = wrote()
    assert said(dan.send(f"thread/{thread}/assign", account=dan.by)) == "assigned"
    dan.send("shifts", county=COUNTY, **{"from-0": "09:00", "to-0": "17:00"})
    assert (Thread.objects.get().assigned is not None, Shift.objects.count()) == (True, 1)
    ann.send("teams/leave", county=COUNTY, account=dan.by, sure="yes")
    assert (Thread.objects.get().assigned, Shift.objects.count()) == (None, 0)
