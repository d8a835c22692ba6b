"""Who said what, and how things stand."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_offers")]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80, unique=True)),
                ("name", models.TextField()),
                ("publisher", models.TextField(blank=True, default="")),
                ("url", models.TextField(blank=True, default="")),
                ("licence", models.TextField(blank=True, default="")),
                ("kind", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="LocationPrivacy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("confidential", models.BooleanField(default=True)),
                (
                    "location",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="privacy", to="directory.location"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PhonePublication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("publishers", models.PositiveSmallIntegerField(default=0)),
                ("conflict", models.BooleanField(default=False)),
                ("advice", models.TextField(blank=True, default="")),
                (
                    "phone",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="publication", to="directory.phone"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Provenance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("resource_type", models.TextField()),
                ("resource_id", models.UUIDField()),
                ("field", models.TextField(blank=True, default="")),
                ("value", models.TextField(blank=True, default="")),
                ("publisher", models.TextField()),
                ("title", models.TextField(blank=True, default="")),
                ("url", models.TextField(blank=True, default="")),
                ("seen", models.TextField(default="undated")),
                ("basis", models.TextField(default="stated")),
                ("how", models.TextField(blank=True, default="")),
                ("agreement", models.PositiveSmallIntegerField(default=1)),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="said",
                        to="directory.service",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="said",
                        to="directory.source",
                    ),
                ),
            ],
            options={
                "ordering": ["resource_type", "resource_id", "field", "id"],
                "indexes": [models.Index(fields=["resource_id", "field"], name="provenance_resource")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ("stated", "assumed", "worked out"))),
                        name="provenance_basis_in_set",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["called", "visited", "own page", "peer", ""])),
                        name="provenance_how_in_set",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.TextField(blank=True, default="")),
                ("when", models.DateField()),
                ("how", models.TextField()),
                ("by", models.TextField()),
                (
                    "phone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="directory.phone",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "ordering": ["service", "when", "id"],
            },
        ),
        migrations.CreateModel(
            name="ServiceStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.TextField()),
                ("since", models.TextField(blank=True, default="")),
                ("note", models.TextField(blank=True, default="")),
                ("instead", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statuses",
                        to="directory.source",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="statuses", to="directory.service"
                    ),
                ),
            ],
            options={
                "ordering": ["service", "recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SourceRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="source_records",
                        to="directory.service",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="records", to="directory.source"
                    ),
                ),
            ],
            options={
                "ordering": ["source", "ref"],
            },
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ("called", "visited", "own page", "peer"))),
                name="confirmation_how_in_set",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestatus",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("open", "closed", "paused", "planned", "unconfirmed"))),
                name="timeline_state_in_set",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcerecord",
            constraint=models.UniqueConstraint(fields=("source", "ref"), name="source_record_once"),
        ),
    ]
