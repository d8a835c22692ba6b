"""Shifts get hours, conversations a colleague who has taken them, and counties the liaisons named for them."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import dooryard.liaison.models


def whole_days(apps: Any, schema_editor: Any) -> None:
    """A shift was a whole day."""
    apps.get_model("liaison", "Shift").objects.using(schema_editor.connection.alias).update(starts=0, ends=0)


class Migration(migrations.Migration):
    dependencies = [
        ("liaison", "0002_drawn"),
    ]

    operations = [
        migrations.CreateModel(
            name="Named",
            fields=[
                (
                    "id",
                    dooryard.liaison.models.Drawn(
                        default=dooryard.liaison.models.drawn, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("county", models.TextField()),
                ("account", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="shift",
            name="ends",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="shift",
            name="starts",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="shift",
            name="weekday",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="thread",
            name="assigned",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="liaison.holder"
            ),
        ),
        migrations.RunPython(whole_days, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="shift",
            name="day",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(fields=("county", "account", "weekday"), name="shift_weekly"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday", None), ("day", None), _connector="XOR"), name="shift_weekday_or_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__lt", 1440), ("starts__lt", 1440), ("weekday__lt", 7)), name="shift_of_a_week"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends__isnull", False), ("starts__isnull", False)),
                    models.Q(("ends", None), ("starts", None), ("weekday", None)),
                    _connector="OR",
                ),
                name="shift_both_times",
            ),
        ),
        migrations.AddConstraint(
            model_name="named",
            constraint=models.UniqueConstraint(fields=("county", "account"), name="named_once"),
        ),
    ]
