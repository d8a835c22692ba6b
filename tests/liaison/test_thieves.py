"""Who has the whole database, as a thief of a backup or as its administrator, opens nothing with all that is in it.

What they try is what the tables offer: every stretch of bytes as a key, every row put in place of another.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import BinaryField

from dooryard.directory import backups
from dooryard.liaison import restoring, teams, threads
from dooryard.liaison.models import Held, Holder, Message, Team, Thread, Wished, Wrapping
from dooryard.liaison.sealing import Code, NotOpened, unseal
from dooryard.liaison.teams import Ring
from tests.liaison.conftest import TODAY, kept_in, sqlite_only
from tests.liaison.helpers import COUNTY, PASSPHRASE, WISHES, form, joined, team_of

GUESSED = ("", " ", "ann", COUNTY, "password", "correct horse battery staple", PASSPHRASE.upper(), PASSPHRASE + " ")


@pytest.fixture
def room_of_two(copy: Path, light: None) -> Ring:
    """A team of two, of whom one has left, two who could recover its key, and people who wrote."""
    ring = team_of(COUNTY, "ann")
    bob = joined(COUNTY, "bob", ring)
    teams.set_recovery(COUNTY, "ann", "bob", bob, by="bob")
    for number in range(3):
        code = Code.new()
        threads.begin(code, COUNTY, f"word {number}", WISHES, form(), today=TODAY)
        threads.reply(code.key, code.lookup, "more", form(), today=TODAY)
    teams.leave(COUNTY, "bob", by="admin")
    return teams.unlock("ann", PASSPHRASE)


def sealed() -> list[bytes]:
    """All that people wrote, and the keys that open it."""
    found = [bytes(one) for row in Message.objects.values_list("for_team", "for_person") for one in row]
    found += [bytes(one) for row in Wished.objects.values_list("for_team", "for_person") for one in row]
    return found + [bytes(one) for one in Held.objects.values_list("sealed", flat=True)]


def keys_there() -> set[bytes]:
    """Every stretch of 32 bytes of every column that is no message, and its digest: whatever could be a key."""
    found = set()
    for model in restoring.ORDER:
        columns = [one.name for one in model._meta.concrete_fields if isinstance(one, BinaryField)]
        for row in model.objects.values_list(*columns) if model not in (Message, Wished) and columns else ():
            for column in map(bytes, row):
                found |= {column[at : at + 32] for at in range(max(1, min(len(column), 128) - 31))}
    found = {one for one in found if len(one) == 32}
    return found | {hashlib.sha256(one).digest() for one in found}


def nothing_opens(boxes: list[bytes], keys: set[bytes]) -> None:
    """No key opens any box."""
    opened = []
    for box in boxes:
        for key in keys:
            try:
                opened.append(unseal(box, key))
            except NotOpened:
                continue
    assert opened == []


def nobody_gets_in() -> None:
    """The ways of the desk, with what is there and with guesses."""
    for account in Holder.objects.values_list("account", flat=True):
        for guess in GUESSED:
            with pytest.raises(NotOpened):
                teams.unlock(account, guess)
        for credential in Wrapping.objects.values_list("credential", flat=True):
            with pytest.raises(NotOpened):
                teams.unlock_with(account, bytes(credential), bytes(32))
    for thread in Thread.objects.all():
        for team in Team.objects.all():
            for key in (bytes(team.public), bytes(thread.public), bytes(32)):
                with pytest.raises(NotOpened):
                    threads.opened(thread.pk, {team.pk: key}, today=TODAY)
        assert threads.read(bytes(thread.public), bytes(thread.lookup), today=TODAY) is None, "a digest is no lookup"


@pytest.fixture(params=["the backup", "the second copy", pytest.param("the files", marks=sqlite_only)])
def stolen(
    request: pytest.FixtureRequest, room_of_two: Ring, room: Path, copy: Path, tables: Path, tmp_path: Path
) -> Iterator[Ring]:
    """The room's database as a thief has it, on their own machine."""
    there = tmp_path / "there"
    there.mkdir()
    if request.param == "the backup":
        shutil.copy(backups.backed_up("liaison", "liaison", tmp_path, TODAY), there / "liaison.sqlite3")
    elif request.param == "the files":
        for path in room.glob("liaison.sqlite3*"):
            shutil.copy(path, there)
    else:
        shutil.copy(tables / "liaison.sqlite3", there)
    with kept_in(there):
        if request.param == "the second copy":
            restoring.restored(copy, by="test", sure=True)
        yield room_of_two


@sqlite_only
def test_a_thief_of_the_whole_database_opens_nothing(stolen: Ring) -> None:
    keys = keys_there()
    assert len(keys) > 500 and len(sealed()) > 15
    nothing_opens(sealed(), keys)
    nobody_gets_in()


@sqlite_only
def test_a_key_that_stood_anywhere_in_it_would_have_been_found(stolen: Ring) -> None:
    key = stolen.keys[Message.objects.values_list("team_id", flat=True)[0]]
    row = Wrapping.objects.get(holder__account="ann")
    row.salt = b"x" + key[:15]
    row.wrapped = b"before" + key + b"after"
    row.save()
    with pytest.raises(AssertionError):
        nothing_opens(sealed(), keys_there())


@pytest.fixture
def root(room_of_two: Ring) -> Ring:
    """The administrator, who has made a key pair and a team of their own."""
    return team_of("Knox", "root")


def reads(ring: Ring) -> list[str]:
    """What a ring opens of the conversations of others, whichever way it is asked."""
    found = []
    for row in (*Message.objects.all(), *Wished.objects.all()):
        for key in (ring.own, *ring.keys.values()):
            for box in (row.for_team, row.for_person):
                try:
                    found.append(str(unseal(bytes(box), key)))
                except NotOpened:
                    continue
    for thread in Thread.objects.all():
        keys = dict.fromkeys([thread.team_id, *ring.keys], next(iter(ring.keys.values()), ring.own)) | ring.keys
        try:
            conversation = threads.opened(thread.pk, keys, today=TODAY)
            found += [letter.text for letter in conversation.letters] if conversation else []
        except NotOpened:
            continue
    return found


def put_their_wrapping_in_place(root: Ring) -> None:
    theirs = Wrapping.objects.get(holder__account="root")
    Wrapping.objects.filter(holder__account="ann").update(wrapped=theirs.wrapped, salt=theirs.salt)


def put_their_public_key_in_place(root: Ring) -> None:
    put_their_wrapping_in_place(root)
    Holder.objects.filter(account="ann").update(public=Holder.objects.get(account="root").public)


def hold_what_another_holds(root: Ring) -> None:
    for held in Held.objects.filter(holder__account="ann"):
        Held.objects.create(team=held.team, holder=Holder.objects.get(account="root"), sealed=held.sealed)


def move_everything_to_their_team(root: Ring) -> None:
    team = Team.objects.get(county="Knox")
    for model in (Thread, Message, Wished):
        model.objects.update(team=team)


def say_that_they_left(root: Ring) -> None:
    teams.leave(COUNTY, "ann", by="root")


def put_their_key_into_a_team(root: Ring) -> None:
    Team.objects.filter(county=COUNTY).update(public=Team.objects.get(county="Knox").public)


@pytest.mark.parametrize(
    "act",
    [
        put_their_wrapping_in_place,
        put_their_public_key_in_place,
        hold_what_another_holds,
        move_everything_to_their_team,
        say_that_they_left,
        put_their_key_into_a_team,
    ],
)
def test_an_administrator_who_writes_to_the_tables_reads_nothing_that_was_written(root: Ring, act: object) -> None:
    act(root)  # type: ignore[operator]
    assert reads(root) == []
    for account in ("ann", "root"):
        try:
            assert reads(teams.unlock(account, PASSPHRASE + "!")) == []
        except NotOpened:
            continue


def test_whose_it_is_reads_it(room_of_two: Ring) -> None:
    assert len(reads(room_of_two)) >= 3, "the tries above would have told"


@sqlite_only
def test_a_file_of_the_database_is_a_database(stolen: Ring, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "there" / "liaison.sqlite3") as file:
        assert file.execute("SELECT count(*) FROM liaison_message").fetchone()[0] >= 6
    file.close()
