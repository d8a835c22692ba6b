"""A liaison's keys: open for one session, with nothing on disk that opens them, and closed with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dooryard.desk.actions.accounts import leave
from dooryard.desk.models import AuditEntry, Session
from dooryard.desk.sessions import Desk
from dooryard.liaison import teams
from dooryard.liaison.desk import carrying, keys
from dooryard.liaison.models import Holder, Team, Wrapping
from dooryard.liaison.sealing import NotOpened, TeamKey
from tests.desk.client import DeskClient
from tests.liaison.desk.conftest import KEYS, Liaison, signed_in, wrote
from tests.liaison.helpers import COUNTY


def files(room: Path) -> list[Path]:
    folder = room / carrying.FOLDER
    return sorted(folder.iterdir()) if folder.exists() else []


def test_the_first_passphrase_makes_a_key_and_the_next_opens_it(room: Path) -> None:
    ann = signed_in("Ann", "liaison")
    assert "Make my key" in ann.says("/desk/liaison/keys")
    assert ann.opens() == "/desk/liaison/?said=opened"
    assert "Your keys are open" in ann.says("/desk/liaison/")
    assert Holder.objects.get().account == ann.by
    assert ann.send("lock") == "/desk/liaison/keys?said=closed-keys"
    assert files(room) == []
    assert "Open my keys" in ann.says("/desk/liaison/keys")
    assert ann.opens(again="") == "/desk/liaison/?said=opened"


@pytest.mark.parametrize(
    ("typed", "again", "why"),
    [("short", "short", "length"), ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "weak"), (KEYS, KEYS + "x", "differ")],
)
def test_a_first_passphrase_that_will_not_do_makes_nothing(typed: str, again: str, why: str) -> None:
    assert signed_in("Ann", "liaison").opens(typed, again) == f"/desk/liaison/keys?said={why}"
    assert not Wrapping.objects.exists()


def test_a_wrong_passphrase_opens_nothing_and_is_soon_held_up(ann: Liaison, room: Path) -> None:
    ann.send("lock")
    said = [ann.opens("not the one that it is") for _ in range(12)]
    assert said[0] == "/desk/liaison/keys?said=keys"
    assert said[-1] == "/desk/liaison/keys?said=slow"
    assert files(room) == []


def test_whoever_guesses_at_the_door_keeps_no_liaison_from_their_keys(ann: Liaison) -> None:
    ann.send("lock")
    stranger = DeskClient()
    for name in [f"liaison keys {ann.by}"] * 20 + [ann.by] * 20 + [f"somebody {number}" for number in range(60)]:
        stranger.post("/desk/enter/search", {"name": name, "passphrase": "not the one", "code": "000000"})
    assert ann.opens() == "/desk/liaison/?said=opened"


def test_what_is_kept_is_not_the_key_and_opens_for_no_other_session(ann: Liaison, room: Path) -> None:
    own = teams.unlock(ann.by, KEYS)
    [file] = files(room)
    assert file.stat().st_mode & 0o077 == 0
    for secret in (own.own, *own.keys.values(), KEYS.encode(), ann.cookie.encode()):
        assert secret not in file.read_bytes()
    thief = signed_in("Tom", "liaison")
    theirs = Session.objects.exclude(account__name="Ann").get()
    (room / carrying.FOLDER / theirs.digest).write_bytes(file.read_bytes())
    _code, thread = wrote()
    assert "Make my key" in thief.says(f"/desk/liaison/thread/{thread}")


def test_a_session_carries_the_keys_of_its_own_account_alone(ann: Liaison, room: Path) -> None:
    signed_in("Tom", "liaison")
    session = Session.objects.select_related("account").exclude(account__name="Ann").get()
    toms, hers = Desk(session.account, session, "A" * 43), teams.unlock(ann.by, KEYS)
    with pytest.raises(NotOpened):
        keys.open_for(toms, hers, by=toms.account.by)
    carrying.keep(session, carrying.packed(hers, toms.secret(keys.LABEL)))
    assert keys.opened(toms) is None, "nor when they were put there"


def test_what_is_kept_ends_with_the_session(ann: Liaison, room: Path) -> None:
    thief = Liaison(ann.cookie, ann.by)
    _code, thread = wrote()
    assert len(files(room)) == 1
    ann.post("/desk/leave", {"word": ann.word()})
    assert files(room) == []
    assert thief.get(f"/desk/liaison/thread/{thread}")["Location"] == "/desk/enter"


def test_it_ends_with_the_account_as_well(ann: Liaison, room: Path) -> None:
    leave("Ann", by="test")
    assert files(room) == []
    assert ann.get("/desk/liaison/")["Location"] == "/desk/enter"


def test_a_damaged_file_reads_as_closed_keys(ann: Liaison, room: Path) -> None:
    [file] = files(room)
    file.write_bytes(file.read_bytes()[:-1])
    assert "Your keys are closed" in ann.says("/desk/liaison/")


def test_a_disk_that_takes_nothing_opens_nothing(ann: Liaison, room: Path) -> None:
    ann.send("lock")
    (room / carrying.FOLDER).rmdir()
    (room / carrying.FOLDER).write_text("in the way")
    assert ann.opens() == "/desk/liaison/keys?said=unkept"


def test_opening_and_closing_are_in_the_audit_log(ann: Liaison) -> None:
    ann.send("lock")
    done = list(AuditEntry.objects.filter(by=ann.by).values_list("action", flat=True))
    assert {"liaison: new holder", "liaison: open keys", "liaison: close keys"} <= set(done)


def test_who_was_taken_out_of_the_team_has_its_key_no_more_at_once(ann: Liaison) -> None:
    _code, thread = wrote()
    assert ann.get(f"/desk/liaison/thread/{thread}").status_code == 200
    teams.leave(COUNTY, ann.by, by="test")
    assert ann.get(f"/desk/liaison/thread/{thread}").status_code in (200, 404)
    assert "old mill" not in ann.says(f"/desk/liaison/thread/{thread}")


def test_a_key_that_was_put_in_place_of_the_teams_closes_keys_that_are_open(ann: Liaison) -> None:
    _code, thread = wrote()
    assert ann.get(f"/desk/liaison/thread/{thread}").status_code == 200
    Team.objects.update(public=TeamKey.new().public)
    assert "Your keys are closed" in ann.says("/desk/liaison/")


def test_files_of_sessions_that_ended_by_themselves_are_swept(ann: Liaison, room: Path) -> None:
    import os

    old = room / carrying.FOLDER / ("a" * 64)
    old.write_bytes(b"old")
    os.utime(old, (0, 0))
    ann.send("lock")
    ann.opens()
    assert not old.exists() and len(files(room)) == 1


def test_a_key_that_opens_nothing_can_be_dropped_and_made_anew() -> None:
    eve = signed_in("Eve", "liaison")
    eve.opens()
    eve.send("lock")
    assert "Drop this key and make a new one" in eve.says("/desk/liaison/keys")
    assert eve.send("keys/anew") == "/desk/liaison/keys?said=anew"
    assert eve.opens("quite another one of mine", "quite another one of mine") == "/desk/liaison/?said=opened"


def test_a_key_that_opens_something_is_not_dropped(ann: Liaison) -> None:
    ann.send("lock")
    assert "Your key opens nothing just now" not in ann.says("/desk/liaison/keys")
    assert ann.send("keys/anew") == "/desk/liaison/keys?said=team"
    assert ann.opens(again="") == "/desk/liaison/?said=opened"


def test_the_key_of_who_is_named_to_bring_one_back_is_not_dropped(ann: Liaison) -> None:
    two = [signed_in(name, "liaison") for name in ("Eve", "Fay")]
    for one in two:
        one.opens()
    ann.send("teams/recovery", county=COUNTY, first=two[0].by, second=two[1].by)
    assert two[0].send("keys/anew") == "/desk/liaison/keys?said=team"
