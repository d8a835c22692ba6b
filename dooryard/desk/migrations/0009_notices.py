"""Where somebody asked to be told that there is something to read."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import dooryard.desk.models.fields


class Migration(migrations.Migration):
    """A table of them."""

    dependencies = [
        ("desk", "0008_browsers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", dooryard.desk.models.fields.SealedText()),
                ("day", models.DateField(null=True)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notice", to="desk.account"
                    ),
                ),
            ],
        ),
    ]
