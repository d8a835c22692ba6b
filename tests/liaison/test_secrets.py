"""Conversations with planted words: no file of the room, no argument and no log holds one of them, a code or a key.

The same search finds a plaintext column that was planted, and after a purge not even what was sealed is found.
"""

from __future__ import annotations

import base64
import os
import random
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy
import pytest

from dooryard.liaison import models, teams, threads
from dooryard.liaison.letters import Wishes
from dooryard.liaison.sealing import Code
from dooryard.liaison.teams import Ring
from tests.liaison.conftest import TODAY, sqlite_only
from tests.liaison.helpers import COUNTY, PASSPHRASE, form, joined, team_of

pytestmark = sqlite_only

MANY, MANY_LONG = 200, 1_000


def forms(secret: bytes) -> set[bytes]:
    """The ways in which somebody could have written a secret down."""
    plain = {secret, secret.hex().encode(), base64.b64encode(secret)[:-4], base64.urlsafe_b64encode(secret)[:-4]}
    if secret.isascii():
        plain |= {secret.upper(), secret.decode().encode("utf-16-le"), secret[::-1]}
    return {one for one in plain if len(one) >= 8}


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
    threads.begin(code, COUNTY, word("begun"), wishes, form(), today=TODAY)
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


def bytes_of_everything(*folders: Path) -> bytes:
    """All files in these folders, one after the other, with their names, and what the process itself shows."""
    found = [f"{path}".encode() + b"\n" + path.read_bytes() for folder in folders for path in files(folder)]
    shown = [Path(f"/proc/self/{name}").read_bytes() for name in ("cmdline", "environ")]
    opened = [str(path.readlink()).encode() for path in Path("/proc/self/fd").iterdir() if path.exists()]
    return b"\n".join(found + shown + opened)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def present(wanted: Iterable[bytes], content: bytes) -> list[bytes]:
    """Which of many secrets stand in the bytes: by their first eight at every position, then in full."""
    by_start: dict[int, list[bytes]] = {}
    for one in wanted:
        by_start.setdefault(int.from_bytes(one[:8], "little"), []).append(one)
    starts = numpy.fromiter(by_start, dtype="<u8", count=len(by_start))
    seen: set[int] = set()
    for shift in range(8):
        eights = numpy.frombuffer(content, dtype="<u8", offset=shift, count=(len(content) - shift) // 8)
        seen.update(numpy.intersect1d(starts, eights).tolist())
    return [one for start in seen for one in by_start[start] if one in content]


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
    everything = bytes_of_everything(room, copy) + logged.encode()
    assert present(planted, everything) == []
    sealed = pieces()
    assert len(present(random.Random(1).sample(sorted(sealed), 50), everything)) == 50, "the search finds what is there"
    threads.delete_now(codes[0].lookup, today=TODAY)
    threads.purge(TODAY.replace(year=2027))
    after = bytes_of_everything(room, copy)
    assert present(sealed, after) == [], "not even what was sealed"
    assert present(planted, after) == []


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
    assert present(planted | naive, bytes_of_everything(room, copy)) == [b"I use alone, and nobody knows"]


def test_every_way_of_writing_a_secret_down_is_found(room: Path) -> None:
    secret = b"begun-0123456789abcdef"
    for number, one in enumerate(forms(secret)):
        (room / f"planted-{number}").write_bytes(b"before " + one + b" after")
        assert present(forms(secret), bytes_of_everything(room))
        (room / f"planted-{number}").unlink()
    assert not present(forms(secret), bytes_of_everything(room))


def test_the_journal_is_empty_after_a_deletion(room: Path, ring: Ring, copy: Path) -> None:
    code = converse(1, ring, set())
    sealed = pieces()
    assert present(sealed, bytes_of_everything(room))
    threads.delete_now(code.lookup, today=TODAY)
    assert (room / "liaison.sqlite3-wal").stat().st_size == 0
    assert present(sealed, bytes_of_everything(room, copy)) == []
