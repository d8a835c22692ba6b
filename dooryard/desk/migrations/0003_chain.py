"""Chains the rows of the audit log, those that exist too."""

from __future__ import annotations

from django.db import migrations, models

from dooryard.desk import chain
from dooryard.desk.append_only import protect, unprotect

TABLE = "desk_auditentry"


def chain_all(apps, editor) -> None:
    """Give each row the digest of the one before it and its own, in their order."""
    rows = apps.get_model("desk", "AuditEntry").objects.using(editor.connection.alias)
    last = chain.BEGINNING
    for row in rows.order_by("pk").iterator():
        row.previous = last
        last = row.digest = chain.digest(row)
        rows.filter(pk=row.pk).update(previous=row.previous, digest=row.digest)


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_append_only")]
    operations = [
        # SQLite makes the table anew for each new field, and its triggers would go without a word.
        migrations.RunPython(
            lambda apps, editor: unprotect(editor, TABLE),
            lambda apps, editor: protect(editor, TABLE),
        ),
        migrations.AddField(
            "AuditEntry", "previous", models.CharField(max_length=64, default=""), preserve_default=False
        ),
        migrations.AddField(
            "AuditEntry", "digest", models.CharField(max_length=64, default=""), preserve_default=False
        ),
        migrations.RunPython(chain_all, migrations.RunPython.noop),
        migrations.AddConstraint(
            "AuditEntry", models.UniqueConstraint(fields=["previous"], name="audit_one_row_after_each")
        ),
        migrations.RunPython(
            lambda apps, editor: protect(editor, TABLE),
            lambda apps, editor: unprotect(editor, TABLE),
        ),
    ]
