"""Organizations, services and the places where they meet."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("location_type", models.TextField()),
                ("url", models.TextField(blank=True, default="")),
                ("name", models.TextField(blank=True, default="")),
                ("alternate_name", models.TextField(blank=True, default="")),
                ("description", models.TextField(blank=True, default="")),
                ("transportation", models.TextField(blank=True, default="")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("external_identifier", models.TextField(blank=True, default="")),
                ("external_identifier_type", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.TextField()),
                ("alternate_name", models.TextField(blank=True, default="")),
                ("description", models.TextField()),
                ("email", models.TextField(blank=True, default="")),
                ("website", models.TextField(blank=True, default="")),
                ("tax_status", models.TextField(blank=True, default="")),
                ("tax_id", models.TextField(blank=True, default="")),
                ("year_incorporated", models.FloatField(blank=True, null=True)),
                ("legal_status", models.TextField(blank=True, default="")),
                ("logo", models.TextField(blank=True, default="")),
                ("uri", models.TextField(blank=True, default="")),
                (
                    "parent_organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="directory.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="location",
            name="organization",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="locations",
                to="directory.organization",
            ),
        ),
        migrations.CreateModel(
            name="OrganizationIdentifier",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("identifier_scheme", models.TextField(blank=True, default="")),
                ("identifier_type", models.TextField()),
                ("identifier", models.TextField()),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organization_identifiers",
                        to="directory.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Program",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.TextField()),
                ("alternate_name", models.TextField(blank=True, default="")),
                ("description", models.TextField()),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programs",
                        to="directory.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.TextField()),
                ("alternate_name", models.TextField(blank=True, default="")),
                ("description", models.TextField(blank=True, default="")),
                ("url", models.TextField(blank=True, default="")),
                ("email", models.TextField(blank=True, default="")),
                ("status", models.TextField()),
                ("interpretation_services", models.TextField(blank=True, default="")),
                ("application_process", models.TextField(blank=True, default="")),
                ("fees_description", models.TextField(blank=True, default="")),
                ("wait_time", models.TextField(blank=True, default="")),
                ("fees", models.TextField(blank=True, default="")),
                ("accreditations", models.TextField(blank=True, default="")),
                ("eligibility_description", models.TextField(blank=True, default="")),
                ("minimum_age", models.FloatField(blank=True, null=True)),
                ("maximum_age", models.FloatField(blank=True, null=True)),
                ("assured_date", models.DateField(blank=True, null=True)),
                ("assurer_email", models.TextField(blank=True, default="")),
                ("licenses", models.TextField(blank=True, default="")),
                ("alert", models.TextField(blank=True, default="")),
                ("last_modified", models.DateTimeField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="directory.organization",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="directory.program",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceAtLocation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("description", models.TextField(blank=True, default="")),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_at_locations",
                        to="directory.location",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="service_at_locations",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="organization_name_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(("location_type__in", ("physical", "postal", "virtual"))),
                name="location_location_type_in_set",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(("latitude__range", (-90, 90))), name="location_latitude_on_earth"
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(("longitude__range", (-180, 180))), name="location_longitude_on_earth"
            ),
        ),
        migrations.AddConstraint(
            model_name="organizationidentifier",
            constraint=models.CheckConstraint(
                condition=models.Q(("identifier", ""), _negated=True), name="organization_identifier_identifier_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="program_name_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="service_name_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("active", "inactive", "defunct", "temporarily closed"))),
                name="service_status_in_set",
            ),
        ),
    ]
