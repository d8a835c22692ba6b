"""The secrets of sign-in apps that stand in the database as they are: sealed, and overwritten where they stood."""

from __future__ import annotations

from typing import Any

from django.db import migrations, transaction

from dooryard.desk import own_key
from dooryard.desk.models.fields import SealedText

LABEL = "desk.passphrase.totp_secret"


def seal(apps: Any, editor: Any) -> None:
    """Seal what is not sealed yet; a migration that was cut off begins again."""
    connection = editor.connection
    _run(connection, "PRAGMA secure_delete=ON")
    with transaction.atomic(using=connection.alias):
        for row in apps.get_model("desk", "Passphrase").objects.select_for_update():
            if not row.totp_secret.startswith(own_key.SEALED):
                row.totp_secret = own_key.seal(row.totp_secret, LABEL)
                row.save(update_fields=["totp_secret"])
    _run(connection, "PRAGMA wal_checkpoint(TRUNCATE)")


def unseal(apps: Any, editor: Any) -> None:
    """Back to how it was; what does not open stays as it is."""
    with transaction.atomic(using=editor.connection.alias):
        for row in apps.get_model("desk", "Passphrase").objects.select_for_update():
            row.totp_secret = own_key.unseal(row.totp_secret, LABEL) or row.totp_secret
            row.save(update_fields=["totp_secret"])


def _run(connection: Any, pragma: str) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(pragma)


class Migration(migrations.Migration):
    """The column is a text as before: only what stands in it changes."""

    # SQLite's journal is emptied only outside of a transaction.
    atomic = False
    dependencies = [
        ("desk", "0004_accounts"),
    ]

    operations = [
        migrations.RunPython(seal, unseal),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterField("passphrase", "totp_secret", SealedText())]
        ),
    ]
