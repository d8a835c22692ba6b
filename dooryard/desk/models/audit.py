"""The audit log: who did what to which record, and when. Rows are added and never changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models

AT_ONCE = 2_000
"""Rows that are read at once."""


class Entries(models.QuerySet["AuditEntry"]):
    """Rows of the audit log."""

    def chained(self) -> Iterator[AuditEntry]:
        """All rows in their order, some at a time: whoever stops in the middle leaves nothing open."""
        last = None
        while rows := list((self if last is None else self.filter(pk__gt=last)).order_by("pk")[:AT_ONCE]):
            yield from rows
            last = rows[-1].pk


class AuditEntry(models.Model):
    """One thing done. Triggers in the database refuse UPDATE and DELETE, whoever asks.

    `by` is an account or a part of the system ("load", "steward:17"), `action` a verb ("load", "confirm"),
    `table` and `key` the record it was done to. `details` are counts, keys and digests: never a word, an address
    or a place that a person typed. `previous` and `digest` chain the rows (desk/chain.py): no two rows can follow the
    same one, and `dooryard desk audit` finds what was changed behind the triggers' back.
    """

    at = models.DateTimeField()
    by = models.TextField()
    action = models.TextField()
    table = models.TextField(blank=True, default="")
    key = models.TextField(blank=True, default="")
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects: ClassVar = Entries.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(by="") & ~models.Q(action=""), name="audit_by_and_action_given"),
            models.CheckConstraint(condition=models.Q(id__gt=0), name="audit_id_above_zero"),
            models.UniqueConstraint(fields=["previous"], name="audit_one_row_after_each"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by} {self.action} {self.table} {self.key}".rstrip()
