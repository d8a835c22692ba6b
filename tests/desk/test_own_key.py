"""What the database alone must not tell stands sealed in it, by a key that lies beside it and not in it."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pyotp
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from dooryard.desk import hashing, own_key, totp
from dooryard.desk.models import Account, Passphrase
from tests.data_folders import environment
from tests.desk.client import DeskClient
from tests.desk.conftest import account

PASSPHRASE = "seven horses read slowly"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def sam(cheap_hashes: None, db: None) -> Account:
    """An account with a passphrase and an app."""
    made = account("Sam", "liaison")
    Passphrase.objects.create(account=made, hash=hashing.make(PASSPHRASE), totp_secret=SECRET)
    return made


def stored() -> str:
    """What stands in the column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT totp_secret FROM desk_passphrase")
        return str(cursor.fetchone()[0])


def signs_in() -> bool:
    code = pyotp.TOTP(SECRET).at(timezone.now())
    form = {"name": "Sam", "passphrase": PASSPHRASE, "code": code}
    return bool(DeskClient().post("/desk/enter/search", form)["Location"] == "/desk/")


def test_the_secret_of_an_app_is_sealed_in_the_database_and_opens_beside_its_key(sam: Account) -> None:
    assert stored().startswith(own_key.SEALED)
    assert SECRET not in stored()
    assert Passphrase.objects.get().totp_secret == SECRET
    Passphrase.objects.update(totp_secret=SECRET[::-1])
    assert SECRET[::-1] not in stored()
    assert Passphrase.objects.get().totp_secret == SECRET[::-1]


def test_accounts_are_read_with_what_some_of_them_do_not_have(sam: Account) -> None:
    account("Zed", "liaison", state=Account.INVITED)
    found = Account.objects.select_related("passphrase").order_by("name")
    assert [one.passphrase.totp_secret if hasattr(one, "passphrase") else None for one in found] == [SECRET, None]


def test_the_same_secret_is_sealed_otherwise_each_time(folder: Path) -> None:
    assert own_key.seal(SECRET, "a") != own_key.seal(SECRET, "a")


def test_the_key_is_its_owners_alone_and_is_made_once(sam: Account, folder: Path) -> None:
    key = folder / own_key.FILE
    assert (stat.S_IMODE(key.stat().st_mode), stat.S_IMODE(folder.stat().st_mode)) == (0o600, 0o700)
    before = key.read_bytes()
    own_key.seal("another", "a")
    assert key.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [own_key.FILE]


@pytest.mark.parametrize("fault", ["gone", "another", "cut", "unreadable"])
def test_without_its_key_no_code_fits_and_no_other_key_is_made_to_read_with(
    sam: Account, folder: Path, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    key = folder / own_key.FILE
    made = key.read_bytes()
    key.unlink()
    if fault == "unreadable":
        key.mkdir()
    elif fault != "gone":
        key.write_bytes(bytes(32) if fault == "another" else made[:31])
    assert not signs_in()
    assert Passphrase.objects.get().totp_secret == ""
    assert key.exists() == (fault != "gone")
    assert "does not open" in caplog.text
    if fault == "unreadable":
        key.rmdir()
    key.write_bytes(made)
    assert signs_in(), "the file put back opens everything again"


def test_a_secret_that_does_not_open_is_nobodys() -> None:
    now = timezone.now()
    code = pyotp.TOTP(totp.NOBODYS).at(now)
    assert totp.step(totp.NOBODYS, code, now)
    assert totp.step("", code, now) is None


def test_what_is_no_key_seals_nothing(folder: Path) -> None:
    folder.mkdir()
    (folder / own_key.FILE).write_bytes(b"short")
    with pytest.raises(OSError, match="not a key"):
        own_key.seal(SECRET, "a")


def test_what_was_sealed_opens_as_nothing_else_and_not_when_a_byte_was_changed(folder: Path) -> None:
    sealed = own_key.seal(SECRET, "a")
    assert own_key.unseal(sealed, "a") == SECRET
    assert own_key.unseal(sealed, "b") is None
    changed = sealed[:-3] + ("AA=" if sealed[-3:] != "AA=" else "BB=")
    for other in (changed, sealed[:-1], sealed[: len(own_key.SEALED)], SECRET, "", f"{own_key.SEALED}é"):
        assert own_key.unseal(other, "a") is None, other


MAKER = """
from django.conf import settings
settings.configure(DATA={!r})
from dooryard.desk import own_key
print(own_key.seal("said", "a"))
"""


def test_of_two_that_make_it_at_once_one_key_stays_and_opens_both(folder: Path) -> None:
    script = MAKER.format(str(folder))
    running = [subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    sealed = [process.communicate(timeout=60)[0].strip() for process in running]
    assert [own_key.unseal(one, "a") for one in sealed] == ["said"] * 4
    assert [path.name for path in folder.iterdir()] == [own_key.FILE]


@pytest.mark.usefixtures("real_transactions")
def test_secrets_from_before_are_sealed_and_can_be_unsealed_again(folder: Path) -> None:
    at = [("desk", "0004_accounts")], MigrationExecutor(connection).loader.graph.leaf_nodes("desk")
    MigrationExecutor(connection).migrate(at[0])
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO desk_account (id, name, folded, roles, state, handle, made_on) "
                "VALUES (1, 'Sam', 'sam', '[]', 'active', %s, '2026-11-23')",
                [b"handle"],
            )
            cursor.execute(
                "INSERT INTO desk_passphrase (id, account_id, hash, totp_secret, last_step) VALUES (1, 1, '', %s, 0)",
                [SECRET],
            )
        assert not folder.exists()
    finally:
        MigrationExecutor(connection).migrate(at[1])
    sealed = stored()
    assert SECRET not in sealed
    assert Passphrase.objects.get().totp_secret == SECRET
    MigrationExecutor(connection).migrate(at[0])
    assert stored() == SECRET, "and back"
    MigrationExecutor(connection).migrate(at[1])
    assert Passphrase.objects.get().totp_secret == SECRET


BEFORE = """
from dooryard.web import preparing
preparing.start_django()
from django.core.management import call_command
from django.db import connection
from dooryard.web.settings import DATA
DATA.mkdir()
call_command("migrate", "desk", "0004", verbosity=0)
with connection.cursor() as cursor:
    for one, secret in enumerate({secrets!r}):
        said = "INSERT INTO desk_account VALUES (%s, %s, %s, '[]', 'active', %s, '2026-11-23')"
        cursor.execute(said, [one, f"n{{one}}", f"n{{one}}", b"%d" % one])
        cursor.execute("INSERT INTO desk_passphrase VALUES (%s, '', %s, 0, %s)", [one, secret, one])
"""


@pytest.mark.usefixtures("programs")
def test_nothing_of_a_secret_from_before_is_left_in_the_files_of_the_database(folder: Path) -> None:
    secrets = [totp.new_secret() for _ in range(200)]

    def left() -> set[str]:
        kept = b"".join(path.read_bytes() for path in folder.glob("dooryard.sqlite3*"))
        return {secret for secret in secrets if secret.encode() in kept}

    on_sqlite = environment(folder, DATABASE_URL="")
    before = [sys.executable, "-c", BEFORE.format(secrets=secrets)]
    subprocess.run(before, env=on_sqlite, check=True, timeout=120)
    assert left() == set(secrets)
    listed = [Path(sys.executable).with_name("dooryard"), "desk", "accounts"]
    subprocess.run(listed, env=on_sqlite, check=True, timeout=120, capture_output=True)
    assert left() == set()
