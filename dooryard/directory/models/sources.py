"""Who said what: sources, their records, and the provenance of each published field."""

from __future__ import annotations

from django.db import models

from dooryard.directory.models.reaching import Phone
from dooryard.directory.models.rows import Beside, text
from dooryard.directory.models.services import Service

CONFIRMED_HOW = ("called", "visited", "own page", "peer")
"""How somebody checked a fact: by phone, on the spot, on the provider's own page, through a peer."""

BASES = ("stated", "assumed", "worked out")
"""Whether a source states a value, we assumed it, or it was worked out from others (a town's centre, say)."""


class Source(Beside):
    """Where records come from: a place's folder, a feed. `kind` is its format, `licence` an SPDX name or words."""

    key = models.SlugField(unique=True, max_length=80)
    name = models.TextField()
    publisher = text()
    url = text()
    licence = text()
    kind = text()

    class Meta:
        ordering = ["key"]


class SourceRecord(Beside):
    """That record `ref` of a source became a service. `digest` is the SHA-256 (hex) of what was read."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="records")
    ref = models.TextField()
    service = models.ForeignKey(Service, models.CASCADE, related_name="source_records")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["source", "ref"]
        constraints = [models.UniqueConstraint(fields=["source", "ref"], name="source_record_once")]


class Provenance(Beside):
    """That a publisher says this of one field of one record, as a source tells us, or as somebody found.

    `service` is the record; `source` is whose import wrote the row and may replace it, none where we confirmed it.
    `resource_type` (an HSDS table's name), `resource_id` and `field` say which field; `field` "" is the whole record.
    `value` is what the publisher says, as text. `seen` is an ISO date, the start of one (2021, 2021-07) or "undated".
    `agreement` counts the publishers that say the same of this field; `publisher` is "" where nobody knows which they
    are. `how` is "" unless the row tells that somebody confirmed it, on the day that `seen` then is.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="said", null=True, blank=True)
    source = models.ForeignKey(Source, models.CASCADE, related_name="said", null=True, blank=True)
    resource_type = models.TextField()
    resource_id = models.UUIDField()
    field = text()
    value = text()
    publisher = models.TextField()
    title = text()
    url = text()
    seen = models.TextField(default="undated")
    basis = models.TextField(default="stated")
    how = text()
    agreement = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["resource_type", "resource_id", "field", "id"]
        indexes = [models.Index(fields=["resource_id", "field"], name="provenance_resource")]
        constraints = [
            models.CheckConstraint(condition=models.Q(basis__in=BASES), name="provenance_basis_in_set"),
            models.CheckConstraint(condition=models.Q(how__in=[*CONFIRMED_HOW, ""]), name="provenance_how_in_set"),
        ]


CONFLICTS = ("", "resolved", "open")
"""Whether sources disagree: they do not, they do and one is known to be right, or they do and nobody knows."""


class PhonePublication(Beside):
    """What decides how far a number may be shown (core/tiers.py holds the rule).

    `publishers` counts those that agree on it, `advice` is what the source tells us about publishing ("show", "check"
    first, "hold", "" for none). `reason` says in our words why sources disagree or why it is held, without the number
    that lost. `seen` is the newest date (or its start) of a page that gives the number; after `expires` it is held.
    `route` is what to do with a number that is not simply called ("text POISON to 85511", "then press 1").
    """

    phone = models.OneToOneField(Phone, models.CASCADE, related_name="publication")
    publishers = models.PositiveSmallIntegerField(default=0)
    advice = text()
    conflict = text()
    reason = text()
    seen = text()
    expires = models.DateField(null=True, blank=True)
    route = text()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(conflict__in=CONFLICTS), name="phone_conflict_in_set")]


class NeverPublish(Beside):
    """A number that must never be shown, kept as a digest so that the list itself cannot leak it.

    `digest` is `core.numbers.digest` of the number, `reason` why, in words.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="never_publish")
    digest = models.CharField(max_length=64)
    reason = text()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="never_publish_once")]


class ServedPlace(Beside):
    """The place that a source's records are of: what its folder says of itself.

    `state` and `country` are codes (ME, US), `zone` an IANA time zone. `fallback` is the ref of the line that finds
    what the directory does not hold, `crisis` the refs of the lines for a crisis, separated by spaces.
    `gazetteer` is the JSON of its counties, towns and postal codes, `words` what only its people say (words.yaml).
    """

    source = models.OneToOneField(Source, models.CASCADE, related_name="place")
    name = models.TextField()
    state = text()
    country = text()
    zone = models.TextField()
    fallback = text()
    crisis = text()
    gazetteer = text()
    words = models.JSONField(default=dict)
