"""What is said about other records."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_reaching")]

    operations = [
        migrations.CreateModel(
            name="MetaTableDescription",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.TextField(blank=True, default="")),
                ("language", models.TextField(blank=True, default="")),
                ("character_set", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Metadata",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("resource_id", models.UUIDField()),
                ("resource_type", models.TextField()),
                ("last_action_date", models.DateField()),
                ("last_action_type", models.TextField()),
                ("field_name", models.TextField()),
                ("previous_value", models.TextField()),
                ("replacement_value", models.TextField()),
                ("updated_by", models.TextField()),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
                "indexes": [models.Index(fields=["resource_id"], name="metadata_resource")],
            },
        ),
        migrations.CreateModel(
            name="Language",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.TextField(blank=True, default="")),
                ("code", models.TextField(blank=True, default="")),
                ("note", models.TextField(blank=True, default="")),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="directory.location",
                    ),
                ),
                (
                    "phone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="directory.phone",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Taxonomy",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.TextField()),
                ("description", models.TextField()),
                ("uri", models.TextField(blank=True, default="")),
                ("version", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="taxonomy_name_given")
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxonomyTerm",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("code", models.TextField(blank=True, default="")),
                ("name", models.TextField()),
                ("description", models.TextField()),
                ("taxonomy", models.TextField(blank=True, default="")),
                ("language", models.TextField(blank=True, default="")),
                ("term_uri", models.TextField(blank=True, default="")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="directory.taxonomyterm",
                    ),
                ),
                (
                    "taxonomy_detail",
                    models.ForeignKey(
                        blank=True,
                        db_column="taxonomy_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="directory.taxonomy",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attribute",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("link_id", models.UUIDField()),
                ("link_type", models.TextField(blank=True, default="")),
                ("link_entity", models.TextField()),
                ("value", models.TextField(blank=True, default="")),
                ("label", models.TextField(blank=True, default="")),
                (
                    "taxonomy_term",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="directory.taxonomyterm",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.TextField()),
                ("scheme", models.TextField(blank=True, default="")),
                ("identifier", models.TextField(blank=True, default="")),
                ("uri", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="unit_name_given")
                ],
            },
        ),
        migrations.CreateModel(
            name="Url",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("label", models.TextField(blank=True, default="")),
                ("url", models.TextField()),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="additional_websites",
                        to="directory.organization",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="additional_urls",
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
            model_name="taxonomyterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="taxonomy_term_name_given"
            ),
        ),
        migrations.AddIndex(
            model_name="attribute",
            index=models.Index(fields=["link_id"], name="attribute_link"),
        ),
        migrations.AddConstraint(
            model_name="url",
            constraint=models.CheckConstraint(condition=models.Q(("url", ""), _negated=True), name="url_url_given"),
        ),
    ]
