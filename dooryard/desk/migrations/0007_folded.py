"""Names are compared in one way of writing: é is one letter, however it was typed."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from dooryard.desk.models.accounts import folded


def fold(apps: Any, editor: Any) -> None:
    """Fold every name anew; where two become the same, the second stays as it was."""
    accounts = apps.get_model("desk", "Account").objects.using(editor.connection.alias)
    for account in accounts.order_by("pk"):
        new = folded(account.name)
        if new != account.folded and not accounts.filter(folded=new).exists():
            account.folded = new
            account.save()


class Migration(migrations.Migration):
    """The names of accounts, as they are compared."""

    dependencies = [
        ("desk", "0006_proven"),
    ]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
