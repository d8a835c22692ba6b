"""No county is a hole: where nobody can open what is written there is no form, and all who must know are told."""

from __future__ import annotations

import pytest
from django.utils import timezone

from dooryard.desk import tokens
from dooryard.desk.models import Account, AuditEntry, Session
from dooryard.liaison import threads
from dooryard.liaison.desk import missing
from dooryard.liaison.keeping import day
from dooryard.liaison.models import Held, Recovery, Team, Wrapping
from dooryard.liaison.sealing import Code
from tests.liaison.desk.conftest import KEYS, OTHER, Liaison, name, read, signed_in, wrote
from tests.liaison.helpers import COUNTY, WISHES, form

NEW = "quite another one of mine"


def proven(client: Liaison) -> None:
    Session.objects.filter(digest=tokens.digest(client.cookie)).update(proven=timezone.now())


def said(where: str) -> str:
    return where.partition("said=")[2]


def with_key(called: str) -> Liaison:
    made = signed_in(called, "liaison")
    made.opens()
    return made


def loses(client: Liaison) -> str:
    """Their passphrase is forgotten: they show once more who they are and drop the key."""
    client.send("lock")
    proven(client)
    return said(client.send("keys/lost", sure="yes"))


def is_gone(called: str, **how: object) -> None:
    """Somebody is a liaison no more, and no room was told."""
    Account.objects.filter(name=called).update(**(how or {"state": Account.LEFT}))


def begins_anew(called: str) -> Liaison:
    """Somebody begins the county's team, with no key of before."""
    made = with_key(called)
    name(COUNTY, made)
    assert said(made.send("teams/enrol", county=COUNTY)) == "enrolled"
    return made


@pytest.mark.parametrize("how", [{"state": Account.LEFT}, {"roles": ["analyst"]}])
def test_a_county_whose_only_liaison_is_none_any_more_has_no_form(
    ann: Liaison, ben: Liaison, how: dict[str, object]
) -> None:
    code, _thread = wrote()
    is_gone("Ann", **how)
    assert threads.doors() == (OTHER,)
    with pytest.raises(threads.NoTeam):
        threads.begin(Code.new(), COUNTY, "hello", WISHES, form())
    with pytest.raises(threads.NoTeam):
        threads.reply(code.key, code.lookup, "are you there", form())
    _code, theirs = wrote(county=OTHER)
    assert said(ben.send(f"thread/{theirs}/over", county=COUNTY, sure="yes")) == "nobody"
    assert "There is no other team yet." in ben.says(f"/desk/liaison/thread/{theirs}")


def test_a_county_whose_only_key_is_gone_has_no_form(ann: Liaison) -> None:
    Wrapping.objects.all().delete()
    assert threads.doors() == ()


def test_what_waits_there_is_told_to_administrators_in_numbers_only(ann: Liaison) -> None:
    boss, steward = signed_in("Boss", "administrator"), signed_in("St", "steward")
    wrote()
    wrote("Somebody took my tent")
    assert "nobody can open" not in boss.says("/desk/")
    is_gone("Ann")
    assert "conversations wait that nobody can open any more" in boss.says("/desk/")
    assert "nobody can open" not in steward.says("/desk/")
    page = boss.says("/desk/liaison/named")
    assert f"{COUNTY} County: 2 conversations wait that nobody can open." in page
    assert "my tent" not in page and "old mill" not in page


def test_whoever_comes_back_to_what_nobody_can_read_is_told(ann: Liaison) -> None:
    code, _thread = wrote()
    found = threads.read(code.key, code.lookup)
    assert found and found.unread == 0
    is_gone("Ann")
    found = threads.read(code.key, code.lookup)
    assert found and found.unread == 1
    assert read(code) == ["I slept by the old mill"], "they themselves can read it"


def test_a_team_begun_anew_lists_only_what_somebody_can_open_and_says_what_else_there_is(
    ann: Liaison, ben: Liaison
) -> None:
    wrote("lost for good")
    code, thread = wrote()
    is_gone("Ann")
    kim = begins_anew("Kim")
    page = kim.says("/desk/liaison/")
    assert "2 conversations were sealed for a key that nobody has any more." in page
    assert "Nobody waits." in page
    threads.reply(code.key, code.lookup, "are you there", form())
    page = kim.says("/desk/liaison/")
    assert "1 conversation was sealed" in page and f"1. {COUNTY} County" in page
    page = kim.says(f"/desk/liaison/thread/{thread}")
    assert "are you there" in page and "old mill" not in page
    assert "Sealed by a key that you do not have." in page
    found = threads.read(code.key, code.lookup)
    assert found and found.unread == 1, "the person is told that this word must be written again"
    assert said(kim.send(f"thread/{thread}/over", county=OTHER, sure="yes")) == "part", "it would be lost"


def test_a_sole_liaison_who_lost_her_key_makes_a_new_one_and_begins_again(ann: Liaison) -> None:
    name(COUNTY, ann)
    _code, thread = wrote()
    ann.send("lock")
    assert f"{COUNTY} County: nobody else is in this team." in ann.says("/desk/liaison/keys")
    assert ann.send("keys/lost", sure="yes").startswith("/desk/account/prove"), "a copied cookie alone loses no key"
    proven(ann)
    assert said(ann.send("keys/lost")) == "sure"
    assert said(ann.send("keys/lost", sure="yes")) == "anew"
    assert threads.doors() == () and not Held.objects.exists()
    assert "liaison: lost key" in AuditEntry.objects.filter(by=ann.by).values_list("action", flat=True)
    page = ann.says("/desk/liaison/keys")
    assert "Make my key" in page and "Your keys are open" not in page
    assert "You have no key yet" in ann.says("/desk/liaison/")
    assert ann.opens(NEW, NEW) == "/desk/liaison/?said=opened"
    assert said(ann.send("teams/enrol", county=COUNTY)) == "enrolled"
    assert ann.get(f"/desk/liaison/thread/{thread}").status_code == 404, "what was written before stays closed"
    _code, later = wrote("after that")
    assert "after that" in ann.says(f"/desk/liaison/thread/{later}")


def test_two_others_bring_the_key_back_to_who_made_a_new_one(ann: Liaison) -> None:
    one, two = with_key("One"), with_key("Two")
    name(COUNTY, ann)
    ann.send("teams/recovery", county=COUNTY, first=one.by, second=two.by)
    assert "These two together can bring it back" in ann.says("/desk/liaison/teams")
    _code, thread = wrote()
    assert loses(ann) == "anew"
    ann.opens(NEW, NEW)
    fields = {"county": COUNTY, "account": ann.by, "other": two.by, "passphrase": KEYS}
    assert said(one.send("teams/search", **fields)) == "recovered"
    assert "old mill" in ann.says(f"/desk/liaison/thread/{thread}")
    assert threads.doors() == (COUNTY,), "and people can write there again"
    assert missing.unreadable(day()) == []


def test_with_a_colleague_nothing_is_lost(ann: Liaison) -> None:
    dan = with_key("Dan")
    name(COUNTY, ann, dan)
    ann.send("teams/add", county=COUNTY, account=dan.by)
    _code, thread = wrote()
    assert loses(ann) == "anew"
    ann.opens(NEW, NEW)
    assert said(dan.send("teams/add", county=COUNTY, account=ann.by)) == "added"
    assert "old mill" in ann.says(f"/desk/liaison/thread/{thread}")


def test_who_could_not_bring_a_key_back_is_not_named_or_shown_as_no_help(ann: Liaison) -> None:
    one, two = with_key("One"), with_key("Two")
    Wrapping.objects.exclude(holder__account=ann.by).update(how="passkey")
    assert said(ann.send("teams/recovery", county=COUNTY, first=one.by, second=two.by)) == "no-passphrase"
    assert not Recovery.objects.exists()
    Wrapping.objects.filter(holder__account=two.by).update(how="passphrase")
    assert said(ann.send("teams/recovery", county=COUNTY, first=one.by, second=two.by)) == "recovery"
    assert "they would be no help" not in ann.says("/desk/liaison/teams")
    is_gone("Two")
    assert "they would be no help: One, Two" in ann.says("/desk/liaison/teams")
    assert said(ann.send("teams/recovery", county=COUNTY, first=one.by, second=ann.by)) == "recovery"
    assert "they would be no help" in ann.says("/desk/liaison/teams"), "who is in the team has the key already"


def test_a_county_is_offered_to_bring_back_only_to_who_was_named(ann: Liaison) -> None:
    one, two = with_key("One"), with_key("Two")
    ann.send("teams/recovery", county=COUNTY, first=one.by, second=two.by)
    assert "Bring a key back" in one.says("/desk/liaison/teams")
    assert "Bring a key back" not in ann.says("/desk/liaison/teams")


def test_somebody_of_the_team_is_not_added_again(ann: Liaison) -> None:
    name(COUNTY, ann)
    assert said(ann.send("teams/add", county=COUNTY, account=ann.by)) == "already"


def test_the_last_of_a_team_is_told_what_leaving_did(ann: Liaison) -> None:
    assert said(ann.send("teams/leave", county=COUNTY, account=ann.by, sure="yes")) == "left-empty"
    assert Team.objects.get().state == "closing"


def test_a_new_team_is_told_that_nobody_is_there_yet() -> None:
    ann = with_key("Ann")
    name(COUNTY, ann)
    assert "Put down your hours next" in ann.says(ann.send("teams/enrol", county=COUNTY))
