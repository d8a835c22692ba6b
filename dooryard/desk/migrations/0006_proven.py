"""When somebody showed once more, within a session, that it is them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A session gets a time, empty until then."""

    dependencies = [
        ("desk", "0005_sealed_secrets"),
    ]

    operations = [
        migrations.AddField(model_name="session", name="proven", field=models.DateTimeField(null=True)),
    ]
