"""What people say is wrong with a service, for stewards to look at."""

from __future__ import annotations

from django.db import models

from dooryard.core.reports import KINDS
from dooryard.directory.models.rows import Beside, date, text

REPORT_STATES = ("open", "handled")


class Report(Beside):
    """What somebody said without an account. Of them nothing is kept: no address, no language, not even an hour.

    `service_id` and `ref` name the service by text and not by a link: whatever is loaded again, removed or renamed, a
    report stays. `service_at_location_id` is "" unless it is about one further site. `what` is a key of
    core/reports.py, `words` what they wrote, `times` how often the very same was sent. `received_on` and `last_on` are
    days, because a time could be matched with a network's log. `bundle` is the digest of what they were looking at.
    Once handled, the words are gone (docs/decisions.md).
    """

    service_id = models.TextField()
    service_at_location_id = text()
    ref = text()
    what = models.TextField()
    words = text()
    times = models.PositiveIntegerField(default=1)
    received_on = models.DateField()
    last_on = models.DateField()
    bundle = text()
    state = models.TextField(default="open")
    handled_on = date()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["service_id", "state"], name="report_service")]
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=list(KINDS)), name="report_what_in_set"),
            models.CheckConstraint(condition=models.Q(state__in=REPORT_STATES), name="report_state_in_set"),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(words=""), name="report_handled_is_mute"
            ),
        ]
