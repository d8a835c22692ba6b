"""HSDS tables that say something about other records; `core/hsds/about.py` says what each field means."""

from __future__ import annotations

from django.db import models

from dooryard.directory.models.rows import Row, given, part_of, text


class Metadata(Row):
    """A change made to a field of a record; the standard's own history, beside our Provenance."""

    resource_id = models.UUIDField()
    resource_type = models.TextField()
    last_action_date = models.DateField()
    last_action_type = models.TextField()
    field_name = models.TextField()
    previous_value = models.TextField()
    replacement_value = models.TextField()
    updated_by = models.TextField()

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["resource_id"], name="metadata_resource")]


class Taxonomy(Row):
    """A list of terms that somebody keeps."""

    name = models.TextField()
    description = models.TextField()
    uri = text()
    version = text()

    class Meta(Row.Meta):
        constraints = [given("taxonomy", "name")]


class TaxonomyTerm(Row):
    """A term of a taxonomy; `taxonomy_detail` is the link, for the standard calls a text `taxonomy`."""

    code = text()
    name = models.TextField()
    description = models.TextField()
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, blank=True)
    taxonomy = text()
    taxonomy_detail = models.ForeignKey(
        Taxonomy, models.PROTECT, related_name="terms", null=True, blank=True, db_column="taxonomy_id"
    )
    language = text()
    term_uri = text()

    class Meta(Row.Meta):
        constraints = [given("taxonomy_term", "name")]


class Attribute(Row):
    """That a term or a value describes the record `link_id` of the table `link_entity`."""

    link_id = models.UUIDField()
    taxonomy_term = models.ForeignKey(TaxonomyTerm, models.PROTECT, related_name="uses", null=True, blank=True)
    link_type = text()
    link_entity = models.TextField()
    value = text()
    label = text()

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["link_id"], name="attribute_link")]


class MetaTableDescription(Row):
    """What a table of a data package holds."""

    name = text()
    language = text()
    character_set = text()


class Url(Row):
    """A further web address of an organization or a service."""

    label = text()
    url = models.TextField()
    organization = part_of("directory.Organization", "additional_websites")
    service = part_of("directory.Service", "additional_urls")

    class Meta(Row.Meta):
        constraints = [given("url", "url")]
