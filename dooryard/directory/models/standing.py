"""How things stand: whether a service is open, who checked, and what must not be told."""

from __future__ import annotations

from django.db import models

from dooryard.directory.models.reaching import Location, Phone
from dooryard.directory.models.rows import Beside, text
from dooryard.directory.models.services import Service
from dooryard.directory.models.sources import CONFIRMED_HOW, Source

STATES = ("open", "closed", "paused", "planned", "unconfirmed")


class ServiceStatus(Beside):
    """A point on a service's timeline; directory/standing.py says which one holds.

    `source` is whose import wrote it, in the order of `position`; none where a steward did. `since`
    is an ISO date, the start of one, or "". `note` is for us. `why` and `instead` are shown: what happened, and what to
    use in its place, as words or as refs of the same source separated by spaces.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="statuses")
    source = models.ForeignKey(Source, models.CASCADE, related_name="statuses", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    state = models.TextField()
    since = text()
    note = text()
    why = text()
    instead = text()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["service", "recorded_at", "id"]
        constraints = [models.CheckConstraint(condition=models.Q(state__in=STATES), name="timeline_state_in_set")]


class Confirmation(Beside):
    """That somebody checked a service, one of its fields (`field` "" is the whole) or one of its phones.

    `when` is the day, `by` the role or account that did it, never a caller's name.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="confirmations")
    phone = models.ForeignKey(Phone, models.CASCADE, related_name="confirmations", null=True, blank=True)
    field = text()
    when = models.DateField()
    how = models.TextField()
    by = models.TextField()

    class Meta:
        ordering = ["service", "when", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(how__in=CONFIRMED_HOW), name="confirmation_how_in_set")
        ]


class LocationPrivacy(Beside):
    """That a location's address and coordinates are confidential: a shelter's, say. They never reach the bundle."""

    location = models.OneToOneField(Location, models.CASCADE, related_name="privacy")
    confidential = models.BooleanField(default=True)
