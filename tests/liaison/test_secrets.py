"""Conversations with planted words: no file of the room, no argument and no log holds one of them, a code or a key.

The same search finds a plaintext column that was planted, and when a conversation and the life of its backups are over,
not even what was sealed. The same on a real server: tests/liaison/served/test_secrets.py.
"""

from __future__ import annotations

import base64
import datetime
import gzip
import os
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from dooryard.directory import backups
from dooryard.liaison import models, teams, threads
from dooryard.liaison.letters import Wishes
from dooryard.liaison.sealing import Code
from dooryard.liaison.teams import Ring
from tests.liaison.conftest import TODAY, sqlite_only
from tests.liaison.helpers import COUNTY, PASSPHRASE, form, joined, team_of
from tests.liaison.searching import forms, on_disk, present, shown

pytestmark = sqlite_only

MANY, MANY_LONG = 40, 1_000
DAY = datetime.timedelta(1)


def converse(number: int, ring: Ring, planted: set[bytes]) -> Code:
    """A conversation with a word of its own in everything that can be said."""

    def word(what: str) -> str:
        said = f"{what}-{os.urandom(9).hex()}"
        planted.update(forms(said.encode()))
        return said

    code = Code.new()
    wishes = Wishes(
        channels=("call",), phone=word("phone"), email=word("email"), place=word("place"), hours=word("hours"),
        otherwise=word("otherwise"), word=word("word"), our_word=word("ours"),
    )  # fmt: skip
    threads.begin(code, COUNTY, word("begun"), wishes, form(), days=7, today=TODAY)
    threads.reply(code.key, code.lookup, word("added"), form(), today=TODAY)
    if number % 3 == 0:
        thread = models.Thread.objects.get(public=code.public).pk
        threads.answer(thread, ring.keys, word("answer"), form(), by="ann", today=TODAY)
        threads.missed(thread, ring.keys, "call", by="ann", today=TODAY)
    if number % 5 == 0:
        threads.change(code.key, code.lookup, Wishes(place=word("other")), form(), today=TODAY)
    planted.update(forms(code.key) | forms(code.lookup) | forms(" ".join(code.words).encode()))
    planted.update(forms("".join(code.words).encode()) | forms("-".join(code.words).encode()))
    return code


def everything(*folders: Path) -> bytes:
    """All files in these folders, and what the process itself shows."""
    return on_disk(*folders) + shown([os.getpid()])


def secrets_of(ring: Ring) -> set[bytes]:
    return {one for key in (ring.own, *ring.keys.values()) for one in forms(key)} | forms(PASSPHRASE.encode())


def nothing_is_told(room: Path, copy: Path, tmp_path: Path, ring: Ring, many: int, logged: str) -> None:
    """The whole of it, for so many conversations."""
    planted: set[bytes] = set()
    codes = [converse(number, ring, planted) for number in range(many)]
    bob = joined(COUNTY, "bob", ring)
    teams.leave(COUNTY, "bob", by="admin")
    teams.set_recovery(COUNTY, "ann", *recoverer(), teams.unlock("ann", PASSPHRASE), by="ann")
    planted |= secrets_of(ring) | secrets_of(bob) | secrets_of(teams.unlock("ann", PASSPHRASE))
    assert (room / "liaison.sqlite3-wal").stat().st_size, "the journal is looked at while it is full"
    assert present(planted, everything(room, copy) + logged.encode()) == []
    assert present(pieces(), everything(room, copy)), "the search finds what is there"
    threads.delete_now(codes[0].lookup, today=TODAY)
    expires_and_goes(room, copy, tmp_path / "backups", planted)


def expires_and_goes(room: Path, copy: Path, kept: Path, planted: set[bytes]) -> None:
    """Day by day with a purge and a backup: sealed while it lives and in backups for seven days, with no key to it."""
    kept.mkdir()
    sealed, last = pieces(), max(models.Thread.objects.values_list("expires", flat=True))
    for ahead in range((last - TODAY).days + 7):
        threads.purge(TODAY + ahead * DAY)
        backups.backed_up("liaison", "liaison", kept, TODAY + ahead * DAY)
        assert len(list(kept.iterdir())) == min(ahead + 1, 7)
    assert present(sealed, everything(kept)), "the backup of its last day is there for seven days"
    assert present(sealed, everything(room, copy)) == [], "not even what was sealed"
    assert present(planted, everything(room, copy, kept)) == []
    threads.purge(last + 7 * DAY)
    backups.backed_up("liaison", "liaison", kept, last + 7 * DAY)
    assert present(sealed | planted, everything(room, copy, kept)) == []


def recoverer() -> tuple[str]:
    teams.new_holder("dee", PASSPHRASE, by="admin")
    return ("dee",)


def pieces() -> set[bytes]:
    """Every sealed column of every conversation, in pieces of 24 bytes: a page that was rearranged may keep a piece."""
    found = set()
    for model in (models.Message, models.Wished):
        for columns in model.objects.values_list("for_team", "for_person"):
            for column in map(bytes, columns):
                found |= {column[at : at + 24] for at in range(0, len(column) - 24, 24)}
    return found | {bytes(one) for one in models.Thread.objects.values_list("lookup", flat=True)}


@pytest.fixture
def ring(copy: Path, light: None) -> Ring:
    """A team whose every row is copied."""
    return team_of(COUNTY, "ann")


def test_nothing_on_disk_tells_a_word_a_code_or_a_key(
    room: Path, copy: Path, tmp_path: Path, ring: Ring, caplog: pytest.LogCaptureFixture
) -> None:
    nothing_is_told(room, copy, tmp_path, ring, MANY, caplog.text)


@pytest.mark.long
def test_a_thousand_conversations_tell_nothing(
    room: Path, copy: Path, tmp_path: Path, ring: Ring, caplog: pytest.LogCaptureFixture
) -> None:
    nothing_is_told(room, copy, tmp_path, ring, MANY_LONG, caplog.text)


def test_a_column_with_plain_words_is_found_by_the_same_search(room: Path, copy: Path, ring: Ring) -> None:
    planted: set[bytes] = set()
    for number in range(20):
        converse(number, ring, planted)
    naive = forms(b"I use alone, and nobody knows")
    with sqlite3.connect(room / "liaison.sqlite3") as file:
        file.execute("ALTER TABLE liaison_message ADD COLUMN planted text")
        file.execute("UPDATE liaison_message SET planted = 'I use alone, and nobody knows' WHERE place = 1")
    file.close()
    assert set(present(planted | naive, everything(room, copy))) == {b"I use alone, and nobody knows"}


def test_every_way_of_writing_a_secret_down_is_found(room: Path) -> None:
    secret = b"begun-0123456789abcdef"
    for one in forms(secret):
        (room / "planted").write_bytes(b"before " + one + b" after")
        assert present(forms(secret), everything(room))
    (room / "planted").unlink()
    assert not present(forms(secret), everything(room))


PACKING: dict[str, Callable[[bytes], bytes]] = {
    "UTF-16": lambda said: said.decode().encode("utf-16"),
    "base64 behind one letter": lambda said: base64.b64encode(b"x" + said),
    "base64 behind two letters": lambda said: base64.b64encode(b"xx" + said),
    "base64 of an address": lambda said: base64.urlsafe_b64encode(b"xxx" + said + b"\xff\xff"),
    "percent": lambda said: "".join(f"%{byte:02X}" for byte in said).encode(),
    "hex": lambda said: said.hex().encode(),
    "gzip": lambda said: b"before" + gzip.compress(b"within " + said) + b"after",
    "zlib": lambda said: b"before" + zlib.compress(b"within " + said) + b"after",
    "the best zlib": lambda said: zlib.compress(said * 50, 9),
}


@pytest.mark.parametrize("how", PACKING)
def test_a_secret_is_found_however_it_is_packed(room: Path, how: str) -> None:
    (room / "planted").write_bytes(PACKING[how](b"begun-0123456789abcdef"))
    assert present(forms(b"begun-0123456789abcdef"), everything(room))
    assert not present(forms(b"never-0123456789abcdef"), everything(room))


def test_a_secret_is_found_in_a_value_that_is_spread_over_pages(room: Path) -> None:
    secret = b"begun-0123456789abcdefg"
    with sqlite3.connect(room / "planted.sqlite3") as file:
        file.execute("CREATE TABLE planted (said text)")
        file.execute("INSERT INTO planted VALUES (?)", [secret.decode() * 400])
    file.close()
    raw = (room / "planted.sqlite3").read_bytes()
    assert raw.count(secret) < 400, "some are in pieces"
    assert everything(room).count(secret) == raw.count(secret) + 400


def test_a_file_that_is_open_and_has_no_name_any_more_is_read(tmp_path: Path) -> None:
    with (tmp_path / "gone").open("wb") as file:
        file.write(b"begun-0123456789abcdef")
        file.flush()
        (tmp_path / "gone").unlink()
        assert present(forms(b"begun-0123456789abcdef"), shown([os.getpid()]))
    assert not present(forms(b"begun-0123456789abcdef"), shown([os.getpid()]))


def test_what_stands_in_arguments_and_environment_is_read() -> None:
    command = [sys.executable, "-c", "print(flush=True); input()", "begun-0123456789abcdef"]
    piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env={"TOLD": "begun-fedcba9876543210"}, **piped) as process:
        assert process.stdout and process.stdout.readline()
        found = shown([process.pid])
        process.kill()
    for secret in (b"begun-0123456789abcdef", b"begun-fedcba9876543210"):
        assert secret in present(forms(secret), found)


def test_the_journal_is_empty_after_a_deletion(room: Path, ring: Ring, copy: Path) -> None:
    code = converse(1, ring, set())
    sealed = pieces()
    assert present(sealed, everything(room))
    threads.delete_now(code.lookup, today=TODAY)
    assert (room / "liaison.sqlite3-wal").stat().st_size == 0
    assert present(sealed, everything(room, copy)) == []
