"""From here on the audit log takes new rows only."""

from __future__ import annotations

from django.db import migrations

from dooryard.desk.append_only import protect, unprotect

TABLE = "desk_auditentry"


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_first")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor, TABLE),
            lambda apps, editor: unprotect(editor, TABLE),
        )
    ]
