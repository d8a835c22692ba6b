"""Teams: a key is handed on, taken away, recovered by two, and never opens for anybody it was not given to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dooryard.desk.models import AuditEntry
from dooryard.liaison import models, teams, threads
from dooryard.liaison.desk import carrying
from dooryard.liaison.desk.actions import end_keys
from dooryard.liaison.sealing import Code, NotOpened, TeamKey
from dooryard.liaison.teams import Refused, Ring
from tests.liaison.conftest import TODAY
from tests.liaison.helpers import COUNTY, PASSPHRASE, WISHES, form, joined, team_of


def write(text: str) -> Code:
    code = Code.new()
    threads.begin(code, COUNTY, text, WISHES, form(), today=TODAY)
    return code


def reads(ring: Ring) -> set[str]:
    """What a liaison can read of all there is."""
    found = set()
    for thread in models.Thread.objects.all():
        try:
            conversation = threads.opened(thread.pk, ring.keys, today=TODAY)
        except NotOpened:
            continue
        assert conversation
        found |= {letter.text for letter in conversation.letters}
    return found


def test_a_new_holder_reads_what_was_written_before_and_after(team: Ring) -> None:
    write("before")
    bob = joined(COUNTY, "bob", team)
    write("after")
    assert reads(bob) == reads(team) == {"before", "after"}


def test_only_who_has_the_key_open_hands_it_on(team: Ring) -> None:
    teams.new_holder("bob", PASSPHRASE, by="admin")
    for ring in (Ring("bob", b"", {}), team_of("Knox", "cid")):
        with pytest.raises(Refused):
            teams.add_holder(COUNTY, "bob", ring, by="bob")
    forged = Ring("bob", b"", dict.fromkeys(team.keys, TeamKey.new().private))
    with pytest.raises(NotOpened):
        teams.add_holder(COUNTY, "bob", forged, by="bob")
    assert teams.unlock("bob", PASSPHRASE).keys == {}


def test_whoever_leaves_reads_nothing_that_is_written_from_then_on(team: Ring) -> None:
    code = write("before")
    bob = joined(COUNTY, "bob", team)
    teams.leave(COUNTY, "bob", by="admin")
    threads.reply(code.key, code.lookup, "a later word", form(), today=TODAY)
    write("after")
    assert bob.keys, "what bob had in memory is what bob may still have"
    assert "after" not in reads(bob)
    assert "a later word" not in reads(bob)
    with pytest.raises(NotOpened):
        teams.unlock("bob", PASSPHRASE)
    assert reads(teams.unlock("ann", PASSPHRASE)) == {"before", "a later word", "after"}


def test_the_old_key_goes_when_what_it_opens_has_expired(team: Ring) -> None:
    write("before")
    joined(COUNTY, "bob", team)
    teams.leave(COUNTY, "bob", by="admin")
    assert len(teams.unlock("ann", PASSPHRASE).keys) == 2
    threads.purge(TODAY.replace(year=2027))
    assert len(teams.unlock("ann", PASSPHRASE).keys) == 1
    assert [team.generation for team in models.Team.objects.all()] == [2]


def test_the_old_key_stays_while_an_old_word_needs_it(team: Ring) -> None:
    code = Code.new()
    threads.begin(code, COUNTY, "before", WISHES, form(), today=TODAY)
    joined(COUNTY, "bob", team)
    teams.leave(COUNTY, "bob", by="admin")
    threads.reply(code.key, code.lookup, "after", form(), today=TODAY)
    assert models.Thread.objects.get().team.generation == 2
    threads.purge(TODAY)
    found = threads.opened(models.Thread.objects.get().pk, teams.unlock("ann", PASSPHRASE).keys, today=TODAY)
    assert found and [letter.text for letter in found.letters] == ["before", "after"]


def test_when_nobody_stays_the_door_closes(team: Ring) -> None:
    assert teams.leave(COUNTY, "ann", by="admin") is None
    assert threads.doors() == ()
    with pytest.raises(threads.NoTeam):
        write("hello?")


def test_who_has_left_is_on_no_shift(team: Ring) -> None:
    joined(COUNTY, "bob", team)
    models.Shift.objects.create(county=COUNTY, account="bob", day=TODAY)
    teams.leave(COUNTY, "bob", by="admin")
    assert not models.Shift.objects.exists()


def test_who_leaves_the_desk_leaves_every_team_and_where_nobody_stays_the_door_closes(team: Ring) -> None:
    bob = joined(COUNTY, "bob", team)
    teams.enrol("Knox", "bob", by="bob")
    write("before")
    end_keys("bob", ["Knox", COUNTY], by="admin")
    assert threads.doors() == (COUNTY,)
    write("after")
    assert reads(bob) == {"before"}
    assert not models.Wrapping.objects.filter(holder__account="bob").exists()


def test_a_county_is_enrolled_once_and_only_by_who_has_a_key(team: Ring) -> None:
    with pytest.raises(Refused):
        teams.enrol(COUNTY, "ann", by="admin")
    with pytest.raises(Refused):
        teams.enrol("Knox", "nobody", by="admin")
    with pytest.raises(Refused):
        teams.new_holder("ann", "another passphrase", by="admin")


def test_two_named_people_together_recover_a_key_and_one_alone_does_not(team: Ring) -> None:
    write("before")
    for name in ("dee", "eve", "fay"):
        teams.new_holder(name, PASSPHRASE, by="admin")
    dee, eve, fay = (teams.unlock(name, PASSPHRASE) for name in ("dee", "eve", "fay"))
    teams.set_recovery(COUNTY, "dee", "eve", team, by="ann")
    assert reads(dee) == reads(eve) == set()
    for pair in ((dee, dee), (eve, eve), (dee, fay), (fay, eve), (dee, Ring("eve", fay.own, {}))):
        with pytest.raises(NotOpened):
            teams.recovered(COUNTY, pair, "fay", by="admin")
    teams.recovered(COUNTY, (eve, dee), "fay", by="admin")
    assert reads(teams.unlock("fay", PASSPHRASE)) == {"before"}


def test_what_was_written_to_the_key_before_is_recovered_too(team: Ring) -> None:
    write("before")
    joined(COUNTY, "bob", team)
    teams.leave(COUNTY, "bob", by="admin")
    write("after")
    one, two = joined("Knox", "one", team_of("Knox", "dee")), team_of("Lincoln", "two")
    teams.new_holder("fay", PASSPHRASE, by="admin")
    teams.set_recovery(COUNTY, "one", "two", teams.unlock("ann", PASSPHRASE), by="ann")
    teams.recovered(COUNTY, (one, two), "fay", by="one")
    assert reads(teams.unlock("fay", PASSPHRASE)) == {"before", "after"}


def test_recovery_goes_on_with_a_new_key_unless_one_of_the_two_has_left(team: Ring) -> None:
    for name in ("dee", "eve"):
        teams.new_holder(name, PASSPHRASE, by="admin")
    bob = joined(COUNTY, "bob", team)
    teams.set_recovery(COUNTY, "dee", "eve", team, by="ann")
    teams.leave(COUNTY, "bob", by="admin")
    assert models.Recovery.objects.filter(team__state="open").count() == 1
    ann = teams.unlock("ann", PASSPHRASE)
    teams.new_holder("gus", PASSPHRASE, by="admin")
    teams.add_holder(COUNTY, "gus", ann, by="ann")
    teams.set_recovery(COUNTY, "dee", "gus", ann, by="ann")
    teams.leave(COUNTY, "gus", by="admin")
    assert not models.Recovery.objects.filter(team__state="open").exists()
    assert bob.keys
    with pytest.raises(Refused):
        teams.set_recovery(COUNTY, "dee", "dee", ann, by="ann")


def test_who_leaves_one_county_still_recovers_another(team: Ring) -> None:
    bob, knox = joined(COUNTY, "bob", team), team_of("Knox", "cid")
    teams.new_holder("dee", PASSPHRASE, by="admin")
    teams.set_recovery("Knox", "bob", "dee", knox, by="cid")
    teams.leave(COUNTY, "bob", by="admin")
    assert teams.unlock("bob", PASSPHRASE).own == bob.own
    teams.recovered("Knox", (teams.unlock("bob", PASSPHRASE), teams.unlock("dee", PASSPHRASE)), "dee", by="admin")
    assert set(teams.unlock("dee", PASSPHRASE).keys) == set(knox.keys)


def test_a_passkey_opens_what_the_passphrase_opens(team: Ring) -> None:
    teams.add_passkey(team, b"credential one", b"p" * 32, by="ann")
    assert teams.unlock_with("ann", b"credential one", b"p" * 32) == team == teams.unlock("ann", PASSPHRASE)
    for credential, secret in ((b"credential one", b"q" * 32), (b"credential two", b"p" * 32)):
        with pytest.raises(NotOpened):
            teams.unlock_with("ann", credential, secret)
    teams.new_holder_with("pat", b"credential three", b"r" * 32, by="admin")
    assert teams.unlock_with("pat", b"credential three", b"r" * 32).keys == {}


def test_a_passphrase_that_is_changed_opens_and_the_old_one_does_not(team: Ring) -> None:
    teams.add_passphrase(team, "a newer one", by="ann")
    assert teams.unlock("ann", "a newer one") == team
    with pytest.raises(NotOpened):
        teams.unlock("ann", PASSPHRASE)
    with pytest.raises(NotOpened):
        teams.unlock("nobody", PASSPHRASE)


def test_a_key_that_somebody_put_in_place_of_the_teams_is_noticed(team: Ring) -> None:
    models.Team.objects.update(public=TeamKey.new().public)
    with pytest.raises(NotOpened):
        teams.unlock("ann", PASSPHRASE)


def test_a_ring_is_carried_under_the_token_of_a_session_and_is_never_printed(team: Ring) -> None:
    sealed = carrying.packed(team, b"t" * 32)
    assert carrying.unpacked(sealed, b"t" * 32) == team
    assert repr(team) == str(team) == "Ring"
    assert next(iter(team.keys.values())) not in sealed
    with pytest.raises(NotOpened):
        carrying.unpacked(sealed, b"u" * 32)


def test_every_change_of_who_can_read_is_in_the_audit_log(team: Ring) -> None:
    joined(COUNTY, "bob", team)
    teams.leave(COUNTY, "bob", by="admin")
    rows = AuditEntry.objects.filter(action__startswith="liaison:").values_list("by", "action", "key")
    assert list(rows) == [
        ("admin", "liaison: new holder", ""),
        ("admin", "liaison: enrol", COUNTY),
        ("admin", "liaison: new holder", ""),
        ("ann", "liaison: add holder", COUNTY),
        ("admin", "liaison: leave", COUNTY),
    ]


def first(patched: pytest.MonkeyPatch, other: Callable[[], object]) -> None:
    """Somebody else is quicker, between what is looked at and what is written."""
    noted = teams.noted

    def later(**row: object) -> None:
        patched.setattr(teams, "noted", noted)
        other()
        noted(**row)

    patched.setattr(teams, "noted", later)


def test_of_two_who_begin_a_team_at_once_the_second_puts_nobody_out(
    room: Path, light: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in ("ann", "bob"):
        teams.new_holder(who, PASSPHRASE, by="admin")
    first(monkeypatch, lambda: teams.enrol(COUNTY, "ann", by="ann"))
    with pytest.raises(Refused):
        teams.enrol(COUNTY, "bob", by="bob")
    write("hello")
    assert reads(teams.unlock("ann", PASSPHRASE)) == {"hello"}
    assert models.Team.objects.count() == 1


def test_of_two_keys_that_somebody_makes_at_once_the_first_still_opens(
    room: Path, light: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first(monkeypatch, lambda: teams.new_holder("ann", PASSPHRASE, by="ann"))
    with pytest.raises(Refused):
        teams.new_holder_with("ann", b"credential", b"s" * 32, by="ann")
    assert teams.unlock("ann", PASSPHRASE).account == "ann"
